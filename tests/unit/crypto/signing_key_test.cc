#include "chainlint/crypto/signing_key.h"

#include <gtest/gtest.h>

#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/private_key.h"
#include "chainlint/crypto/signature.h"
#include "octets.h"

namespace chainlint::crypto {
namespace signing_key_test {

struct Case {
  std::string_view kind;
  std::string_view hash;
};

class SigningKeyCase : public testing::TestWithParam<Case> {};

TEST_P(SigningKeyCase, SignsWhatVerifies) {
  const auto key = SigningKey::from_seed(GetParam().kind, "seed");
  ASSERT_TRUE(key.ok()) << key.error().message;
  const OwnedAlgorithm algorithm(key->signature_algorithm(GetParam().hash).value());
  const Bytes signature = key->sign(as_bytes("message"), GetParam().hash).value();
  const OwnedKey public_key(to_bytes(key->public_key_info()));
  SignatureVerifier verifier;
  EXPECT_EQ(SignatureVerdict::valid, verifier.verify(algorithm.view(), as_bytes("message"), signature, public_key.view()));
  EXPECT_EQ(SignatureVerdict::invalid, verifier.verify(algorithm.view(), as_bytes("other"), signature, public_key.view()));
}

TEST_P(SigningKeyCase, SignsTheSameTwice) {
  const auto key = SigningKey::from_seed(GetParam().kind, "seed");
  EXPECT_EQ(key->sign(as_bytes("message"), GetParam().hash).value(), key->sign(as_bytes("message"), GetParam().hash).value());
}

TEST_P(SigningKeyCase, WritesPrivateKeysOfItsPublicOne) {
  const auto key = SigningKey::from_seed(GetParam().kind, "seed");
  const OwnedKey public_key(to_bytes(key->public_key_info()));
  for (const SecretBytes& encoded : {key->pkcs8(), key->traditional()}) {
    const auto description = describe_private_key(encoded);
    ASSERT_TRUE(description.ok()) << description.error().message;
    EXPECT_EQ("", description->problem);
    EXPECT_EQ(public_key.view().canonical(), description->public_canonical);
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, SigningKeyCase,
                         testing::Values(Case{"rsa1024", "md5"}, Case{"rsa1024", "sha1"}, Case{"rsa2048", "sha256"},
                                         Case{"rsa2048", "sha512"}, Case{"p256", "sha256"}, Case{"p256", "sha1"}, Case{"p256", "sha512"},
                                         Case{"p384", "sha384"}, Case{"p521", "sha512"}, Case{"ed25519", ""}),
                         [](const auto& instance) { return std::string(instance.param.kind) + "_" + std::string(instance.param.hash); });

TEST(SigningKey, DependsOnTheSeedAndOnTheKind) {
  const auto first = SigningKey::from_seed("p256", "one");
  const auto second = SigningKey::from_seed("p256", "two");
  EXPECT_FALSE(equal(first->public_key_info(), second->public_key_info()));
}

TEST(SigningKey, HasAModulusOfTheFullLength) {
  const auto key = SigningKey::from_seed("rsa1024", "length");
  EXPECT_EQ(1024u, OwnedKey(to_bytes(key->public_key_info())).view().bits);
}

TEST(SigningKey, NamesTheKindsWhereItIsAskedForAnother) {
  const auto key = SigningKey::from_seed("rsa2047", "x");
  ASSERT_FALSE(key.ok());
  EXPECT_NE(std::string::npos, key.error().message.find("'rsa2047'"));
  EXPECT_NE(std::string::npos, key.error().message.find("rsa2048"));
}

TEST(SigningKey, RefusesHashesThatItCannotSignWith) {
  EXPECT_FALSE(SigningKey::from_seed("p256", "x")->sign(as_bytes("m"), "md5").ok());
  EXPECT_FALSE(SigningKey::from_seed("rsa1024", "x")->sign(as_bytes("m"), "md2").ok());
  EXPECT_FALSE(SigningKey::from_seed("rsa1024", "x")->sign(as_bytes("m"), "sha257").ok());
}

// The next three were computed from the description in the headers by an independent program (Python's integers).
TEST(SigningKey, FindsThePrimesThatTheSeedSays) {
  const auto key = SigningKey::from_seed("rsa1024", "seed");
  const OwnedKey public_key(to_bytes(key->public_key_info()));
  EXPECT_EQ("07d1caf600a473710bab30a90b2db53fe0d8f6a5877567dcba001bf551e4c65f", to_hex(sha256(public_key.view().rsa_modulus)));
}

TEST(SigningKey, FindsTheScalarThatTheSeedSays) {
  const auto key = SigningKey::from_seed("p256", "seed");
  EXPECT_EQ(
      "04949815f64250234dab92095b709fda2392af654a54fdcada79a809190abf0a6f"
      "7713679bc80f43a62009c48e5a811e564ea677c1de9a2f8c4e0155bc34a2cc10",
      to_hex(OwnedKey(to_bytes(key->public_key_info())).view().key_octets));
}

TEST(SigningKey, ChoosesTheNonceAsRfc6979Says) {
  const auto key = SigningKey::from_seed("p256", "seed");
  EXPECT_EQ(
      "304402201531344ffb098ecff3fbb09a36d4f114b6a93eb04b22c0fd127e7f4c5559e1ea"
      "0220096d03b250f693605dc71de47782b39c1622a8dbd33232a86eb3235897a522e8",
      to_hex(key->sign(as_bytes("message"), "sha256").value()));
}

// sha256("seed" 00 0000000000000000) as `printf 'seed\0\0\0\0\0\0\0\0\0' | sha256sum` prints it.
TEST(SeededBytes, AreTheHashesOfSeedAndCounter) {
  EXPECT_EQ("35a484995ae38e70cc3273ab7b8d8abfa7161b7f10249feccc3b266da2076497", to_hex(seeded_bytes("seed", 32)));
  EXPECT_EQ(40u, seeded_bytes("seed", 40).size());
  EXPECT_EQ(seeded_bytes("seed", 32), to_bytes(ByteView(seeded_bytes("seed", 40)).first(32)));
}

}  // namespace signing_key_test
}  // namespace chainlint::crypto
