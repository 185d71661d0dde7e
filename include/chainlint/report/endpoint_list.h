// The TLS endpoints that server configuration describes, as a table: `list endpoints`.
#pragma once

#include <string>
#include <vector>

#include "chainlint/config/endpoint.h"

namespace chainlint::report {

// One endpoint in some lines: where it is configured, what it serves, the files that it names.
std::string write_endpoints_text(const std::vector<config::Configuration>& configurations);

// An object with "endpoints" and "inputs". Members are only added.
std::string write_endpoints_json(const std::vector<config::Configuration>& configurations);

// One line per certificate of an endpoint, with a header line.
std::string write_endpoints_csv(const std::vector<config::Configuration>& configurations);

}  // namespace chainlint::report
