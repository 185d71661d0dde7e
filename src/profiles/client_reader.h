// Reads rules/clients/*.yaml and the client models of users.
#pragma once

#include "chainlint/chain/client.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::profiles {

// Lays what `root` says over `model`, which is the one that it extends or an empty one. The name is not read.
void read_client(const yaml::Node& root, chain::ClientModel& model, yaml::Problems& problems);

}  // namespace chainlint::profiles
