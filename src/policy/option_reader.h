// Reads the keys of a policy file that are options of the command line.
#pragma once

#include <vector>

#include "policy_scope.h"

namespace chainlint::policy {

// Names that can be validated only when every file is known: a policy may describe targets of its own.
struct NamesToValidate {
  std::vector<PlacedWord> targets, clients;
};

// Asks `fields` for every key of the table (chainlint/policy/options.h), `passwords` and `window`, and appends what is there.
void read_options(yaml::MappingReader& fields, PolicyScope& scope, std::vector<PolicyOption>& options, NamesToValidate& names);

// `outputs`: a list of { format, file }.
std::vector<PolicyOutput> read_outputs(const yaml::Node& node, PolicyScope& scope);

// Names hosts, one by one: A-labels, U-labels and addresses.
void check_hosts(const std::vector<PlacedWord>& hosts, yaml::Problems& problems);

}  // namespace chainlint::policy
