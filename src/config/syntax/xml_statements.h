// XML as statements: the name of an element, then its attributes as pairs of name and value, and its child elements as the block.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Text between elements is left out. A document type declaration that declares something ends the reading: no entity is expanded, and
// nothing is loaded. All words of an element have its place.
Parsed parse_xml(std::string_view text, const std::string& path);

}  // namespace chainlint::config
