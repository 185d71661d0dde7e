#include "encoded_text.h"

#include <fmt/format.h>

#include <algorithm>

namespace chainlint::mint {

std::string base64_lines(ByteView octets) {
  constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string text;
  std::size_t column = 0;
  for (std::size_t at = 0; at < octets.size(); at += 3) {
    const std::size_t left = std::min<std::size_t>(3, octets.size() - at);
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i) group = group << 8 | (i < left ? octets[at + i] : 0u);
    for (std::size_t i = 0; i < 4; ++i) text += i > left ? '=' : kAlphabet[group >> (18 - 6 * i) & 63];
    column += 4;
    if (column == 64) {
      text += '\n';
      column = 0;
    }
  }
  if (column) text += '\n';
  return text;
}

std::string pem_block(std::string_view label, ByteView octets) {
  return fmt::format("-----BEGIN {0}-----\n{1}-----END {0}-----\n", label, base64_lines(octets));
}

Bytes utf16(std::string_view utf8, bool big_endian) {
  Bytes octets;
  auto put = [&](std::uint32_t unit) {
    const auto high = static_cast<std::uint8_t>(unit >> 8), low = static_cast<std::uint8_t>(unit);
    octets.push_back(big_endian ? high : low);
    octets.push_back(big_endian ? low : high);
  };
  for (std::size_t at = 0; at < utf8.size();) {
    const auto lead = static_cast<std::uint8_t>(utf8[at]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t code = length == 1 ? lead : lead & (0x7Fu >> length);
    for (std::size_t i = 1; i < length && at + i < utf8.size(); ++i) code = code << 6 | (static_cast<std::uint8_t>(utf8[at + i]) & 0x3Fu);
    at += length;
    if (code < 0x10000) {
      put(code);
    } else {
      put(0xD800 + ((code - 0x10000) >> 10));
      put(0xDC00 + ((code - 0x10000) & 0x3FF));
    }
  }
  return octets;
}

}  // namespace chainlint::mint
