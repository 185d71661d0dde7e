// Which rules run: the shipped sets, and files and folders that the user names.
#pragma once

#include <string>
#include <vector>

#include "chainlint/records/records.h"
#include "chainlint/rules/library.h"

namespace chainlint::cli {

// Rules ready to run.
struct RuleChoice {
  RuleLibrary library;
  Records records;
  RuleSet set;  // points into `library`

  // The set with what the policy changes for this bundle.
  const RuleSet& rules_for(const FactContext&) const { return set; }
};

// Loads the shipped rules and those that `names` adds, and joins the sets that are named: built-in ones by id, the rules and sets of a file
// or folder all; so are files of records (`records: NAME`), which replace shipped ones. No name means `fallback`. Mistakes are added to
// `problems`; those of rule files with place and caret.
RuleChoice choose_rules(const std::vector<std::string>& names, const std::string& fallback, std::vector<std::string>& problems);

// The rule files of a folder (walked) or the one file. Problems as above.
std::vector<RuleFile> read_rule_files(const std::string& path, std::vector<std::string>& problems);

}  // namespace chainlint::cli
