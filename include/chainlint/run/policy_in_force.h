// The policy file of a command about policies, loaded without a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// A policy and the rules that it leads to. Complete only where no problem was added.
struct PolicyInForce {
  std::optional<policy::Policy> policy;  // nothing where there is no file
  RuleChoice rules;
};

// Reads --policy, else the nearest file, and validates all that it says: its settings against the rules, the files that it names, its
// waivers. Mistakes are added to `problems`.
PolicyInForce load_policy_in_force(const BundleArguments& arguments, UsageProblems& problems);

}  // namespace chainlint::run
