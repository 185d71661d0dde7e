// Byte buffers and views, hexadecimal text, and the SHA-256 value that identifies a certificate everywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace chainlint {

// Bytes with an owner: a container that frees them.
using Bytes = std::vector<std::uint8_t>;

// A view of bytes; their owner must outlive the view.
using ByteView = std::span<const std::uint8_t>;

// A SHA-256 value.
using Digest256 = std::array<std::uint8_t, 32>;

// The bytes of `text`, unchanged. The view borrows from `text`.
inline ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

// `bytes` seen as characters, unchanged: not necessarily valid UTF-8. The view borrows from `bytes`.
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

// A copy that owns its bytes.
inline Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// Byte for byte equality, lengths included.
inline bool equal(ByteView a, ByteView b) { return a.size() == b.size() && (a.empty() || std::memcmp(a.data(), b.data(), a.size()) == 0); }

// The unsigned number in the four bytes at `at`, lowest byte first. The caller makes sure that they exist.
inline std::uint32_t little_endian(ByteView bytes, std::size_t at) {
  return bytes[at] | static_cast<std::uint32_t>(bytes[at + 1]) << 8 | static_cast<std::uint32_t>(bytes[at + 2]) << 16 |
         static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

// Lower-case hexadecimal without separators: "0aff".
std::string to_hex(ByteView bytes);

// Upper-case hexadecimal with colons, as certificate viewers print key ids and serial numbers: "0A:FF".
std::string to_colon_hex(ByteView bytes);

// Hashes a digest for unordered containers by its first bytes, which are already uniformly distributed.
struct DigestHash {
  std::size_t operator()(const Digest256& digest) const noexcept {
    std::size_t value = 0;
    std::memcpy(&value, digest.data(), sizeof value);
    return value;
  }
};

}  // namespace chainlint
