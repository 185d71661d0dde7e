// Wildcard patterns.
#pragma once

#include <string_view>

namespace chainlint {

// Whether `text` as a whole fits `pattern`: '*' matches any number of characters, '?' for one, and a backslash before either (or before
// itself) for the character as it is. Letters fit in their own case alone. Takes at most text times pattern steps, whatever they contain.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace chainlint
