// Reads a policy of the certificate platform Venafi (the Certificate and Key Policy Specification of its client vcert) as settings of the
// rules of the template: rules/template/*.yaml.
#pragma once

#include <span>
#include <string_view>

#include "policy_scope.h"

namespace chainlint::policy {

// The members of `policy` of a specification, or a whole specification with `policy` and `defaults`. Appends settings to the rules of
// `policy`, and a remark for each key that no certificate shows. Empty texts and zeros, of which the platform's starter is full, say
// nothing.
void read_venafi(const yaml::Node& node, PolicyScope& scope, Policy& policy);

// Whether a file is a specification as the platform itself reads it: `policy`, and nothing that it does not know but what is misspelt.
bool is_venafi_specification(const yaml::Node& root);

// The keys under `policy`.
std::span<const std::string_view> venafi_keys();

// Whether the key is one of those under `policy`, and of no policy of ours.
bool is_venafi_key(std::string_view key);

}  // namespace chainlint::policy
