// TOML as statements: `a.b.c value` for each value of a table, `a.b.0 value` for each of an array, as YAML.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Dates and numbers are words as they are written. What does not parse is reported and skipped up to the next line: a part of a file may be
// a template.
Parsed parse_toml(std::string_view text, const std::string& path);

}  // namespace chainlint::config
