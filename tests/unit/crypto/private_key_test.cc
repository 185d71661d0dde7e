#include "chainlint/crypto/private_key.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "octets.h"
#include "private_key_vectors.h"
#include "signature_vectors.h"

namespace chainlint::crypto {
namespace private_key_test {

using namespace vectors;

Bytes canonical_of(std::string_view public_key) { return OwnedKey(base64(public_key)).view().canonical(); }

// Where the tag, length and content of `part` are in `whole`.
std::size_t find(const Bytes& whole, const Bytes& part) {
  return static_cast<std::size_t>(std::search(whole.begin(), whole.end(), part.begin(), part.end()) - whole.begin());
}

struct Case {
  std::string_view name;
  std::string_view private_key;
  std::string_view public_key;
  KeyFormat format;
  x509::KeyAlgorithm algorithm;
  std::size_t bits;
  std::string_view curve;
};

const Case kCases[] = {
    {"RsaPkcs1", kRsaPkcs1, kRsaKey, KeyFormat::pkcs1, x509::KeyAlgorithm::rsa, 1024, ""},
    {"RsaPkcs8", kRsaPkcs8, kRsaKey, KeyFormat::pkcs8, x509::KeyAlgorithm::rsa, 1024, ""},
    {"RsaPss", kRsaPssPkcs8, kRsaPssKey, KeyFormat::pkcs8, x509::KeyAlgorithm::rsa_pss, 1024, ""},
    {"P256Sec1", kP256Sec1, kP256Key, KeyFormat::sec1, x509::KeyAlgorithm::ec, 256, "P-256"},
    {"P256Pkcs8", kP256Pkcs8, kP256Key, KeyFormat::pkcs8, x509::KeyAlgorithm::ec, 256, "P-256"},
    {"P521Pkcs8", kP521Pkcs8, kP521Key, KeyFormat::pkcs8, x509::KeyAlgorithm::ec, 521, "P-521"},
};

class PrivateKeyCase : public testing::TestWithParam<Case> {};

TEST_P(PrivateKeyCase, HasThePublicHalfThatOpenSslMade) {
  const auto key = describe_private_key(base64(GetParam().private_key));
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(GetParam().format, key->format);
  EXPECT_EQ(GetParam().algorithm, key->algorithm);
  EXPECT_EQ(GetParam().bits, key->bits);
  EXPECT_EQ(GetParam().curve, key->curve);
  EXPECT_EQ("", key->problem);
  EXPECT_EQ(canonical_of(GetParam().public_key), key->public_canonical);
}

INSTANTIATE_TEST_SUITE_P(OpenSsl, PrivateKeyCase, testing::ValuesIn(kCases),
                         [](const auto& instance) { return std::string(instance.param.name); });

TEST(PrivateKey, ComputesTheEd25519PublicHalf) {
  const auto key = describe_private_key(base64(kEd25519Pkcs8));
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(x509::KeyAlgorithm::ed25519, key->algorithm);
  EXPECT_EQ(canonical_of(kEd25519Key), key->public_canonical);
}

// RFC 8410 section 10.3: version 1, with attributes and a public key after the private one.
TEST(PrivateKey, ReadsOneAsymmetricKeyOfVersionOne) {
  const Bytes der = base64(
      "MHICAQEwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhCoB8wHQYKKoZIhvcNAQkJFDEPDA1DdXJkbGUgQ2hhaXJz"
      "gSEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=");
  const auto key = describe_private_key(der);
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(canonical_of("MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE="), key->public_canonical);
}

TEST(PrivateKey, RefusesVersionTwo) {
  Bytes der = base64(kEd25519Pkcs8);
  der[4] = 2;
  const auto key = describe_private_key(der);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ("private-key-malformed", key.error().code);
}

TEST(PrivateKey, RefusesThePublicPointOfAnotherKey) {
  Bytes der = base64(kP256Sec1);
  der.back() ^= 1;  // the last byte of the public key field
  const auto key = describe_private_key(der);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ("its public half does not belong to its private value", key.error().message);
}

TEST(PrivateKey, TakesACompressedPublicPoint) {
  Bytes der = base64(kP256Sec1);
  const std::size_t field = der.size() - 70;  // [1], BIT STRING, 0 unused bits, 04, x, y
  ASSERT_EQ((Bytes{0xA1, 68, 3, 66, 0, 4}),
            Bytes(der.begin() + static_cast<std::ptrdiff_t>(field), der.begin() + static_cast<std::ptrdiff_t>(field) + 6));
  const std::uint8_t sign = der.back() & 1;
  der.resize(der.size() - 32);
  der[field + 1] = 36;
  der[field + 3] = 34;
  der[field + 5] = 2 + sign;
  der[1] = static_cast<std::uint8_t>(der[1] - 32);
  const auto key = describe_private_key(der);
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(canonical_of(kP256Key), key->public_canonical);
  der[field + 5] = 3 - sign;
  EXPECT_FALSE(describe_private_key(der).ok());
}

TEST(PrivateKey, TakesTheCurveFromThePrecedingParameters) {
  Bytes der = base64(kP256Sec1);
  const Bytes parameters = hex("a00a06082a8648ce3d030107");
  const std::size_t at = find(der, parameters);
  ASSERT_LT(at, der.size());
  der.erase(der.begin() + static_cast<std::ptrdiff_t>(at), der.begin() + static_cast<std::ptrdiff_t>(at + parameters.size()));
  der[1] = static_cast<std::uint8_t>(der[1] - parameters.size());

  const auto without = describe_private_key(der);
  ASSERT_TRUE(without.ok()) << without.error().message;
  EXPECT_EQ("its curve is not specified", without->problem);
  EXPECT_TRUE(without->public_canonical.empty());

  const auto with = describe_private_key(der, hex("06082a8648ce3d030107"));
  ASSERT_TRUE(with.ok());
  EXPECT_EQ(canonical_of(kP256Key), with->public_canonical);
}

TEST(PrivateKey, SaysThatExplicitCurvesAreNotSupported) {
  const auto key = describe_private_key(base64(kP256Explicit));
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(x509::KeyAlgorithm::ec, key->algorithm);
  EXPECT_EQ("explicit curve parameters are not supported", key->problem);
  EXPECT_TRUE(key->public_canonical.empty());
}

TEST(PrivateKey, RefusesNumbersOutsideOfTheCurve) {
  Bytes der = base64(kP256Sec1);
  std::fill_n(der.begin() + 7, 32, std::uint8_t{0xFF});
  EXPECT_EQ("its private value is not in the range of the curve", describe_private_key(der).error().message);
  std::fill_n(der.begin() + 7, 32, std::uint8_t{0});
  EXPECT_EQ("its private value is not in the range of the curve", describe_private_key(der).error().message);
}

TEST(PrivateKey, ChecksThatTheModulusIsTheProductOfThePrimes) {
  Bytes der = base64(kRsaPkcs1);
  der[20] ^= 1;  // inside of the modulus
  const auto key = describe_private_key(der);
  ASSERT_FALSE(key.ok());
  EXPECT_EQ("its modulus is not the product of its two primes", key.error().message);
}

// An exponent that is right modulo both, but longer than the modulus: with millions of bytes the computation would not end.
TEST(PrivateKey, ComputesWithNumbersBelowTheModulusOnly) {
  EXPECT_TRUE(describe_private_key(hex("301b02010002012102010302010702010b020103020107020101020104")).ok());
  const auto key = describe_private_key(hex("301c020100020121020103020207d702010b020103020107020101020104"));
  ASSERT_FALSE(key.ok());
  EXPECT_EQ("its private exponents do not belong to its primes", key.error().message);
}

// Each of the numbers after the modulus, by a byte in the middle of it: d, p and q, and those of the Chinese remainder form.
TEST(PrivateKey, ChecksThatTheExponentsBelongToThePrimes) {
  const Bytes der = base64(kRsaPkcs1);
  ASSERT_TRUE(describe_private_key(der).ok());
  for (std::size_t at = der.size() / 3; at < der.size(); at += der.size() / 40) {
    Bytes changed = der;
    changed[at] ^= 0x10;
    EXPECT_FALSE(describe_private_key(changed).ok()) << at;
  }
}

TEST(PrivateKey, NamesKindsThatItCannotCompute) {
  const auto dsa = describe_private_key(base64(kDsa));
  ASSERT_TRUE(dsa.ok());
  EXPECT_EQ(KeyFormat::dsa, dsa->format);
  EXPECT_EQ(x509::KeyAlgorithm::dsa, dsa->algorithm);
  EXPECT_NE("", dsa->problem);
  const auto ed448 = describe_private_key(base64(kEd448Pkcs8));
  ASSERT_TRUE(ed448.ok());
  EXPECT_EQ(x509::KeyAlgorithm::ed448, ed448->algorithm);
  EXPECT_NE("", ed448->problem);
}

TEST(PrivateKey, NamesTheFormOfOpenSsh) {
  const std::string octets = std::string("openssh-key-v1") + '\0' + "\0\0\0\4none";
  const auto key = describe_private_key(as_bytes(octets));
  ASSERT_TRUE(key.ok());
  EXPECT_EQ(KeyFormat::openssh, key->format);
  EXPECT_NE(std::string::npos, key->problem.find("OpenSSH"));
}

TEST(PrivateKey, RefusesEveryTruncation) {
  for (const std::string_view text : {kRsaPkcs1, kRsaPkcs8, kP256Sec1, kP256Pkcs8, kEd25519Pkcs8, kDsa}) {
    const Bytes der = base64(text);
    for (std::size_t size = 0; size < der.size(); ++size) EXPECT_FALSE(describe_private_key(ByteView(der).first(size)).ok()) << size;
  }
}

TEST(PrivateKey, RefusesBytesThatAreNotAKey) {
  EXPECT_FALSE(describe_private_key(hex("3000")).ok());
  EXPECT_FALSE(describe_private_key(hex("3003020100")).ok());
  EXPECT_FALSE(describe_private_key(hex("0401ff")).ok());
  EXPECT_FALSE(describe_private_key(as_bytes("-----BEGIN")).ok());
}

}  // namespace private_key_test
}  // namespace chainlint::crypto
