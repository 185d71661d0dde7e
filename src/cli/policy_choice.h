// The policy file of a run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "arguments.h"
#include "chainlint/policy/policy.h"

namespace chainlint::cli {

// Finds the policy file (--policy, else the nearest .chainlint.yaml upwards to the top of the repository; none with --no-policy), loads it,
// and gives `arguments` what it says where neither the command line nor the environment does. Mistakes are added to `problems`.
std::optional<Policy> choose_policy(BundleArguments& arguments, std::vector<std::string>& problems);

}  // namespace chainlint::cli
