// The policy file of a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/result.h"
#include "chainlint/policy/policy.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// The nearest `.chainlint.yaml` (or `.chainlint.yml`) of the working folder and those above it, up to the top of the repository: the folder
// that has `.git`. Outside of a repository only that of the working folder counts, so that the file of another user in a folder above, such
// as /tmp, decides nothing. The path leads from the working folder: "../.chainlint.yaml". Nothing where there is none; one that is there
// and cannot be looked at, or two in one folder, are problems.
std::optional<std::string> find_policy(UsageProblems& problems, const FileSource& source = disk());

// The text of a policy file, or of one that it extends: at most 1 MiB. Errors say what is there instead of a file that can be read.
Result<std::string> read_policy(const std::string& path, const FileSource& source = disk());

// Reads a policy file with those that it extends; mistakes are added to `problems`. One that was found and not named is part of what is
// checked and is subject to what it may name (src/run/policy/policy_trust.h). Nothing where it cannot be read, or names something else.
std::optional<policy::Policy> read_chosen_policy(const std::string& path, bool named, UsageProblems& problems,
                                                 const FileSource& source = disk());

// Finds the policy file (--policy, else the nearest; none with --no-policy), loads it, and gives `arguments` what it says where neither the
// command line nor the environment does, but for the rule sets, which are chosen with its rules; those options have the
// source `policy`. Mistakes are added to `problems`; nothing is given where there are any.
std::optional<policy::Policy> choose_policy(BundleArguments& arguments, UsageProblems& problems, const FileSource& source = disk());

// Gives its place in the policy to each of `problems`, from the `first` on, that is about an option whose value the policy gave.
void place_policy_problems(const std::optional<policy::Policy>& policy, const BundleArguments& arguments, std::size_t first,
                           UsageProblems& problems);

// A mistake with its place in the policy: `path:line:column: error: ...` with source line and caret.
UsageProblem at_origin(const policy::Policy& policy, const policy::PolicyOrigin& origin, const std::string& problem);

// "dir/.chainlint.yaml:3:5".
std::string to_string(const policy::PolicyOrigin& origin);

// A path that is in a policy file, as it leads from the working folder.
std::string beside(const std::string& policy_path, const std::string& path);

}  // namespace chainlint::run
