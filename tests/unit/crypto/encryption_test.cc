#include "chainlint/crypto/encryption.h"

#include <gtest/gtest.h>

#include <set>

#include "encryption_vectors.h"
#include "octets.h"

namespace chainlint::crypto {
namespace encryption_test {

using namespace vectors;

const Password kPassword("pass word");

x509::AlgorithmIdentifier read_algorithm(ByteView encoded) {
  asn1::Asn1Reader reader(encoded, asn1::Encoding::ber);
  const auto algorithm = x509::AlgorithmIdentifier::read(reader, "algorithm");
  return algorithm ? *algorithm : x509::AlgorithmIdentifier{};
}

// The algorithm and the ciphertext of an EncryptedPrivateKeyInfo.
struct Parts {
  Bytes algorithm, ciphertext;
};

Parts parts_of(const EncryptedKey& vector) {
  const Bytes der = base64(vector.der);
  asn1::Asn1Reader reader(der, asn1::Encoding::ber);
  const auto outer = reader.next();
  asn1::Asn1Reader fields = reader.enter(*outer);
  const auto algorithm = x509::AlgorithmIdentifier::read(fields, "algorithm");
  const auto ciphertext = fields.next();
  return {to_bytes(algorithm->encoded), to_bytes(ciphertext->content)};
}

TEST(Encrypt, GivesWhatOpensslGave) {
  for (const EncryptedKey& vector : kEncryptedKeys) {
    const Parts parts = parts_of(vector);
    KdfBudget budget;
    const auto plaintext = decrypt(read_algorithm(parts.algorithm), parts.ciphertext, kPassword, PasswordForm::standard, budget);
    ASSERT_TRUE(plaintext.ok()) << vector.test;
    const auto again = encrypt(read_algorithm(parts.algorithm), *plaintext, kPassword, PasswordForm::standard, budget);
    ASSERT_TRUE(again.ok()) << vector.test << again.error().message;
    EXPECT_EQ(to_hex(*again), to_hex(parts.ciphertext)) << vector.test;
  }
}

TEST(RenewedAlgorithm, IsTheSameButForSaltAndVector) {
  for (const EncryptedKey& vector : kEncryptedKeys) {
    const Parts parts = parts_of(vector);
    const auto renewed = renewed_algorithm(read_algorithm(parts.algorithm));
    ASSERT_TRUE(renewed.ok()) << vector.test;
    EXPECT_NE(to_hex(*renewed), to_hex(parts.algorithm)) << vector.test;
    EXPECT_EQ(renewed->size(), parts.algorithm.size()) << vector.test;
    const auto before = describe_encryption(read_algorithm(parts.algorithm));
    const auto after = describe_encryption(read_algorithm(*renewed));
    ASSERT_TRUE(before.ok() && after.ok()) << vector.test;
    EXPECT_EQ(after->scheme, before->scheme);
    EXPECT_EQ(after->cipher, before->cipher);
    EXPECT_EQ(after->kdf, before->kdf);
    EXPECT_EQ(after->iterations, before->iterations);
    EXPECT_EQ(after->salt_bytes, before->salt_bytes);
  }
}

TEST(RenewedAlgorithm, RefusesWhatDoesNotDecode) {
  const Bytes cut = hex("300906052b0e0302070402");
  x509::AlgorithmIdentifier algorithm;
  algorithm.encoded = cut;
  const auto renewed = renewed_algorithm(algorithm);
  ASSERT_FALSE(renewed.ok());
  EXPECT_EQ(renewed.error().code, "encryption-parameters");
}

TEST(FreshEncryption, IsWhatItsNameSays) {
  const auto aes = describe_encryption(read_algorithm(*aes_256_encryption(10000)));
  ASSERT_TRUE(aes.ok());
  EXPECT_EQ(aes->scheme + " " + aes->cipher + " " + aes->kdf, "PBES2 AES-256-CBC PBKDF2-SHA256");
  EXPECT_EQ(aes->iterations, 10000u);
  const Bytes encoded = *triple_des_encryption(2048);
  const auto triple = describe_encryption(read_algorithm(encoded));
  ASSERT_TRUE(triple.ok());
  EXPECT_EQ(triple->scheme + " " + triple->kdf, "pbeWithSHAAnd3-KeyTripleDES-CBC PKCS12KDF-SHA1");
  EXPECT_EQ(triple->salt_bytes, 8u);
}

TEST(RandomOctets, AreNeverTheSame) {
  std::set<Bytes> seen;
  for (int i = 0; i < 100; ++i) seen.insert(*random_octets(16));
  EXPECT_EQ(seen.size(), 100u);
}

TEST(ComputeMac, GivesWhatIsVerified) {
  const Bytes salt(8, 1);
  const Bytes content(100, 2);
  const Bytes oid = hex("2b0e03021a");  // SHA-1
  MacParameters mac;
  mac.digest_algorithm.oid = oid;
  mac.salt = salt;
  mac.iterations = 10;
  KdfBudget budget;
  const auto digest = compute_mac(mac, content, kPassword, PasswordForm::standard, budget);
  ASSERT_TRUE(digest.ok());
  mac.digest = *digest;
  EXPECT_TRUE(*verify_mac(mac, content, kPassword, PasswordForm::standard, budget));
  EXPECT_FALSE(*verify_mac(mac, content, Password("other"), PasswordForm::standard, budget));
}

}  // namespace encryption_test
}  // namespace chainlint::crypto
