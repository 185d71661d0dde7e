// The effective policy for people: every value with the place that it comes from.
#pragma once

#include <string>

#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/policy_in_force.h"

namespace chainlint::cli {

// As `policy show` prints it: rule sets, options, what differs from the rules as they are shipped, overrides, bundles, waivers. `arguments`
// are those of the command: its rule sets win over the policy's, and the environment counts unless it says --no-policy.
std::string describe_policy(const run::PolicyInForce& in_force, const run::BundleArguments& arguments);

}  // namespace chainlint::cli
