// Text in XML that CI systems read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chainlint::report {

// As the content of an element. Line breaks stay, hidden characters are made visible, and commands to the log of a CI system are broken up.
std::string xml(std::string_view text);

// ' name="value"', on one line.
std::string attribute(std::string_view name, std::string_view value);
std::string attribute(std::string_view name, std::size_t value);

}  // namespace chainlint::report
