// Object identifiers as the bytes that encode them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"

namespace chainlint::asn1 {

// The content bytes of an OBJECT IDENTIFIER (X.690 8.19), known at compile time. Compares with the bytes met in a file.
template <std::size_t N>
struct ConstOid {
  std::array<std::uint8_t, N> octets{};
  constexpr operator ByteView() const { return {octets.data(), N}; }
};

namespace detail {
constexpr std::size_t arc_octets(std::uint64_t arc) {
  std::size_t n = 1;
  while (arc >>= 7) ++n;
  return n;
}
template <std::uint64_t... Rest>
constexpr std::size_t oid_octets() {
  return (std::size_t{0} + ... + arc_octets(Rest));
}
}  // namespace detail

// make_oid<2, 5, 4, 3>() is the identifier 2.5.4.3.
template <std::uint64_t First, std::uint64_t Second, std::uint64_t... Rest>
constexpr auto make_oid() {
  constexpr std::uint64_t head = First * 40 + Second;
  ConstOid<detail::arc_octets(head) + detail::oid_octets<Rest...>()> oid;
  std::size_t at = 0;
  auto put = [&](std::uint64_t arc) {
    for (std::size_t i = detail::arc_octets(arc); i-- > 0;) {
      oid.octets[at++] = static_cast<std::uint8_t>(((arc >> (7 * i)) & 0x7F) | (i > 0 ? 0x80 : 0));
    }
  };
  put(head);
  (put(Rest), ...);
  return oid;
}

// "2.5.4.3" for the content bytes of an identifier. Arcs past 64 bits and malformed encodings are shown as "oid:<hex>".
std::string oid_to_dotted(ByteView oid);

// The content bytes of "2.5.4.3"; empty where the text is not an identifier.
Bytes oid_from_dotted(std::string_view dotted);

// The field's short name ("sha256WithRSAEncryption", "serverAuth", "basicConstraints", "CN") where it is known, else the dotted form.
std::string oid_name(ByteView oid);
std::vector<std::string> oid_names(const std::vector<ByteView>& oids);

}  // namespace chainlint::asn1
