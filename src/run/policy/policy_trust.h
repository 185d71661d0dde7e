// What a policy may name that was found in a folder. It is part of what is checked, a pull request for one, and may be hostile: text that
// it names is shown in messages, and its outputs are written. A policy that --policy names is trusted.
#pragma once

#include <string>

#include "chainlint/policy/policy.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// The folder within which a found policy reads text: the top of its repository, else its own folder.
std::string tree_of(const std::string& policy_path);

// The text of a found policy or of a file that it extends. Errors: those of read_policy(), and "policy-outside".
Result<std::string> read_policy_within(const std::string& tree, const std::string& path, const FileSource& source);

// Refuses, each with its place in the policy:
// - policies, rules, targets, clients, pins and baselines outside of the tree, behind links too;
// - what is neither a file nor a folder, of every option that names one;
// - outputs outside of the working folder, in .git, behind links, and over a file that is no report of the same format.
void refuse_untrusted_names(const policy::Policy& policy, UsageProblems& problems);

}  // namespace chainlint::run
