// What protects Java keystores, against other programs: Java's own providers (OpenJDK 17.0.15 with SunJCE, Bouncy Castle 1.72), and
// Python with hashlib and cryptography where Java gives no access.
#include "chainlint/crypto/keystore_protection.h"

#include <gtest/gtest.h>

#include "octets.h"

namespace chainlint::crypto {
namespace keystore_protection_test {

const Password kPassword("fixture");
const Bytes kSalt = hex("000102030405060708090a0b0c0d0e0f10111213");

Result<SecretBytes> open_jks(std::string_view ciphertext, std::string_view password) {
  const OwnedAlgorithm algorithm("1.3.6.1.4.1.42.2.17.1.1", hex("0500"));
  KdfBudget budget;
  return open_java_key(algorithm.view(), hex(ciphertext), Password(password), budget);
}

// `parameters` is the encoded SEQUENCE of salt and iterations.
Result<SecretBytes> open_jceks(std::string_view parameters, std::string_view ciphertext, const Limits& limits = {}) {
  const OwnedAlgorithm algorithm("1.3.6.1.4.1.42.2.19.1", hex(parameters));
  KdfBudget budget(limits);
  return open_java_key(algorithm.view(), hex(ciphertext), kPassword, budget);
}

std::string text_of(const Result<SecretBytes>& plaintext) { return plaintext ? to_hex(*plaintext) : plaintext.error().code; }

TEST(KeystoreProtection, DigestIsOverPasswordWordsAndContent) {
  // hashlib.sha1('secret'.encode('utf-16-be') + b'Mighty Aphrodite' + b'content')
  EXPECT_EQ(to_hex(java_keystore_digest(as_bytes("content"), Password("secret"))), "61c45ded001a6c0f37661ed24e38e40bf9f7d002");
}

TEST(KeystoreProtection, OpensJksKeys) {
  EXPECT_EQ(text_of(open_jks("000102030405060708090a0b0c0d0e0f10111213a581f3343ab820334f5e849d00b93ab635c9b424c22d0e6f7a", "fixture")),
            "3003020107");
  // Three rounds of the keystream.
  EXPECT_EQ(text_of(open_jks("000102030405060708090a0b0c0d0e0f10111213a5a9f1353d55a8edc3899aacb718b16c994a52436784dfe9124446df819679d91725"
                             "ec063b3cae13f7dc7ac843e6f5e158a3fbb813b910d43b8d7fc1f5a87085b2",
                             "fixture")),
            "302b" + std::string(2 * 43, '0'));
  // Characters past U+00FF, and one past U+FFFF.
  EXPECT_EQ(text_of(open_jks("000102030405060708090a0b0c0d0e0f10111213ab28de8ead9afb61e5b4a25bf70df4b9aeae7bd843d885a4b2",
                             "p\xC3\xA4ss\xE2\x82\xAC\xF0\x9F\x94\x91")),
            "3003020107");
}

TEST(KeystoreProtection, TellsAWrongPasswordOfAJksKey) {
  EXPECT_EQ(text_of(open_jks("000102030405060708090a0b0c0d0e0f10111213a581f3343ab820334f5e849d00b93ab635c9b424c22d0e6f7a", "Fixture")),
            "decrypt-failed");
}

TEST(KeystoreProtection, RefusesAJksKeyShorterThanSaltAndDigest) {
  EXPECT_EQ(text_of(open_jks("000102030405060708090a0b0c0d0e0f1011121300010203040506070809", "fixture")), "encryption-parameters");
}

TEST(KeystoreProtection, OpensJceksKeys) {
  EXPECT_EQ(text_of(open_jceks("300d04080102030405060708020105", "5397038be0141242")), "3003020107");
  EXPECT_EQ(text_of(open_jceks("300d04080102030405060709020105", "5397038be0141242")), "decrypt-failed");
}

TEST(KeystoreProtection, OpensJceksKeysUnderASaltOfEqualHalves) {
  // SunJCE of OpenJDK 17 turns the first half round.
  EXPECT_EQ(text_of(open_jceks("300d04080102030401020304020105", "4082eddf217fab31")), "3003020107");
  // Older ones make 04010204 of it.
  EXPECT_EQ(text_of(open_jceks("300d04080102030401020304020105", "40546fce808fffd8")), "3003020107");
}

TEST(KeystoreProtection, RefusesOtherParametersOfJceks) {
  EXPECT_EQ(text_of(open_jceks("300c040701020304050607020105", "5397038be0141242")), "encryption-parameters");
  EXPECT_EQ(text_of(open_jceks("300d04080102030405060708020100", "5397038be0141242")), "encryption-parameters");
  EXPECT_EQ(text_of(open_jceks("0500", "5397038be0141242")), "encryption-parameters");
}

TEST(KeystoreProtection, CountsTheIterationsOfBothHalves) {
  Limits limits;
  limits.kdf_iterations_per_file = 9;
  EXPECT_EQ(text_of(open_jceks("300d04080102030405060708020105", "5397038be0141242", limits)), "kdf-limit");
  limits.kdf_iterations_per_file = 10;
  EXPECT_EQ(text_of(open_jceks("300d04080102030405060708020105", "5397038be0141242", limits)), "3003020107");
}

TEST(KeystoreProtection, DescribesKeyProtection) {
  const OwnedAlgorithm jceks("1.3.6.1.4.1.42.2.19.1", hex("300d04080102030405060708020105"));
  const auto protection = describe_java_key_protection(jceks.view());
  ASSERT_TRUE(protection.ok());
  EXPECT_EQ(protection->scheme, "PBEWithMD5AndTripleDES (JCEKS)");
  EXPECT_EQ(protection->iterations, 5u);
  EXPECT_EQ(protection->salt_bytes, 8u);
  EXPECT_FALSE(is_java_key_protection(OwnedAlgorithm("1.2.840.113549.1.5.13", hex("0500")).view()));
}

std::string opened(BouncyCastleSecret what, std::string_view ciphertext, std::string_view password,
                   PasswordForm form = PasswordForm::standard) {
  KdfBudget budget;
  return text_of(open_bouncy_castle(what, {kSalt, 7}, hex(ciphertext), Password(password), form, budget));
}

TEST(KeystoreProtection, OpensKeysThatBouncyCastleSealed) {
  EXPECT_EQ(opened(BouncyCastleSecret::sealed_key, "9e0d0187acdda4a9", "fixture"), "3003020107");
  EXPECT_EQ(opened(BouncyCastleSecret::sealed_key, "a0ded55bca9a9bb3", "p\xC3\xA4ss\xE2\x82\xAC"), "3003020107");
  EXPECT_EQ(opened(BouncyCastleSecret::sealed_key, "9e0d0187acdda4a9", "Fixture"), "decrypt-failed");
  EXPECT_EQ(opened(BouncyCastleSecret::sealed_key, "", "fixture"), "decrypt-failed");
}

TEST(KeystoreProtection, OpensUberStores) {
  const std::string zero_to_39 = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627";
  EXPECT_EQ(opened(BouncyCastleSecret::uber_store,
                   "0b5f10b4ff223c830cbe422815af282bf71b9d621140c12dbfe418f0934b76a2c0d39a9c5c15ec0a1db76d486cfb27d0", "fixture"),
            zero_to_39);
  // Bouncy Castle makes no bytes at all of the empty password.
  const std::string_view empty = "63ff824f128d3f79d519fae8bb5f49609ce0e2a6263094b667a2974a683de4d69a652f4c1a494ae910512e641850a752";
  EXPECT_EQ(opened(BouncyCastleSecret::uber_store, empty, "", PasswordForm::absent), zero_to_39);
  EXPECT_EQ(opened(BouncyCastleSecret::uber_store, empty, ""), "decrypt-failed");
}

TEST(KeystoreProtection, RefusesIterationsOverTheLimit) {
  KdfBudget budget;
  const auto key = open_bouncy_castle(BouncyCastleSecret::sealed_key, {kSalt, 0xFFFFFFFF}, hex("9e0d0187acdda4a9"), kPassword,
                                      PasswordForm::standard, budget);
  EXPECT_EQ(text_of(key), "kdf-limit");
}

TEST(KeystoreProtection, VerifiesTheMacsOfBks) {
  const Bytes content = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627");
  const Bytes full = hex("d10b66978091385546edefc717f4b41f3a2614a6"), two_octets = hex("f2494be09f01e298788bb7ce3316bd84d53b986b");
  const auto fits = [&](unsigned version, const Bytes& mac) {
    KdfBudget budget;
    return verify_bks_mac(version, {kSalt, 7}, content, mac, kPassword, PasswordForm::standard, budget).value();
  };
  EXPECT_TRUE(fits(2, full));
  EXPECT_TRUE(fits(1, two_octets));
  EXPECT_FALSE(fits(1, full));
  EXPECT_FALSE(fits(2, two_octets));
}

}  // namespace keystore_protection_test
}  // namespace chainlint::crypto
