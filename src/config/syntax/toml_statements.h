// TOML as statements: `a.b.c value` for each value of a table, `a.b.0 value` for each of an array, as YAML.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Numbers and dates are words. A file that does not parse has no statements and a diagnostic; it may be a template.
Parsed parse_toml(std::string_view text, const std::string& path);

}  // namespace chainlint::config
