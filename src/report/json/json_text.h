// JSON as it is kept in a repository and read by people.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace chainlint::report {

// Members stay in the order in which they were added.
using OrderedJson = nlohmann::ordered_json;

// `json` as nlohmann writes it with that indentation (-1: on one line), as UTF-8 whatever the texts are. What is hidden in a text and what
// the log of a CI system would execute (base/log_text.h) is escaped as \u202e, of which a parser sees nothing.
std::string to_inert_json(const OrderedJson& json, int indent = -1);

// What fits on a line of 140 columns is on one; all else is broken and indented. Ends with a line break.
std::string to_lines(const OrderedJson& json);

}  // namespace chainlint::report
