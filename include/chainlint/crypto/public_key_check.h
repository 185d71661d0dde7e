// Public keys that are of no use: the numbers are not those of a key, or the private key follows from them.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/enum_names.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

enum class KeyFault {
  none,
  undecodable,    // PublicKeyInfo::decodable is false
  too_large,      // RSA: more bits than OpenSSL, NSS and Java take (CryptoLimits::kRsaBits)
  exponent_one,   // RSA: every message is its own signature
  exponent_even,  // RSA: there is no private exponent
  modulus_even,   // RSA: one factor is 2
  small_factor,   // RSA: divisible by a prime below CryptoLimits::kTrialDivisor
  square,         // RSA: the modulus is a square
  close_primes,   // RSA: Fermat's method finds the factors in CryptoLimits::kFermatSteps
  off_curve,      // EC, Ed25519, Ed448: the point is not on its named curve
};
inline constexpr EnumNames<KeyFault::off_curve> kKeyFaultNames{"none",         "undecodable",  "too_large", "exponent_one", "exponent_even",
                                                               "modulus_even", "small_factor", "square",    "close_primes", "off_curve"};
constexpr std::string_view to_string(KeyFault fault) { return kKeyFaultNames[fault]; }

// The first fault that is found; `none` too for algorithms and curves that are not tested. Bounded: some hundred operations on numbers of
// at most CryptoLimits::kRsaBits. Never throws.
KeyFault find_key_fault(const x509::PublicKeyInfo& key);

// What the fault means, as the predicate of a sentence: "has the public exponent 1: ..."; empty for `none`.
std::string describe(KeyFault fault);

}  // namespace chainlint::crypto
