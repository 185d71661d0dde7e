// Reads rules/targets/*.yaml and the profiles of users.
#pragma once

#include "chainlint/profiles/profile.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::profiles {

// Lays what `root` says over `profile`, which is the one that it extends or an empty one. The name is not read.
void read_target(const yaml::Node& root, Profile& profile, yaml::Problems& problems);

}  // namespace chainlint::profiles
