#include "chainlint/crypto/password_encryption.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/crypto/signing_key.h"
#include "encryption_vectors.h"
#include "octets.h"
#include "private_key_vectors.h"

namespace chainlint::crypto {
namespace password_encryption_test {

using namespace vectors;

const Password kPassword("pass word");

// An EncryptedPrivateKeyInfo taken apart.
struct Encrypted {
  explicit Encrypted(std::string_view text) : der(base64(text)) {
    asn1::Asn1Reader outer(der);
    asn1::Asn1Reader reader = outer.enter(outer.next().value());
    algorithm = x509::AlgorithmIdentifier::read(reader, "algorithm").value();
    ciphertext = reader.expect(asn1::tag::kOctetString, "data").value().content;
  }
  Encrypted(const Encrypted&) = delete;
  Encrypted& operator=(const Encrypted&) = delete;

  Bytes der;
  x509::AlgorithmIdentifier algorithm;
  ByteView ciphertext;
};

Bytes plain(const SecretBytes& secret) { return Bytes(secret.begin(), secret.end()); }

class EncryptedKeyCase : public testing::TestWithParam<EncryptedKey> {};

TEST_P(EncryptedKeyCase, IsDescribed) {
  const Encrypted encrypted(GetParam().der);
  const auto protection = describe_encryption(encrypted.algorithm);
  ASSERT_TRUE(protection.ok()) << protection.error().message;
  EXPECT_EQ(GetParam().scheme, protection->scheme);
  EXPECT_EQ(GetParam().cipher, protection->cipher);
  EXPECT_EQ(GetParam().kdf, protection->kdf);
  EXPECT_EQ("", protection->mac);
  EXPECT_EQ(GetParam().kdf == "scrypt" ? 1024u : 1000u, protection->iterations);
  EXPECT_EQ(8u, protection->salt_bytes);
  EXPECT_TRUE(protection->supported);
}

TEST_P(EncryptedKeyCase, IsDecrypted) {
  const Encrypted encrypted(GetParam().der);
  KdfBudget budget;
  const auto key = decrypt(encrypted.algorithm, encrypted.ciphertext, kPassword, PasswordForm::standard, budget);
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(base64(kEd25519Pkcs8), plain(*key));
}

TEST_P(EncryptedKeyCase, DoesNotOpenWithAnotherPassword) {
  const Encrypted encrypted(GetParam().der);
  KdfBudget budget;
  const auto key = decrypt(encrypted.algorithm, encrypted.ciphertext, Password("pass  word"), PasswordForm::standard, budget);
  if (key.ok()) {
    EXPECT_NE(base64(kEd25519Pkcs8), plain(*key));
  } else {
    EXPECT_EQ("decrypt-failed", key.error().code);
  }
}

TEST_P(EncryptedKeyCase, FailsWhereTheLengthIsWrong) {
  const bool takes_every_length = GetParam().cipher.starts_with("RC4");
  const Encrypted encrypted(GetParam().der);
  KdfBudget budget;
  for (const std::size_t size : {std::size_t{0}, std::size_t{1}, encrypted.ciphertext.size() - 1}) {
    const auto key = decrypt(encrypted.algorithm, encrypted.ciphertext.first(size), kPassword, PasswordForm::standard, budget);
    EXPECT_EQ(takes_every_length ? "" : "decrypt-failed", key.ok() ? "" : key.error().code) << size;
  }
}

INSTANTIATE_TEST_SUITE_P(OpenSsl, EncryptedKeyCase, testing::ValuesIn(kEncryptedKeys),
                         [](const auto& instance) { return std::string(instance.param.test); });

TEST(Encryption, NamesWhatIsNotSupported) {
  const OwnedAlgorithm algorithm("1.2.840.113549.1.5.1", hex("300e04080102030405060708020203e8"));
  const auto protection = describe_encryption(algorithm.view());
  ASSERT_TRUE(protection.ok()) << protection.error().message;
  EXPECT_EQ("pbeWithMD2AndDES-CBC", protection->scheme);
  EXPECT_EQ("PBKDF1-MD2", protection->kdf);
  EXPECT_FALSE(protection->supported);
  KdfBudget budget;
  const auto plaintext = decrypt(algorithm.view(), Bytes(8), kPassword, PasswordForm::standard, budget);
  ASSERT_FALSE(plaintext.ok());
  EXPECT_EQ("encryption-unsupported", plaintext.error().code);
  EXPECT_NE(std::string::npos, plaintext.error().message.find("pbeWithMD2AndDES-CBC (1.2.840.113549.1.5.1)"));
}

TEST(Encryption, NamesUnknownSchemesByTheirIdentifier) {
  const OwnedAlgorithm algorithm("1.3.6.1.4.1.42.2.17.1.1");
  const auto protection = describe_encryption(algorithm.view());
  ASSERT_TRUE(protection.ok());
  EXPECT_FALSE(protection->supported);
  KdfBudget budget;
  EXPECT_EQ("encryption-unsupported", decrypt(algorithm.view(), {}, kPassword, PasswordForm::standard, budget).error().code);
}

Result<SecretBytes> decrypt_with_iterations(std::string_view integer) {
  KdfBudget budget;
  asn1::DerWriter parameters;
  parameters.sequence([&](asn1::DerWriter& fields) { fields.octet_string(Bytes(8)).raw(hex(integer)); });
  const OwnedAlgorithm algorithm("1.2.840.113549.1.12.1.3", parameters.bytes());
  return decrypt(algorithm.view(), Bytes(8), kPassword, PasswordForm::standard, budget);
}

TEST(Encryption, RefusesIterationsOverTheLimit) {
  const auto result = decrypt_with_iterations("02047fffffff");
  ASSERT_FALSE(result.ok());
  EXPECT_EQ("kdf-limit", result.error().code);
  EXPECT_EQ("key derivation asks for 2147483647 iterations; the limit is 10000000", result.error().message);
}

TEST(Encryption, RefusesIterationsThatAreNoCount) {
  for (const std::string_view integer : {"020100", "0201ff", "0208ffffffffffffffff", "02090100000000000000ff", "0200", "0400"}) {
    const auto result = decrypt_with_iterations(integer);
    ASSERT_FALSE(result.ok()) << integer;
    EXPECT_EQ("encryption-parameters", result.error().code) << integer;
  }
}

TEST(Encryption, RefusesParametersThatAreCut) {
  for (const EncryptedKey& vector : kEncryptedKeys) {
    const Encrypted encrypted(vector.der);
    x509::AlgorithmIdentifier cut = encrypted.algorithm;
    for (std::size_t size = 0; size < encrypted.algorithm.parameters.size(); ++size) {
      cut.parameters = encrypted.algorithm.parameters.first(size);
      const auto protection = describe_encryption(cut);
      ASSERT_FALSE(protection.ok()) << vector.test << size;
      EXPECT_EQ("encryption-parameters", protection.error().code);
    }
  }
}

TEST(Encryption, RefusesScryptThatNeedsTooMuch) {
  // scrypt with N = 2^30, r = 8, p = 1 and AES-256-CBC.
  asn1::DerWriter kdf;
  kdf.sequence([](asn1::DerWriter& fields) {
    fields.oid(asn1::oid_from_dotted("1.3.6.1.4.1.11591.4.11"));
    fields.sequence([](asn1::DerWriter& numbers) { numbers.octet_string(Bytes(8)).integer(1 << 30).integer(8).integer(1); });
  });
  asn1::DerWriter cipher;
  cipher.sequence([](asn1::DerWriter& fields) { fields.oid(asn1::oid_from_dotted("2.16.840.1.101.3.4.1.42")).octet_string(Bytes(16)); });
  asn1::DerWriter parameters;
  parameters.sequence([&](asn1::DerWriter& fields) { fields.raw(kdf.bytes()).raw(cipher.bytes()); });
  const OwnedAlgorithm algorithm("1.2.840.113549.1.5.13", parameters.bytes());
  KdfBudget budget;
  const auto result = decrypt(algorithm.view(), Bytes(16), kPassword, PasswordForm::standard, budget);
  ASSERT_FALSE(result.ok());
  EXPECT_EQ("kdf-limit", result.error().code);
  EXPECT_EQ("key derivation with scrypt asks for 1099511627776 bytes of memory; the limit is 268435456", result.error().message);
}

TEST(KdfBudget, CountsTheWorkOfAllDerivations) {
  KdfBudget budget;
  EXPECT_FALSE(budget.take(10000000, 2).has_value());
  EXPECT_FALSE(budget.take(10000000).has_value());
  const auto error = budget.take(1);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ("kdf-limit", error->code);
  EXPECT_EQ("key derivation for this file asks for 30000001 iterations in all; the limit is 30000000", error->message);
}

// A file may have copies of one key, and many passwords may be tried on each.
TEST_P(EncryptedKeyCase, IsDerivedOnceForOnePassword) {
  const Encrypted encrypted(GetParam().der);
  const auto decrypt_often = [&](KdfBudget& budget, bool same) {
    std::string code;
    for (int i = 0; i < 40; ++i) {
      const Password password = same ? Password("another") : Password("another" + std::to_string(i));
      const auto key = decrypt(encrypted.algorithm, encrypted.ciphertext, password, PasswordForm::standard, budget);
      if (!key && key.error().code == "kdf-limit") code = key.error().code;
    }
    return code;
  };
  const Limits limits{.kdf_iterations_per_file = 20000};
  KdfBudget once(limits), often(limits);
  EXPECT_EQ("", decrypt_often(once, true));
  EXPECT_EQ("kdf-limit", decrypt_often(often, false));
  // What is kept gives the same key.
  KdfBudget budget;
  for (int i = 0; i < 2; ++i) {
    const auto key = decrypt(encrypted.algorithm, encrypted.ciphertext, kPassword, PasswordForm::standard, budget);
    ASSERT_TRUE(key.ok());
    EXPECT_EQ(base64(kEd25519Pkcs8), plain(*key));
  }
}

TEST(KdfBudget, IsThatOfTheRunToo) {
  SharedBudget run(3000);
  KdfBudget first({}, &run), second({}, &run);
  EXPECT_FALSE(first.take(2000).has_value());
  const auto error = second.take(2000);
  ASSERT_TRUE(error.has_value());
  EXPECT_EQ("kdf-limit", error->code);
  EXPECT_NE(error->message.find("--limit kdf-iterations=N"), std::string::npos);
  EXPECT_TRUE(first.take(1).has_value());  // what is refused leaves nothing, so that the run ends soon
}

TEST(KdfBudget, DoesNotOverflow) {
  KdfBudget budget;
  EXPECT_TRUE(budget.take(10000000, UINT64_MAX / 2).has_value());
  EXPECT_TRUE(budget.take(0).has_value());
  EXPECT_FALSE(budget.take(1).has_value());
}

class EncryptedPemCase : public testing::TestWithParam<EncryptedPem> {};

TEST_P(EncryptedPemCase, IsDecrypted) {
  const auto key = decrypt_pem(GetParam().cipher, hex(GetParam().iv), base64(GetParam().body), kPassword);
  ASSERT_TRUE(key.ok()) << key.error().message;
  EXPECT_EQ(base64(kP256Sec1), plain(*key));
}

INSTANTIATE_TEST_SUITE_P(OpenSsl, EncryptedPemCase, testing::ValuesIn(kEncryptedPems), [](const auto& instance) {
  std::string name(instance.param.cipher);
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
});

TEST(EncryptedPem, RefusesOtherCiphersAndVectors) {
  EXPECT_EQ("encryption-unsupported", decrypt_pem("AES-256-GCM", Bytes(12), Bytes(16), kPassword).error().code);
  EXPECT_EQ("encryption-parameters", decrypt_pem("AES-256-CBC", Bytes(8), Bytes(16), kPassword).error().code);
  EXPECT_EQ("encryption-parameters", decrypt_pem("AES-256-CBC", {}, Bytes(16), kPassword).error().code);
  EXPECT_EQ("decrypt-failed", decrypt_pem("AES-256-CBC", Bytes(16), Bytes(15), kPassword).error().code);
}

class SeededScheme : public testing::TestWithParam<std::string_view> {};

TEST_P(SeededScheme, OpensWithItsPasswordAndIsTheSameAgain) {
  const Bytes plaintext = seeded_bytes("plaintext", 37);
  const auto encrypted = encrypt_seeded(GetParam(), plaintext, kPassword, 20, "seed");
  ASSERT_TRUE(encrypted.ok()) << encrypted.error().message;
  const OwnedAlgorithm algorithm(encrypted->algorithm);
  KdfBudget budget;
  const auto opened = decrypt(algorithm.view(), encrypted->ciphertext, kPassword, PasswordForm::standard, budget);
  ASSERT_TRUE(opened.ok()) << opened.error().message;
  EXPECT_EQ(plaintext, plain(*opened));
  EXPECT_EQ(encrypted->ciphertext, encrypt_seeded(GetParam(), plaintext, kPassword, 20, "seed")->ciphertext);
  EXPECT_NE(encrypted->ciphertext, encrypt_seeded(GetParam(), plaintext, kPassword, 20, "other")->ciphertext);
}

INSTANTIATE_TEST_SUITE_P(Schemes, SeededScheme,
                         testing::Values("pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128"),
                         [](const auto& instance) {
                           std::string name(instance.param);
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(SeededEncryption, RefusesUnknownSchemesAndCounts) {
  EXPECT_FALSE(encrypt_seeded("rot13", {}, kPassword, 1, "").ok());
  EXPECT_FALSE(encrypt_seeded("pbe-sha1-3des", {}, kPassword, 0, "").ok());
  EXPECT_FALSE(mac_data_seeded("md2", {}, kPassword, 1, "").ok());
}

}  // namespace password_encryption_test
}  // namespace chainlint::crypto
