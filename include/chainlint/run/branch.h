// The branch that is checked out, and the revision that it is compared with.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/git/git_repository.h"
#include "chainlint/policy/policy.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/changed_files.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// Not to be used from several threads at once.
struct Branch {
  git::GitRevision revision;
  ChangedFiles changed;
  RepositoryPaths paths;
  std::optional<policy::Policy> policy;   // as it is at the revision; nothing where there is none, or none that can be read
  std::optional<std::string> decisive;    // a changed file that decides over every bundle: of the policy, rules, targets, pins, ...
  std::vector<std::string> policy_files;  // see facts::BranchState
};

// Opens the revision of --previous-ref in the repository of the PATHs, and finds what changed since. Null without --previous-ref. What is
// wrong with the options, and a revision that is not there, are added to `problems`; what only makes more bundles count as changed is
// reported on standard error.
std::unique_ptr<Branch> open_branch(const BundleArguments& arguments, const RunOptions& options,
                                    const std::optional<policy::Policy>& policy, UsageProblems& problems);

}  // namespace chainlint::run
