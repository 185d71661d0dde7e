// Arithmetic on the curves of NIST by Nettle. The tables of their generators are constants of the library, so that one signature costs
// half of Botan 2's time, and the first one a tenth.
#pragma once

#include <memory>
#include <optional>

#include "chainlint/base/bytes.h"
#include "named_curve.h"
#include "prepared_ecdsa.h"

namespace chainlint::crypto {

// Verifies with a public key. nullptr where Nettle does not have the curve, and where `point` is no uncompressed point (SEC 1
// section 2.3.3) of it.
std::unique_ptr<const PreparedEcdsa> nettle_ecdsa(const NamedCurve& curve, ByteView point);

// d*G as an uncompressed point. Nothing where Nettle does not have the curve, and where d is not in 1..n-1. `scalar` is big-endian.
std::optional<Bytes> nettle_public_point(const NamedCurve& curve, ByteView scalar);

}  // namespace chainlint::crypto
