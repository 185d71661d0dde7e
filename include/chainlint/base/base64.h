// Base64 (RFC 4648 section 4), of bytes that may be private keys.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/secret.h"

namespace chainlint {

struct Base64Result {
  enum class Status {
    ok,
    bad_character,  // at `error_offset`
    bad_length,     // one character is left over at the end
  };
  Status status = Status::ok;
  std::size_t size = 0;           // bytes written
  std::size_t error_offset = 0;   // in the text
  bool padding_wrong = false;     // missing or too much; read nevertheless
  bool escaped_newlines = false;  // "\n" as two characters was skipped
};

// Whether the character is one of the 64, without the padding.
constexpr bool is_base64_digit(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
}

// Room that decode_base64 may need for a text.
constexpr std::size_t base64_capacity(std::string_view text) { return text.size() / 4 * 3 + 3; }

// Decodes `text` to `out`, which has base64_capacity(text) bytes. White space, and line ends written as the two characters \n or \r, may
// stand anywhere. Linear.
Base64Result decode_base64(std::string_view text, std::uint8_t* out);

// The bytes as base64, in lines of `columns` characters that end with `line_end`, the last one too; 0 columns: one line without an end.
SecretBytes base64_text(ByteView bytes, std::size_t columns = 0, std::string_view line_end = "\n");

// The bytes that a text is the base64 of; white space may be anywhere. Nothing where it is damaged.
std::optional<SecretBytes> bytes_of_base64(std::string_view text);

}  // namespace chainlint
