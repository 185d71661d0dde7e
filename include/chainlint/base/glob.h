// Wildcard patterns.
#pragma once

#include <string_view>

namespace chainlint {

// Whether the whole `text` matches `pattern`: '*' matches any number of characters, '?' matches one, and a backslash takes the next '*',
// '?' or backslash literally. Case matters. Takes at most length of text times length of pattern steps.
bool glob_matches(std::string_view pattern, std::string_view text);

}  // namespace chainlint
