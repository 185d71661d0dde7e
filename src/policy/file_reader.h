// Reads one policy file, without looking at what it extends.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/yaml/file_kind.h"
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

// Distinguishes a policy from other files, so that no line of those is quoted.
const yaml::FileKind& policy_file_kind();

// What a document is that is known and no policy, and what to do with it: "a rule set, not a policy; name it under 'rulesets' ...".
std::string other_kind_of_file(const yaml::Node& document);

}  // namespace chainlint::policy
