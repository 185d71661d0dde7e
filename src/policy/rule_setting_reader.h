// Reads what a policy says of rules, without looking at the rules.
#pragma once

#include <vector>

#include "policy_scope.h"

namespace chainlint::policy {

// The mapping of rule ids to `off`, `on`, a severity, or { severity, params, when }.
std::vector<RuleSetting> read_rule_settings(const yaml::Node& node, PolicyScope& scope);

// "public", "private" or "auto".
std::optional<facts::Issuance> read_issuance(const yaml::Node& node, yaml::Problems& problems);

}  // namespace chainlint::policy
