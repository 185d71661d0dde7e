// The elliptic curves that keys are loaded on.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::crypto {

struct NamedCurve {
  std::string_view name;  // as PublicKeyInfo::curve
  const char* botan;
  std::size_t bits;   // of the order
  std::size_t field;  // bytes of a coordinate
  ByteView oid;

  std::size_t order_octets() const { return (bits + 7) / 8; }
};

// The curve that ECParameters (RFC 5480 section 2.1.1: the encoded element) name. nullptr for other curves, for explicit parameters and
// for curves that the library was built without.
const NamedCurve* curve_of_parameters(ByteView parameters);
const NamedCurve* curve_by_name(std::string_view name);

}  // namespace chainlint::crypto
