// Which rules run: the shipped sets, and files and folders that the user names.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "chainlint/policy/policy_rules.h"
#include "chainlint/records/records.h"
#include "chainlint/rules/library.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Rules ready to run. May be moved.
struct RuleChoice {
  rules::RuleLibrary library;
  records::Records records;
  rules::RuleSet set;  // for bundles that no override of the policy matches; points into `library`
  policy::PolicyRules by_policy;
  std::vector<std::pair<std::string, std::string>> own_files;  // path and text of the files that were named: rules, sets, records
  // A set for public CAs was chosen (one with rules that are in `public-web` and not in `recommended`): a leaf that claims to be public is
  // taken at its word, even below a root that the user gave.
  bool for_public_cas = false;

  // The set with what the policy changes for this bundle on this target. Safe to share between threads.
  const rules::RuleSet& rules_for(const facts::FactContext& context) const { return by_policy.rules_for(context); }
  // What the policy declares for this bundle.
  facts::Issuance issuance_for(const facts::FactContext& context) const { return by_policy.issuance_for(context); }
};

// Loads the shipped rules and those that `names` adds, and joins the sets that are named: by id, which may be that of a set in a folder
// that is named too; the set of a file that is named, the sets of a folder that contains no rule; all rules of a file or folder. Files of
// records (`records: NAME`) replace shipped ones. No name means those of the policy, and where it has none `fallback`. The settings of the
// policy for rules apply to all of these sets. Mistakes are added to `problems`; those of rule files and policies with place and caret. A
// null policy changes nothing. Files are read from `source`.
RuleChoice choose_rules(const std::vector<std::string>& names, const std::string& fallback, UsageProblems& problems,
                        const policy::Policy* policy = nullptr, const FileSource& source = disk());

// Whether the file contains records and no rule.
bool is_record_file(const yaml::SourceFile& file);

// The rule files of a folder (walked) or the one file. Problems as above.
std::vector<yaml::SourceFile> read_rule_files(const std::string& path, UsageProblems& problems, const FileSource& source = disk());

}  // namespace chainlint::run
