// RSASSA-PKCS1-v1_5 (RFC 8017 section 8.2.2) with GMP. Botan takes longer to load an RSA key than to verify ten signatures with it.
#pragma once

#include <cstddef>
#include <memory>

#include "gmp_number.h"
#include "hash_algorithm.h"

namespace chainlint::crypto {

class RsaPkcs1 {
 public:
  // Null where the numbers are no key: one of them is even.
  static std::unique_ptr<const RsaPkcs1> make(ByteView modulus, ByteView exponent);

  std::size_t bytes() const { return (mpz_sizeinbase(modulus_, 2) + 7) / 8; }

  // A signature is as long as the modulus, and contains the hash with its name in DER: nothing else is valid.
  bool verify(const HashAlgorithm& hash, ByteView message, ByteView signature) const;

 private:
  RsaPkcs1(ByteView modulus, ByteView exponent) : modulus_(modulus), exponent_(exponent) {}

  Number modulus_, exponent_;
};

}  // namespace chainlint::crypto
