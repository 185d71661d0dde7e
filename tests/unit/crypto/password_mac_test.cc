#include <gtest/gtest.h>

#include "chainlint/crypto/password_encryption.h"
#include "chainlint/crypto/signing_key.h"
#include "octets.h"

namespace chainlint::crypto {
namespace password_mac_test {

// A MAC over "content", salt 0102030405060708, 3 iterations, SHA-1.
Result<bool> sha1_mac(const Password& password, PasswordForm form, std::string_view digest) {
  const OwnedAlgorithm sha1("1.3.14.3.2.26", hex("0500"));
  const Bytes octets = hex(digest);
  const Bytes salt = hex("0102030405060708");
  KdfBudget budget;
  return verify_mac({sha1.view(), octets, salt, 3}, as_bytes("content"), password, form, budget);
}

// authSafe content, salt and digest of
//   openssl pkcs12 -export -nocerts -inkey ed25519 -keypbe NONE -macalg HASH -iter 1000 -passout 'pass:pass word' (OpenSSL 3.0.22)
const std::string_view kContent =
    "3054305206092a864886f70d010701a04504433041303f060b2a864886f70d010c0a0101a030302e020100300506032b657004220420"
    "c3db3a402c19aa3e0a5699824e6dfa510927b1ddd3e2187f0e4edde43cef8172";

TEST(Mac, IsThatOfOpenSsl) {
  const Bytes content = hex(kContent);
  KdfBudget budget;
  const OwnedAlgorithm sha1("1.3.14.3.2.26", hex("0500"));
  const Bytes sha1_digest = hex("7021363ea70dace694cc49a106b9a36c38e9723b");
  const Bytes sha1_salt = hex("d71077262a72e546");
  const MacParameters first{sha1.view(), sha1_digest, sha1_salt, 1000};
  EXPECT_TRUE(verify_mac(first, content, Password("pass word"), PasswordForm::standard, budget).value());
  EXPECT_FALSE(verify_mac(first, content, Password("pass worD"), PasswordForm::standard, budget).value());
  EXPECT_FALSE(verify_mac(first, ByteView(content).first(80), Password("pass word"), PasswordForm::standard, budget).value());

  const OwnedAlgorithm sha256("2.16.840.1.101.3.4.2.1", hex("0500"));
  const Bytes sha256_digest = hex("49f514cff4365eb5b4d17c642b9f0cc1ae5e8c13bd67a0e8bd1cf88c836cb0e5");
  const Bytes sha256_salt = hex("4d4027a2f04df9c1");
  EXPECT_TRUE(verify_mac({sha256.view(), sha256_digest, sha256_salt, 1000}, content, Password("pass word"), PasswordForm::standard, budget)
                  .value());
}

// The values were computed with Python's hashlib and hmac from RFC 7292 appendix B.
TEST(Mac, TakesThePasswordInEveryForm) {
  EXPECT_TRUE(sha1_mac(Password(""), PasswordForm::absent, "c2a4010deafce7e6b41d706fd0225b5ff35110fe").value());
  EXPECT_TRUE(sha1_mac(Password(""), PasswordForm::standard, "2af4396a94fbf58084fa00df160202dfb605ef2f").value());
  EXPECT_TRUE(sha1_mac(Password("M\xC3\xB6tley"), PasswordForm::standard, "f19f80d02f8fba06fc045e30bce4d38aa5f90bcc").value());
  EXPECT_TRUE(sha1_mac(Password("\xF0\x9F\x98\x80"), PasswordForm::standard, "4cd7b06d8b1157d20a2203ada7689d4a07b9490c").value());
  EXPECT_TRUE(sha1_mac(Password("\xC5\x81"), PasswordForm::widened_utf8, "30b7b96b897aa5a64ca3f4173042bb270436f620").value());
  EXPECT_FALSE(sha1_mac(Password("\xC5\x81"), PasswordForm::standard, "30b7b96b897aa5a64ca3f4173042bb270436f620").value());
}

TEST(Mac, MustHaveTheLengthOfTheHash) {
  for (const std::string_view digest : {"", "c2a4010deafce7e6b41d706fd0225b5ff35110", "c2a4010deafce7e6b41d706fd0225b5ff35110fe00"}) {
    const auto result = sha1_mac(Password(""), PasswordForm::absent, digest);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ("mac-length", result.error().code);
  }
}

TEST(Mac, IsDescribed) {
  const OwnedAlgorithm sha384("2.16.840.1.101.3.4.2.2");
  const Bytes salt(20);
  const auto protection = describe_mac({sha384.view(), {}, salt, 7});
  ASSERT_TRUE(protection.ok());
  EXPECT_EQ("HMAC", protection->scheme);
  EXPECT_EQ("HMAC-SHA384", protection->mac);
  EXPECT_EQ("PKCS12KDF-SHA384", protection->kdf);
  EXPECT_EQ("", protection->cipher);
  EXPECT_EQ(7u, protection->iterations);
  EXPECT_EQ(20u, protection->salt_bytes);
  EXPECT_TRUE(protection->supported);
}

TEST(Mac, OfAnUnknownHashIsNotComputed) {
  const OwnedAlgorithm md2("1.2.840.113549.2.2");
  const Bytes digest(16);
  const Bytes salt(8);
  const MacParameters mac{md2.view(), digest, salt, 1};
  EXPECT_FALSE(describe_mac(mac)->supported);
  KdfBudget budget;
  EXPECT_EQ("encryption-unsupported", verify_mac(mac, {}, Password("x"), PasswordForm::standard, budget).error().code);
}

TEST(Mac, KeepsToTheBudget) {
  const OwnedAlgorithm sha1("1.3.14.3.2.26");
  const Bytes digest(20);
  const Bytes salt(8);
  KdfBudget budget;
  EXPECT_EQ("kdf-limit", verify_mac({sha1.view(), digest, salt, 10000001}, {}, Password("x"), PasswordForm::standard, budget).error().code);
  EXPECT_EQ("kdf-limit", verify_mac({sha1.view(), digest, salt, 0}, {}, Password("x"), PasswordForm::standard, budget).error().code);
  const Bytes long_salt(1025);
  EXPECT_EQ("kdf-limit", verify_mac({sha1.view(), digest, long_salt, 1}, {}, Password("x"), PasswordForm::standard, budget).error().code);
}

// PBMAC1 with PBKDF2-HMAC-SHA256, salt "saltsalt" and the given iterations, key length (0: absent) and HMAC.
Bytes pbmac1_parameters(std::int64_t iterations, std::int64_t key_length, std::string_view hmac) {
  asn1::DerWriter kdf;
  kdf.sequence([&](asn1::DerWriter& fields) {
    fields.oid(asn1::oid_from_dotted("1.2.840.113549.1.5.12"));
    fields.sequence([&](asn1::DerWriter& parameters) {
      parameters.octet_string(as_bytes("saltsalt")).integer(iterations);
      if (key_length != 0) parameters.integer(key_length);
      parameters.sequence([](asn1::DerWriter& prf) { prf.oid(asn1::oid_from_dotted("1.2.840.113549.2.9")).null(); });
    });
  });
  asn1::DerWriter mac;
  mac.sequence([&](asn1::DerWriter& fields) { fields.oid(asn1::oid_from_dotted(hmac)).null(); });
  asn1::DerWriter parameters;
  parameters.sequence([&](asn1::DerWriter& fields) { fields.raw(kdf.bytes()).raw(mac.bytes()); });
  return parameters.take();
}

constexpr std::string_view kHmacSha256 = "1.2.840.113549.2.9";
constexpr std::string_view kHmacSha512 = "1.2.840.113549.2.11";

Result<bool> pbmac1(std::int64_t iterations, std::int64_t key_length, std::string_view hmac, std::string_view digest,
                    std::string_view password, PasswordForm form = PasswordForm::standard) {
  const OwnedAlgorithm algorithm("1.2.840.113549.1.5.14", pbmac1_parameters(iterations, key_length, hmac));
  const Bytes octets = hex(digest);
  KdfBudget budget;
  // Salt and iterations of the MacData are ignored.
  return verify_mac({algorithm.view(), octets, {}, 0}, as_bytes("content"), Password(password), form, budget);
}

// The values were computed with Python's hashlib.pbkdf2_hmac and hmac.
TEST(Pbmac1, IsThatOfTheStandard) {
  EXPECT_TRUE(pbmac1(1000, 32, kHmacSha512,
                     "362090ca8e2a59d1bc396e19890401b36ed777db2fd10b9db1d494449fc7dac7"
                     "f257c197953a24560029c769dfda651bf367fa2f166cfe7e6a2f5fe4fd3a8b12",
                     "pass word")
                  .value());
  EXPECT_TRUE(pbmac1(1000, 256, kHmacSha256, "8f7131e706210353ab42fd6d1c24dc4d973b01c9062386464db9c1a47bc664fe", "pass word").value());
}

TEST(Pbmac1, TakesThePasswordInUtf8OrLatin1) {
  constexpr std::string_view kUtf8 = "48eac9f759913d1939341ae6b60ea3311bbe81d6ad92979287aa56611110f1f1";
  constexpr std::string_view kLatin1 = "ad4c726b0638e365b8980343f65b7f8e34c540b4c6cf9fe32df39dade8e432e6";
  EXPECT_TRUE(pbmac1(3, 32, kHmacSha256, kUtf8, "M\xC3\xB6tley").value());
  EXPECT_TRUE(pbmac1(3, 32, kHmacSha256, kUtf8, "M\xC3\xB6tley", PasswordForm::widened_utf8).value());
  EXPECT_TRUE(pbmac1(3, 32, kHmacSha256, kLatin1, "M\xC3\xB6tley", PasswordForm::latin1).value());
  EXPECT_FALSE(pbmac1(3, 32, kHmacSha256, kLatin1, "M\xC3\xB6tley").value());
}

TEST(Pbmac1, MustSayAKeyLengthThatProtects) {
  const std::string digest(64, '0');
  for (const std::int64_t length : {0, 1, 19, 1025}) {
    const auto result = pbmac1(1, length, kHmacSha256, digest, "x");
    ASSERT_FALSE(result.ok()) << length;
    EXPECT_EQ("encryption-parameters", result.error().code);
  }
  EXPECT_FALSE(pbmac1(1, 20, kHmacSha256, digest, "x").value());
  EXPECT_FALSE(pbmac1(1, 1024, kHmacSha256, digest, "x").value());
}

TEST(Pbmac1, CountsEveryBlockOfTheKey) {
  // 1024 bytes are 32 blocks of SHA-256: 32 million in all.
  const auto result = pbmac1(1000000, 1024, kHmacSha256, std::string(64, '0'), "x");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ("kdf-limit", result.error().code);
}

TEST(Pbmac1, IsDescribed) {
  const OwnedAlgorithm algorithm("1.2.840.113549.1.5.14", pbmac1_parameters(2048, 32, kHmacSha512));
  const auto protection = describe_mac({algorithm.view(), {}, {}, 1});
  ASSERT_TRUE(protection.ok());
  EXPECT_EQ("PBMAC1", protection->scheme);
  EXPECT_EQ("HMAC-SHA512", protection->mac);
  EXPECT_EQ("PBKDF2-SHA256", protection->kdf);
  EXPECT_EQ(2048u, protection->iterations);
  EXPECT_EQ(8u, protection->salt_bytes);
}

TEST(SeededMac, VerifiesWithItsPassword) {
  for (const std::string_view hash : {"sha1", "sha256"}) {
    const Bytes der = mac_data_seeded(hash, as_bytes("content"), Password("p"), 5, "seed").value();
    asn1::Asn1Reader outer(der);
    asn1::Asn1Reader reader = outer.enter(outer.next().value());
    asn1::Asn1Reader info = reader.enter(reader.next().value());
    const auto algorithm = x509::AlgorithmIdentifier::read(info, "digestAlgorithm").value();
    const ByteView digest = info.next().value().content;
    const ByteView salt = reader.next().value().content;
    KdfBudget budget;
    EXPECT_TRUE(verify_mac({algorithm, digest, salt, 5}, as_bytes("content"), Password("p"), PasswordForm::standard, budget).value());
  }
}

}  // namespace password_mac_test
}  // namespace chainlint::crypto
