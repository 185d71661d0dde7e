// Keys with every fault are in rules/key/key-unusable.test.yaml; here is what a description is too long for.
#include "chainlint/crypto/public_key_check.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "chainlint/asn1/writer.h"
#include "chainlint/base/limits.h"
#include "chainlint/crypto/signing_key.h"
#include "chainlint/x509/identifiers.h"
#include "octets.h"

namespace chainlint::crypto {
namespace public_key_check_test {

KeyFault fault_of(const Bytes& der) {
  const auto element = asn1::read_single(der);
  if (!element) return KeyFault::undecodable;
  const auto key = x509::PublicKeyInfo::read(*element);
  return key ? find_key_fault(*key) : KeyFault::undecodable;
}

Bytes rsa_key(Bytes modulus) {
  if (modulus.front() >= 0x80) modulus.insert(modulus.begin(), 0);
  const Bytes numbers =
      asn1::DerWriter().sequence([&](asn1::DerWriter& key) { key.element(asn1::tag::kInteger, modulus).integer(65537); }).take();
  return asn1::DerWriter()
      .sequence([&](asn1::DerWriter& info) {
        info.sequence([](asn1::DerWriter& algorithm) { algorithm.oid(x509::oid::kRsaEncryption).element(asn1::tag::kNull, {}); });
        info.bit_string(numbers);
      })
      .take();
}

// An RSA key with a modulus of so many bits, all of which are set.
Bytes rsa_key(std::size_t bits) {
  Bytes modulus((bits + 7) / 8, 0xFF);
  if (bits % 8 != 0) modulus.front() = static_cast<std::uint8_t>((1u << (bits % 8)) - 1);
  return rsa_key(modulus);
}

TEST(PublicKeyCheck, TestsRsaKeysUpToTheLimitOnly) {
  EXPECT_EQ(fault_of(rsa_key(CryptoLimits::kRsaBits + 1)), KeyFault::too_large);
  // 2^16384 - 1 is divisible by 3.
  EXPECT_EQ(fault_of(rsa_key(CryptoLimits::kRsaBits)), KeyFault::small_factor);
}

// A modulus of 512 bits without small factors, as Python computed it: Fermat's method meets the square in this step.
TEST(PublicKeyCheck, FactorsInAHundredSteps) {
  const std::vector<std::pair<int, std::string_view>> moduli{{0,
                                                              "a444eca5f88614612e4f07928a9891a3955274eaa8ae8993d605e4a72e90f330"
                                                              "ba3d04a6ff7961f061861569f3a998dee8de3e5f35ccc9a91d1c0b60ebb7b63f"},
                                                             {57,
                                                              "9aa0e1d26c52831e512649504df49e2586f0b61384a5f837d6b504a99e6dd8ed"
                                                              "d666b00f9c69425d2c29b02ac33757809556484a3e1bef39bceb78e8caff502f"},
                                                             {99,
                                                              "e081b77b92542d3ed85ef37d53d76c2020a8f13b64cdbfd98eb523f46993aec6"
                                                              "7bbc6530361ab099fd094c8226206202ce9ec3bbf734760790f4bcc065702bdb"},
                                                             {100,
                                                              "dae54751d34fedb43b6f8e7d9a1fd061eb1e6211851f16753801976785b1731a"
                                                              "51f2abff3d2875d2e00ced44033d4366671f74f2f41d50ef6e3dfe864e61a2a9"}};
  for (const auto& [step, modulus] : moduli) {
    EXPECT_EQ(fault_of(rsa_key(hex(modulus))), step < 100 ? KeyFault::close_primes : KeyFault::none) << step;
  }
}

// Products of Python: 997 and 3 are below the limit, 1009 is not. The lengths are no multiples of a word.
TEST(PublicKeyCheck, DividesModuliOfAnyLength) {
  EXPECT_EQ(fault_of(rsa_key(hex("12f008fef84b51df8ef1828505740cb2d8eaa47d6123d94ef7da8a432bd0fd9021645f7b"))), KeyFault::small_factor);
  EXPECT_EQ(fault_of(rsa_key(hex("0e1316ed01706a17b1f8cfd1b9587fcc80bc74db3d4af94d9810815a7800641cb4f1f5"))), KeyFault::small_factor);
  EXPECT_EQ(fault_of(rsa_key(hex("238b783ec55a568ca467617fb6af99dd5e9baeb2f8ae59cbdb38197ee9f9955fe6c08b"))), KeyFault::none);
}

// The square of a prime of 261 bits.
TEST(PublicKeyCheck, FindsASquare) {
  EXPECT_EQ(fault_of(rsa_key(
                hex("0196ad09ed4b539761495bc1e1b6007349c7f207935c5322317d4dd65261d32b8d477fdb42636639382e47f48b278d420c43f962808893687d"
                    "ea1deb00216612aa69"))),
            KeyFault::square);
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

// A key of an Edwards curve with a small y and the bits of the last byte.
KeyFault fault_of_y(ByteView algorithm, std::size_t size, std::uint8_t y, std::uint8_t last = 0) {
  Bytes point(size, 0);
  point.front() = y;
  point.back() |= last;
  return fault_of(asn1::DerWriter()
                      .sequence([&](asn1::DerWriter& info) {
                        info.sequence([&](asn1::DerWriter& id) { id.oid(algorithm); });
                        info.bit_string(point);
                      })
                      .take());
}

// Which of the numbers below 12 are the y of a point was computed in Python, with a power instead of the Jacobi symbol.
TEST(PublicKeyCheck, FindsAPointBesideItsEdwardsCurve) {
  const std::set<int> none25519{2, 7, 8, 11}, none448{2, 6, 10, 11};
  for (int y = 0; y < 12; ++y) {
    const auto number = static_cast<std::uint8_t>(y);
    EXPECT_EQ(fault_of_y(x509::oid::kEd25519, 32, number), none25519.count(y) != 0 ? KeyFault::off_curve : KeyFault::none) << y;
    EXPECT_EQ(fault_of_y(x509::oid::kEd448, 57, number), none448.count(y) != 0 ? KeyFault::off_curve : KeyFault::none) << y;
    EXPECT_EQ(fault_of_y(x509::oid::kEd25519, 32, number, 0x80), fault_of_y(x509::oid::kEd25519, 32, number)) << y;
  }
  // RFC 8032 sections 5.1.3 and 5.2.3: y is below the prime of the field.
  EXPECT_EQ(fault_of_y(x509::oid::kEd448, 57, 3, 0x01), KeyFault::off_curve);
}

// RFC 8032 section 7.4, the first key.
TEST(PublicKeyCheck, TakesAKeyOfEd448) {
  const Bytes key =
      hex("3043300506032b6571033a00"
          "5fd7449b59b461fd2ce787ec616ad46a1da1342485a70e1f8a0ea75d80e96778edf124769b46c7061bd6783df1e50f6cd1fa1abeafe8256180");
  EXPECT_EQ(fault_of(key), KeyFault::none);
}

}  // namespace public_key_check_test
}  // namespace chainlint::crypto
