// Bytes written down in a test.
#pragma once

#include <cstdint>
#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::asn1 {

// "30 03 02 01 05": blanks are ignored.
inline Bytes octets(std::string_view hex) {
  Bytes bytes;
  unsigned value = 0;
  bool half = false;
  for (const char c : hex) {
    if (c == ' ') continue;
    const unsigned digit = static_cast<unsigned>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
    value = value << 4 | digit;
    if (half) bytes.push_back(static_cast<std::uint8_t>(value));
    half = !half;
  }
  return bytes;
}

// Base64 (RFC 4648 section 4); line ends and other foreign characters are left out, padding ends it.
inline Bytes base64(std::string_view text) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  Bytes bytes;
  unsigned value = 0, bits = 0;
  for (const char c : text) {
    if (c == '=') break;
    const std::size_t digit = kAlphabet.find(c);
    if (digit == std::string_view::npos) continue;
    value = (value << 6 | static_cast<unsigned>(digit)) & 0xFFFFu;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push_back(static_cast<std::uint8_t>(value >> bits));
  }
  return bytes;
}

}  // namespace chainlint::asn1
