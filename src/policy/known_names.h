// What is built in and known by name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "policy_scope.h"

namespace chainlint::policy {

std::vector<std::string> policy_template_names();
const yaml::SourceFile* find_policy_template(std::string_view name);  // null where there is none

// A problem where there is no such target (NAME or NAME@VERSION) or client, neither built in nor among `own`.
void validate_target(const PlacedWord& word, const std::vector<std::string>& own, yaml::Problems& problems);
void validate_client(const PlacedWord& word, const std::vector<std::string>& own, yaml::Problems& problems);

}  // namespace chainlint::policy
