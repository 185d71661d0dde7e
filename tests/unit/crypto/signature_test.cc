#include "chainlint/crypto/signature.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

#include "octets.h"
#include "signature_vectors.h"

namespace chainlint::crypto {
namespace signature_test {

using enum SignatureVerdict;
using namespace vectors;

constexpr std::uint8_t kNull[] = {0x05, 0x00};

struct Case {
  std::string_view name;
  std::string_view oid;
  std::string_view parameters;  // hexadecimal
  std::string_view key;
  std::string_view signature;
};

// RSASSA-PSS-params: SHA-256, MGF1 with SHA-256, salt of 32 bytes.
constexpr std::string_view kPss256 =
    "3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120";

const Case kCases[] = {
    {"Md5WithRsa", "1.2.840.113549.1.1.4", "0500", kRsaKey, kRsaMd5},
    {"Sha1WithRsa", "1.2.840.113549.1.1.5", "0500", kRsaKey, kRsaSha1},
    {"OiwSha1WithRsa", "1.3.14.3.2.29", "0500", kRsaKey, kRsaSha1},
    {"Sha224WithRsa", "1.2.840.113549.1.1.14", "0500", kRsaKey, kRsaSha224},
    {"Sha256WithRsa", "1.2.840.113549.1.1.11", "0500", kRsaKey, kRsaSha256},
    {"Sha256WithRsaWithoutNull", "1.2.840.113549.1.1.11", "", kRsaKey, kRsaSha256},
    {"Sha384WithRsa", "1.2.840.113549.1.1.12", "0500", kRsaKey, kRsaSha384},
    {"Sha512WithRsa", "1.2.840.113549.1.1.13", "0500", kRsaKey, kRsaSha512},
    {"Sha512_256WithRsa", "1.2.840.113549.1.1.16", "0500", kRsaKey, kRsaSha512_256},
    {"Sha3_256WithRsa", "2.16.840.1.101.3.4.3.14", "0500", kRsaKey, kRsaSha3_256},
    {"PssSha256", "1.2.840.113549.1.1.10", kPss256, kRsaKey, kPssSha256},
    {"PssDefaults", "1.2.840.113549.1.1.10", "3000", kRsaKey, kPssSha1},
    {"P256Sha1", "1.2.840.10045.4.1", "", kP256Key, kP256Sha1},
    {"P256Sha256", "1.2.840.10045.4.3.2", "", kP256Key, kP256Sha256},
    {"P256Sha512", "1.2.840.10045.4.3.4", "", kP256Key, kP256Sha512},
    {"P384Sha256", "1.2.840.10045.4.3.2", "", kP384Key, kP384Sha256},
    {"P521Sha256", "1.2.840.10045.4.3.2", "", kP521Key, kP521Sha256},
    {"Secp256k1Sha256", "1.2.840.10045.4.3.2", "", kSecp256k1Key, kSecp256k1Sha256},
    {"BrainpoolSha256", "1.2.840.10045.4.3.2", "", kBrainpoolKey, kBrainpoolSha256},
    {"Ed25519", "1.3.101.112", "", kEd25519Key, kEd25519Pure},
};

class SignatureCase : public testing::TestWithParam<Case> {
 protected:
  OwnedAlgorithm algorithm_{GetParam().oid, hex(GetParam().parameters)};
  OwnedKey key_{base64(GetParam().key)};
  Bytes signature_ = base64(GetParam().signature);
  SignatureVerifier verifier_;
};

TEST_P(SignatureCase, IsValid) {
  EXPECT_TRUE(describe_signature(algorithm_.view()).supported);
  // Often enough that the tables for a busy key come into play.
  for (int i = 0; i < 20; ++i) EXPECT_EQ(valid, verifier_.verify(algorithm_.view(), as_bytes(kMessage), signature_, key_.view()));
}

TEST_P(SignatureCase, IsInvalidOverAnotherMessage) {
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(invalid, verifier_.verify(algorithm_.view(), as_bytes("signed by nobody"), signature_, key_.view()));
  }
}

TEST_P(SignatureCase, IsInvalidWithABitFlipped) {
  signature_[signature_.size() / 2] ^= 1;
  EXPECT_EQ(invalid, verifier_.verify(algorithm_.view(), as_bytes(kMessage), signature_, key_.view()));
}

TEST_P(SignatureCase, IsInvalidWhenCutOrLonger) {
  Bytes longer = signature_;
  longer.push_back(0);
  EXPECT_EQ(invalid, verifier_.verify(algorithm_.view(), as_bytes(kMessage), longer, key_.view()));
  Bytes padded = signature_;
  padded.insert(padded.begin(), 0);
  EXPECT_EQ(invalid, verifier_.verify(algorithm_.view(), as_bytes(kMessage), padded, key_.view()));
  EXPECT_EQ(invalid,
            verifier_.verify(algorithm_.view(), as_bytes(kMessage), ByteView(signature_).first(signature_.size() - 1), key_.view()));
  EXPECT_EQ(invalid, verifier_.verify(algorithm_.view(), as_bytes(kMessage), {}, key_.view()));
}

INSTANTIATE_TEST_SUITE_P(OpenSsl, SignatureCase, testing::ValuesIn(kCases),
                         [](const auto& instance) { return std::string(instance.param.name); });

SignatureVerdict verdict(std::string_view oid, std::string_view parameters, std::string_view key, std::string_view signature) {
  const OwnedAlgorithm algorithm(oid, hex(parameters));
  const OwnedKey owned(base64(key));
  return SignatureVerifier().verify(algorithm.view(), as_bytes(kMessage), base64(signature), owned.view());
}

TEST(SignatureVerifier, CallsAKeyOfAnotherKindInvalid) {
  EXPECT_EQ(invalid, verdict("1.2.840.113549.1.1.11", "0500", kP256Key, kRsaSha256));
  EXPECT_EQ(invalid, verdict("1.2.840.10045.4.3.2", "", kRsaKey, kP256Sha256));
  EXPECT_EQ(invalid, verdict("1.3.101.112", "", kP256Key, kEd25519Pure));
}

TEST(SignatureVerifier, DoesNotVerifyWithWrongParameters) {
  EXPECT_EQ(unsupported, verdict("1.2.840.10045.4.3.2", "0500", kP256Key, kP256Sha256));
  EXPECT_EQ(unsupported, verdict("1.3.101.112", "0500", kEd25519Key, kEd25519Pure));
  EXPECT_EQ(unsupported, verdict("1.2.840.113549.1.1.11", "020101", kRsaKey, kRsaSha256));
}

TEST(SignatureVerifier, DoesNotVerifyPssWithTwoHashesOrAnotherTrailer) {
  // SHA-256 over the message, MGF1 with SHA-1.
  EXPECT_EQ(unsupported, verdict("1.2.840.113549.1.1.10", "3011a00f300d06096086480165030402010500", kRsaKey, kPssSha256));
  EXPECT_EQ(unsupported, verdict("1.2.840.113549.1.1.10", "3005a303020102", kRsaKey, kPssSha1));
  EXPECT_EQ(unsupported, verdict("1.2.840.113549.1.1.10", "", kRsaKey, kPssSha1));
}

TEST(SignatureVerifier, ChecksTheSaltLengthOfPss) {
  EXPECT_EQ(invalid, verdict("1.2.840.113549.1.1.10", "3005a203020115", kRsaKey, kPssSha1));
}

TEST(SignatureVerifier, NamesWhatItDoesNotVerify) {
  const std::pair<std::string_view, std::string_view> names[] = {{"1.2.840.113549.1.1.2", "md2WithRSAEncryption"},
                                                                 {"1.2.840.113549.1.1.3", "md4WithRSAEncryption"},
                                                                 {"1.2.840.10040.4.3", "dsa-with-SHA1"},
                                                                 {"1.3.101.113", "Ed448"},
                                                                 {"2.16.840.1.101.3.4.3.18", "ML-DSA-65"},
                                                                 {"1.2.643.7.1.1.3.2", "GOST R 34.10-2012 (256 bit)"},
                                                                 {"1.2.3.4.5", "1.2.3.4.5"}};
  for (const auto& [oid, name] : names) {
    const OwnedAlgorithm algorithm(oid);
    EXPECT_EQ(name, describe_signature(algorithm.view()).name);
    EXPECT_FALSE(describe_signature(algorithm.view()).supported) << name;
    EXPECT_EQ(unsupported, verdict(oid, "", kRsaKey, kRsaSha256)) << name;
  }
}

TEST(SignatureScheme, SaysTheHash) {
  EXPECT_EQ("sha1", describe_signature(OwnedAlgorithm("1.2.840.113549.1.1.5", kNull).view()).hash);
  EXPECT_EQ("sha384", describe_signature(OwnedAlgorithm("1.2.840.10045.4.3.3").view()).hash);
  EXPECT_EQ("sha256", describe_signature(OwnedAlgorithm("1.2.840.113549.1.1.10", hex(kPss256)).view()).hash);
  EXPECT_EQ("", describe_signature(OwnedAlgorithm("1.3.101.112").view()).hash);
  EXPECT_EQ("md2", describe_signature(OwnedAlgorithm("1.2.840.113549.1.1.2", kNull).view()).hash);
}

Bytes rsa_key_info(const Bytes& modulus, const Bytes& exponent) {
  asn1::DerWriter numbers;
  numbers.sequence([&](asn1::DerWriter& fields) { fields.unsigned_integer(modulus).unsigned_integer(exponent); });
  asn1::DerWriter info;
  info.sequence([&](asn1::DerWriter& fields) {
    fields.sequence([](asn1::DerWriter& algorithm) { algorithm.oid(asn1::oid_from_dotted("1.2.840.113549.1.1.1")).null(); });
    fields.bit_string(numbers.bytes());
  });
  return info.take();
}

SignatureVerdict verdict_of_rsa(const Bytes& modulus, const Bytes& exponent) {
  const OwnedAlgorithm algorithm("1.2.840.113549.1.1.11", kNull);
  const OwnedKey key(rsa_key_info(modulus, exponent));
  return SignatureVerifier().verify(algorithm.view(), as_bytes(kMessage), Bytes(modulus.size(), 1), key.view());
}

TEST(SignatureVerifier, NeverUsesOversizedRsaKeys) {
  EXPECT_EQ(unsupported, verdict_of_rsa(Bytes(2049, 0xFF), {1, 0, 1}));
  EXPECT_EQ(unsupported, verdict_of_rsa(Bytes(128, 0xFF), Bytes(9, 0xFF)));
  EXPECT_EQ(invalid, verdict_of_rsa(Bytes(128, 0xFF), Bytes(8, 0xFF)));
}

TEST(SignatureVerifier, CallsKeysThatCannotBeKeysInvalid) {
  Bytes even(128, 0xFF);
  even.back() = 0xFE;
  EXPECT_EQ(invalid, verdict_of_rsa(even, {1, 0, 1}));
  EXPECT_EQ(invalid, verdict_of_rsa({3}, {1, 0, 1}));
  Bytes off_curve = base64(kP256Key);
  off_curve.back() ^= 1;
  const OwnedKey key(std::move(off_curve));
  const OwnedAlgorithm algorithm("1.2.840.10045.4.3.2");
  EXPECT_EQ(invalid, SignatureVerifier().verify(algorithm.view(), as_bytes(kMessage), base64(kP256Sha256), key.view()));
}

TEST(SignatureVerifier, DoesNotVerifyWithoutAKey) {
  const OwnedAlgorithm algorithm("1.2.840.10045.4.3.2");
  EXPECT_EQ(unsupported, SignatureVerifier().verify(algorithm.view(), as_bytes(kMessage), base64(kP256Sha256), x509::PublicKeyInfo()));
}

TEST(SignatureVerifier, AnswersManyThreadsAtOnce) {
  SignatureVerifier verifier;
  const OwnedAlgorithm ecdsa("1.2.840.10045.4.3.2");
  const OwnedAlgorithm rsa("1.2.840.113549.1.1.11", kNull);
  const OwnedKey ec_key(base64(kP256Key));
  const OwnedKey rsa_key(base64(kRsaKey));
  std::vector<std::thread> threads;
  std::atomic<int> right = 0;
  for (int thread = 0; thread < 4; ++thread) {
    threads.emplace_back([&] {
      for (int i = 0; i < 25; ++i) {
        right += verifier.verify(ecdsa.view(), as_bytes(kMessage), base64(kP256Sha256), ec_key.view()) == valid;
        right += verifier.verify(ecdsa.view(), as_bytes("x"), base64(kP256Sha256), ec_key.view()) == invalid;
        right += verifier.verify(rsa.view(), as_bytes(kMessage), base64(kRsaSha256), rsa_key.view()) == valid;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(300, right);
}

}  // namespace signature_test
}  // namespace chainlint::crypto
