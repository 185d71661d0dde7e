// Reads one rule-set file, without looking at the rules and sets that it names.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::rules {

// A rule set as it is written: names with their places, not yet resolved.
struct WrittenRuleSet {
  struct Name {
    std::string id;
    yaml::Position position;
    std::optional<Severity> severity;  // of a rule
  };
  std::string id;
  yaml::Position position;  // of the id
  std::string title;
  std::string description;
  bool assume_server_chain = false;
  std::vector<Name> extends;
  std::vector<Name> rules;
  bool all_rules = false;
};

// What could be read, with its problems in `problems`. `id` is empty where it could not be read.
WrittenRuleSet read_rule_set(const yaml::Node& root, const std::string& path, yaml::Problems& problems);

}  // namespace chainlint::rules
