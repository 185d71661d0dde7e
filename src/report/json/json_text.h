// JSON as it is kept in a repository and read by people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace chainlint::report {

// Members stay in the order in which they were added.
using OrderedJson = nlohmann::ordered_json;

// What fits on a line of 140 columns stands on one; all else is broken and indented. Ends with a line break.
std::string to_lines(const OrderedJson& json);

}  // namespace chainlint::report
