// LDIF (RFC 2849) as statements: `attribute value`.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Of all entries of the text. Folded lines are joined and base64 is decoded; binary values and those of a URL are left out.
Parsed parse_ldif(std::string_view text, const std::string& path);

}  // namespace chainlint::config
