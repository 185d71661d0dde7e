// Base64 (RFC 4648 section 4) as it is met inside PEM blocks and alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chainlint::formats {

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

// Room that decode_base64 may need for a text.
constexpr std::size_t base64_capacity(std::string_view text) { return text.size() / 4 * 3 + 3; }

// Decodes `text` to `out`, which has base64_capacity(text) bytes. White space, and line ends written as the two characters \n or \r, may
// stand anywhere. Linear.
Base64Result decode_base64(std::string_view text, std::uint8_t* out);

}  // namespace chainlint::formats
