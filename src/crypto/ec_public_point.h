// The public half of an EC private key.
#pragma once

#include <optional>

#include "chainlint/base/bytes.h"
#include "named_curve.h"

namespace chainlint::crypto {

// d*G as an uncompressed point (SEC 1 section 2.3.3). Nothing where d is not in 1..n-1. `scalar` is big-endian without leading zeros.
std::optional<Bytes> ec_public_point(const NamedCurve& curve, ByteView scalar);

}  // namespace chainlint::crypto
