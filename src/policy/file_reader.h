// Reads one policy file, without looking at what it extends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "option_reader.h"
#include "policy_scope.h"

namespace chainlint::policy {

struct WrittenPolicy {
  std::vector<PlacedWord> extends;
  std::vector<PlacedWord> rule_sets;  // as written
  NamesToValidate names;
  bool has_issuance = false;
  bool has_passwords = false;
  Policy policy;  // what this file says; without rule sets, files and sources
};

// What could be read of the document `root`; the mistakes are in the problems of `scope`.
WrittenPolicy read_policy_file(const yaml::Node& root, PolicyScope& scope);

// What the file is instead of a policy, and what to do with it: "a rule set; name it under 'rulesets' ...". Empty for a policy.
std::string other_kind_of_file(const yaml::Node& root);
// The same by the text, where it is no YAML at all: a certificate, a keystore.
std::string other_kind_of_file(std::string_view text);
// "a list" or "plain text" where the file is no mapping of keys to values, or does not parse and does not begin as one either: what it
// holds is nobody's business then. Else empty.
std::string kind_without_keys(std::string_view text, const std::optional<yaml::Node>& root);

}  // namespace chainlint::policy
