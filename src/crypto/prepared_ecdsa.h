// ECDSA verification for a key that verifies often: tables of multiples are made of the key as they are of the generator.
#pragma once

#include <memory>

#include "chainlint/base/bytes.h"
#include "named_curve.h"

namespace chainlint::crypto {

// An ECDSA signature as numbers: magnitudes without leading zeros, of at most the bytes of the order.
struct EcdsaSignature {
  ByteView r;
  ByteView s;
};

// Immutable, shared between threads.
class PreparedEcdsa {
 public:
  virtual ~PreparedEcdsa() = default;

  // Whether (r, s) signs the hash value.
  virtual bool verify(ByteView hash_value, const EcdsaSignature& signature) const = 0;

  // Verifies without tables, from the first signature on. nullptr where the library's own verification is as fast, and where `point` is not
  // an uncompressed point of the curve.
  static std::unique_ptr<const PreparedEcdsa> make_plain(const NamedCurve& curve, ByteView point);

  // Makes the tables, which costs about as much as 16 verifications. nullptr where the library's own verification is as fast, and where
  // the point is none of the curve's.
  static std::unique_ptr<const PreparedEcdsa> make(const NamedCurve& curve, ByteView point);
};

}  // namespace chainlint::crypto
