// Base64, UTF-16 and PEM armour.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::mint {

// Lines of 64 characters (RFC 7468 section 2), each ended by a line feed.
std::string base64_lines(ByteView octets);

// A whole block with its last line feed.
std::string pem_block(std::string_view label, ByteView octets);

// Well-formed UTF-8 as UTF-16 without a byte-order mark.
Bytes utf16(std::string_view utf8, bool big_endian);

}  // namespace chainlint::mint
