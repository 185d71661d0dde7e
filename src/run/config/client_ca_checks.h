// What is wrong with the files of CA certificates with which servers verify their clients.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "chainlint/config/endpoint.h"
#include "chainlint/formats/container.h"

namespace chainlint::run {

// `files`: what was read of each, by the path in the configuration. "config-client-ca-leaf", "config-client-ca-no-root", "config-crl", each
// with the place of the directive and once for it.
Diagnostics check_client_cas(const std::vector<config::Configuration>& configurations,
                             const std::map<std::string, formats::Container>& files, Instant at);

}  // namespace chainlint::run
