// PEM files (RFC 7468, RFC 1421 headers).
#pragma once

#include <string_view>

#include "reading.h"

namespace chainlint::formats {

// Whether the text contains a boundary that opens a block.
bool is_pem(std::string_view text);

// Reads every block of the text and sets the container's format: `pem`, or that of the one container that the blocks contain.
void read_pem(std::string_view text, ReadContext& context, Container& container);

}  // namespace chainlint::formats
