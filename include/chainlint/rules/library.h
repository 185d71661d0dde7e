// The rules and rule sets of a run: the shipped ones, compiled into the program, and those that the user adds.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/rules/rule.h"
#include "chainlint/yaml/document.h"

namespace chainlint::rules {

// The shipped files: rules, rule sets and tests, as they are under rules/.
const std::vector<yaml::SourceFile>& shipped_rule_files();

// Whether the file contains tests of a rule and no rule: `<id>.test.yaml`.
bool is_rule_test_path(std::string_view path);

// All rules and sets that were loaded. Owns them.
class RuleLibrary {
 public:
  // Loads rule and rule-set files together, `own` after `files`. Every mistake of every file is collected and formatted with position and
  // caret; a library with problems must not be used for linting. Test files (*.test.yaml) are skipped.
  struct Loaded;
  static Loaded load(const std::vector<yaml::SourceFile>& files, const std::vector<yaml::SourceFile>& own = {});

  const Rule* find_rule(std::string_view id) const;  // former ids too
  const RuleSet* find_set(std::string_view id) const;
  const std::vector<std::unique_ptr<Rule>>& rules() const { return rules_; }  // sorted by id
  const std::vector<std::unique_ptr<RuleSet>>& sets() const { return sets_; }

 private:
  std::vector<std::unique_ptr<Rule>> rules_;
  std::vector<std::unique_ptr<RuleSet>> sets_;
};

struct RuleLibrary::Loaded {
  RuleLibrary library;
  std::vector<std::string> problems;  // formatted
};

}  // namespace chainlint::rules
