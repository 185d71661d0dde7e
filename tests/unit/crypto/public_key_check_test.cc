// Keys with every fault are in rules/key/key-unusable.test.yaml; here is what a description is too long for.
#include "chainlint/crypto/public_key_check.h"

#include <gtest/gtest.h>

#include "chainlint/asn1/writer.h"
#include "chainlint/base/limits.h"
#include "chainlint/crypto/signing_key.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::crypto {
namespace public_key_check_test {

KeyFault fault_of(const Bytes& der) {
  const auto element = asn1::read_single(der);
  if (!element) return KeyFault::undecodable;
  const auto key = x509::PublicKeyInfo::read(*element);
  return key ? find_key_fault(*key) : KeyFault::undecodable;
}

// An RSA key with a modulus of so many bits, all of which are set.
Bytes rsa_key(std::size_t bits) {
  Bytes modulus(1 + bits / 8, 0xFF);
  modulus.front() = static_cast<std::uint8_t>((1u << (bits % 8)) - 1);
  const Bytes numbers =
      asn1::DerWriter().sequence([&](asn1::DerWriter& key) { key.element(asn1::tag::kInteger, modulus).integer(65537); }).take();
  return asn1::DerWriter()
      .sequence([&](asn1::DerWriter& info) {
        info.sequence([](asn1::DerWriter& algorithm) { algorithm.oid(x509::oid::kRsaEncryption).element(asn1::tag::kNull, {}); });
        info.bit_string(numbers);
      })
      .take();
}

TEST(PublicKeyCheck, TestsRsaKeysUpToTheLimitOnly) {
  EXPECT_EQ(fault_of(rsa_key(CryptoLimits::kRsaBits + 1)), KeyFault::too_large);
  // 2^16384 - 1 is divisible by 3.
  EXPECT_EQ(fault_of(rsa_key(CryptoLimits::kRsaBits)), KeyFault::small_factor);
}

TEST(PublicKeyCheck, FindsNothingInKeysThatWereMadeProperly) {
  for (const char* kind : {"rsa1024", "rsa2048", "rsa3072", "p256", "p384", "p521", "ed25519"}) {
    const auto key = SigningKey::from_seed(kind, "public key check");
    ASSERT_TRUE(key.ok()) << kind;
    EXPECT_EQ(fault_of(to_bytes(key->public_key_info())), KeyFault::none) << kind;
  }
}

TEST(PublicKeyCheck, FindsAPointBesideItsCurve) {
  for (const char* kind : {"p256", "p384", "p521"}) {
    const auto key = SigningKey::from_seed(kind, "public key check");
    ASSERT_TRUE(key.ok()) << kind;
    Bytes der = to_bytes(key->public_key_info());
    der.back() ^= 0x01;
    EXPECT_EQ(fault_of(der), KeyFault::off_curve) << kind;
  }
}

}  // namespace public_key_check_test
}  // namespace chainlint::crypto
