// Base64 (RFC 4648 section 4) as text, for bytes that may be private keys.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/secret.h"

namespace chainlint::formats {

// The bytes as base64, in lines of `columns` characters that end with `line_end`, the last one too; 0 columns: one line without an end.
SecretBytes base64_text(ByteView octets, std::size_t columns = 0, std::string_view line_end = "\n");

// The bytes that a text is the base64 of; white space may be anywhere. Nothing where it is damaged.
std::optional<SecretBytes> octets_of_base64(std::string_view text);

}  // namespace chainlint::formats
