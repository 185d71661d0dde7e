#include "chainlint/crypto/public_key_check.h"

#include <botan/bigint.h>
#include <botan/ecdsa.h>
#include <botan/numthry.h>

#include <algorithm>
#include <exception>
#include <limits>
#include <new>
#include <numeric>
#include <vector>

#include "chainlint/base/limits.h"
#include "gmp_number.h"
#include "named_curve.h"
#include "prepared_ecdsa.h"

namespace chainlint::crypto {
namespace {

// The odd primes below the limit, multiplied to products that a machine word holds.
const std::vector<unsigned long>& prime_products() {
  static const std::vector<unsigned long> kProducts = [] {
    std::vector<unsigned long> products{1};
    for (unsigned long number = 3; number < CryptoLimits::kTrialDivisor; number += 2) {
      bool prime = true;
      for (unsigned long divisor = 3; prime && divisor * divisor <= number; divisor += 2) prime = number % divisor != 0;
      if (!prime) continue;
      if (products.back() > std::numeric_limits<unsigned long>::max() / number) products.push_back(1);
      products.back() *= number;
    }
    return products;
  }();
  return kProducts;
}

bool has_small_factor(const Number& modulus) {
  return std::any_of(prime_products().begin(), prime_products().end(),
                     [&](unsigned long product) { return std::gcd(product, mpz_fdiv_ui(modulus, product)) > 1; });
}

// n = a^2 - b^2 = (a - b)(a + b), with a counted up from the root of n.
KeyFault fermat_fault(const Number& modulus) {
  Number a, square;
  mpz_sqrtrem(a, square, modulus);
  if (square.is_zero()) return KeyFault::square;
  // From a^2 = n + b^2 to that of the next a.
  mpz_neg(square, square);
  for (unsigned long step = 0; step < CryptoLimits::kFermatSteps; ++step) {
    mpz_addmul_ui(square, a, 2);
    mpz_add_ui(square, square, 1);
    mpz_add_ui(a, a, 1);
    if (mpz_perfect_square_p(square) != 0) return KeyFault::close_primes;
  }
  return KeyFault::none;
}

bool is_one(ByteView magnitude) { return magnitude.size() == 1 && magnitude[0] == 1; }

KeyFault rsa_fault(const x509::PublicKeyInfo& key) {
  if (key.bits > CryptoLimits::kRsaBits) return KeyFault::too_large;
  if (is_one(key.rsa_exponent)) return KeyFault::exponent_one;
  if ((key.rsa_exponent.back() & 1u) == 0) return KeyFault::exponent_even;
  if ((key.rsa_modulus.back() & 1u) == 0) return KeyFault::modulus_even;
  const Number modulus(key.rsa_modulus);
  return has_small_factor(modulus) ? KeyFault::small_factor : fermat_fault(modulus);
}

// The library reads a point on its curve only.
KeyFault ec_fault(const x509::PublicKeyInfo& key) {
  const NamedCurve* curve = curve_of_parameters(key.algorithm_id.parameters);
  if (curve == nullptr || PreparedEcdsa::make_plain(*curve, key.key_octets) != nullptr) return KeyFault::none;
  try {
    const Botan::AlgorithmIdentifier algorithm(Botan::OID({1, 2, 840, 10045, 2, 1}), to_bytes(key.algorithm_id.parameters));
    const Botan::ECDSA_PublicKey loaded(algorithm, to_bytes(key.key_octets));
    return KeyFault::none;
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception&) {
    return KeyFault::off_curve;
  }
}

// An Edwards curve a*x^2 + y^2 = 1 - (n/m)*x^2*y^2 over the field of a prime (RFC 8032 sections 5.1 and 5.2).
struct EdwardsCurve {
  Botan::BigInt prime, a, n, m;
};

EdwardsCurve edwards_curve(x509::KeyAlgorithm algorithm) {
  const auto power = Botan::BigInt::power_of_2;
  if (algorithm == x509::KeyAlgorithm::ed25519) {
    const Botan::BigInt prime = power(255) - 19;
    return {prime, prime - 1, Botan::BigInt(121665), Botan::BigInt(121666)};
  }
  const Botan::BigInt prime = power(448) - power(224) - 1;
  return {prime, Botan::BigInt(1), Botan::BigInt(39081), Botan::BigInt(1)};
}

// The key is y, little-endian, below the bit of the sign of x. The point exists if x^2 = (1 - y^2) / (a + (n/m)*y^2) is a square: if the
// product of m*(1 - y^2) and a*m + n*y^2 is one.
KeyFault edwards_fault(const x509::PublicKeyInfo& key) {
  const EdwardsCurve curve = edwards_curve(key.algorithm);
  Bytes big_endian(key.key_octets.rbegin(), key.key_octets.rend());
  big_endian.front() &= 0x7f;
  const Botan::BigInt y(big_endian.data(), big_endian.size());
  if (y >= curve.prime) return KeyFault::off_curve;
  const Botan::BigInt square = y * y % curve.prime;
  const Botan::BigInt numerator = curve.m * (curve.prime + 1 - square);
  const Botan::BigInt denominator = curve.a * curve.m + curve.n * square;
  return Botan::jacobi(numerator * denominator % curve.prime, curve.prime) < 0 ? KeyFault::off_curve : KeyFault::none;
}

}  // namespace

KeyFault find_key_fault(const x509::PublicKeyInfo& key) {
  if (!key.decodable) return KeyFault::undecodable;
  if (!key.rsa_modulus.empty()) return rsa_fault(key);
  switch (key.algorithm) {
    case x509::KeyAlgorithm::ec:
      return ec_fault(key);
    case x509::KeyAlgorithm::ed25519:
    case x509::KeyAlgorithm::ed448:
      return edwards_fault(key);
    default:
      return KeyFault::none;
  }
}

std::string describe(KeyFault fault) {
  switch (fault) {
    case KeyFault::none:
      return "";
    case KeyFault::undecodable:
      return "does not match its algorithm";
    case KeyFault::too_large:
      return "has more than " + std::to_string(CryptoLimits::kRsaBits) + " bits, which OpenSSL, NSS and Java refuse";
    case KeyFault::exponent_one:
      return "has the public exponent 1, so anyone can forge signatures";
    case KeyFault::exponent_even:
      return "has an even public exponent, for which no private exponent exists";
    case KeyFault::modulus_even:
      return "has an even modulus, so its factors are known";
    case KeyFault::small_factor:
      return "has a modulus with a prime factor below " + std::to_string(CryptoLimits::kTrialDivisor);
    case KeyFault::square:
      return "has a modulus that is a square, so its factors are known";
    case KeyFault::close_primes:
      return "has a modulus of two primes that are so close that anyone can compute them (Fermat's method)";
    case KeyFault::off_curve:
      return "is a point that is not on its curve";
  }
  return "";
}

}  // namespace chainlint::crypto
