// Lines of a CSV file (RFC 4180) that a spreadsheet may open.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace chainlint::report {

// One value: on one line, printable, in quotes where it needs them. What a spreadsheet would take for a formula has an apostrophe before
// it.
std::string csv_value(std::string_view text);

// "a; b": several texts for one value.
std::string csv_list(const std::vector<std::string>& texts);

// Values separated by commas, with CR LF at the end.
std::string csv_row(const std::vector<std::string>& values);

}  // namespace chainlint::report
