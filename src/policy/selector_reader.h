// Reads the parts of a policy that are about some bundles alone.
#pragma once

#include <optional>

#include "option_reader.h"
#include "policy_scope.h"

namespace chainlint::policy {

// An item of `overrides`. Nothing where it is no mapping; mistakes are in the problems of `scope`.
std::optional<PolicyOverride> read_override(const yaml::Node& node, PolicyScope& scope, NamesToValidate& names);

// An item of `bundles`.
std::optional<PolicyBundle> read_bundle(const yaml::Node& node, PolicyScope& scope, NamesToValidate& names);

}  // namespace chainlint::policy
