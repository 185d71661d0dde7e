// Builds the property lists of Windows' certificate stores for tests.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reading_fixture.h"

namespace chainlint::formats::store_builder {

inline Bytes word(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value), static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value >> 16),
          static_cast<std::uint8_t>(value >> 24)};
}

inline Bytes element(std::uint32_t id, const Bytes& value, std::uint32_t encoding = 1) {
  return joined({word(id), word(encoding), word(static_cast<std::uint32_t>(value.size())), value});
}

// ASCII as UTF-16LE with its terminator.
inline Bytes wide(std::string_view text) {
  Bytes octets;
  for (char c : text) octets.insert(octets.end(), {static_cast<std::uint8_t>(c), 0});
  octets.insert(octets.end(), {0, 0});
  return octets;
}

// A CRYPT_KEY_PROV_INFO with its strings behind it.
inline Bytes key_provider(std::string_view container, std::string_view provider, std::uint32_t type, std::uint32_t flags,
                          std::uint32_t spec) {
  const Bytes name = wide(container);
  return joined({word(28), word(static_cast<std::uint32_t>(28 + name.size())), word(type), word(flags), word(0), word(0), word(spec), name,
                 wide(provider)});
}

// openssl x509 -fingerprint -sha1, openssl dgst -sha1
inline constexpr std::string_view kLeafSha1 = "d838b7815392b64cbc893f0129a96f5b248daf6f";
inline constexpr std::string_view kRootSha1 = "4e26fb3e8c06ad8dce134fab3d663d9513e120a1";
inline constexpr std::string_view kCrlSha1 = "bc6620fb706b56f3c2118fd95752a3a7e0b1fe2f";

// Bytes as an export writes them, in lines.
inline std::string hex_value(const Bytes& octets, std::string_view line_end = "\r\n") {
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i > 0) text += ',';
    if (i > 0 && i % 25 == 0) text += "\\" + std::string(line_end) + "  ";
    text += to_hex(ByteView(&octets[i], 1));
  }
  return text;
}

}  // namespace chainlint::formats::store_builder
