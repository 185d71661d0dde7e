// The body of a PEM block without what mail programs and word processors put into it.
#pragma once

#include <cstddef>
#include <string_view>

#include "chainlint/base/secret.h"

namespace chainlint::formats {

// Without the marks of a quoted mail at the beginning of each line.
SecretBytes without_quotation(std::string_view body);

// Without blanks and marks of other character sets (no-break spaces, byte order marks), and without the backslashes of lines that go on.
SecretBytes ascii_of(std::string_view body);

// Whether a backslash at the end of its line is at this place.
bool continues_line(std::string_view body, std::size_t at);

}  // namespace chainlint::formats
