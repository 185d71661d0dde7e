#include <gtest/gtest.h>

#include "chainlint/base/bytes.h"
#include "pkcs12_builder.h"

namespace chainlint::formats {
namespace pkcs12_passwords_test {

using namespace pkcs12_test;
namespace samples = pkcs12_samples;

void expect_certificate_and_key(const Container& container) {
  EXPECT_EQ(codes(container), "");
  const Entry* certificate = first(container, EntryKind::certificate);
  ASSERT_NE(certificate, nullptr);
  EXPECT_EQ(to_hex(certificate->certificate->sha256()), samples::kCertificateSha256);
  const Entry* key = first(container, EntryKind::private_key);
  ASSERT_NE(key, nullptr);
  ASSERT_TRUE(key->key.has_value());
  EXPECT_EQ(key->key->public_canonical, certificate->certificate->public_key().canonical());
}

TEST(Pkcs12Passwords, OpensOpensslFileWithModernEncryption) {
  const Container container = read(der_of(samples::kOpensslModern), {"secret"});
  expect_certificate_and_key(container);
  ASSERT_TRUE(container.facts.mac.has_value());
  EXPECT_EQ(container.facts.mac->mac, "HMAC-SHA256");
  EXPECT_EQ(container.facts.mac->iterations, 2048u);
  EXPECT_EQ(container.facts.mac->salt_bytes, 8u);
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.password, PasswordUse::given);
  ASSERT_TRUE(container.entries[0].protection.has_value());
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-256-CBC");
  EXPECT_EQ(container.entries[1].key_state, KeyState::unlocked);
}

TEST(Pkcs12Passwords, OpensOpensslFileWithLegacyEncryption) {
  const Container container = read(der_of(samples::kOpensslLegacy), {"secret"});
  expect_certificate_and_key(container);
  ASSERT_TRUE(container.entries[0].protection.has_value());
  EXPECT_EQ(container.entries[0].protection->cipher, "RC2-40-CBC");
  ASSERT_TRUE(container.entries[1].protection.has_value());
  EXPECT_EQ(container.entries[1].protection->cipher, "3DES-CBC");
}

TEST(Pkcs12Passwords, TriesTheEmptyPasswordWhenNoneIsGiven) {
  const Container container = read(der_of(samples::kOpensslEmpty));
  expect_certificate_and_key(container);
  EXPECT_EQ(container.facts.password, PasswordUse::empty);
}

TEST(Pkcs12Passwords, TriesTheEmptyAndTheAbsentPasswordAfterOthers) {
  const Container empty = read(der_of(samples::kOpensslEmpty), {"secret"});
  expect_certificate_and_key(empty);
  EXPECT_EQ(empty.facts.password, PasswordUse::empty);
  const Container absent = read(der_of(samples::kGnutlsNullPassword), {"secret"});
  expect_certificate_and_key(absent);
  EXPECT_EQ(absent.facts.password, PasswordUse::absent);
}

TEST(Pkcs12Passwords, TriesTheAbsentPasswordWhenNoneIsGiven) {
  const Container container = read(der_of(samples::kGnutlsNullPassword));
  expect_certificate_and_key(container);
  EXPECT_EQ(container.facts.password, PasswordUse::absent);
}

TEST(Pkcs12Passwords, TakesTheEmptyPasswordInBothFormsWhenItIsGiven) {
  const Container container = read(der_of(samples::kGnutlsNullPassword), {""});
  expect_certificate_and_key(container);
  EXPECT_EQ(container.facts.password, PasswordUse::absent);
}

TEST(Pkcs12Passwords, NeedsNoneForAPlainFileAndIgnoresAUselessOne) {
  for (const std::vector<std::string>& passwords : {std::vector<std::string>{}, {"useless"}}) {
    const Container container = read(der_of(samples::kOpensslPlain), passwords);
    expect_certificate_and_key(container);
    EXPECT_EQ(container.facts.password, PasswordUse::none_needed);
    EXPECT_FALSE(container.facts.mac.has_value());
    EXPECT_EQ(container.entries[1].key_state, KeyState::plain);
  }
}

TEST(Pkcs12Passwords, TriesTheCandidatesInOrder) {
  expect_certificate_and_key(read(der_of(samples::kOpensslModern), {"wrong", "", "secret"}));
}

TEST(Pkcs12Passwords, SaysThatAPasswordIsWrong) {
  const Container container = read(der_of(samples::kOpensslModern), {"wrong"});
  EXPECT_TRUE(container.entries.empty() || first(container, EntryKind::certificate) == nullptr);
  ASSERT_FALSE(container.diagnostics.empty());
  EXPECT_EQ(container.diagnostics[0].severity, Severity::error);
  EXPECT_EQ(container.diagnostics[0].code, "password-wrong");
  EXPECT_EQ(container.diagnostics[0].message, "wrong password or damaged file (the MAC does not match)");
  EXPECT_EQ(container.facts.password, PasswordUse::not_found);
  EXPECT_FALSE(container.facts.mac_verified);
}

TEST(Pkcs12Passwords, SaysThatAPasswordIsRequired) {
  const Container container = read(der_of(samples::kOpensslModern));
  ASSERT_FALSE(container.diagnostics.empty());
  EXPECT_EQ(container.diagnostics[0].code, "password-required");
  EXPECT_EQ(container.diagnostics[0].message,
            "PKCS#12 file needs a password: use --password-file, --password-env, --password-fd or --ask-password");
}

TEST(Pkcs12Passwords, ReadsPlainCertificatesWithoutThePassword) {
  const Container container = read(der_of(samples::kOpensslPlainCertificate));
  EXPECT_EQ(codes(container), "error:password-required note:key-locked");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  const Entry* key = first(container, EntryKind::private_key);
  ASSERT_NE(key, nullptr);
  EXPECT_EQ(key->key_state, KeyState::locked);
  EXPECT_FALSE(key->key.has_value());
  EXPECT_EQ(key->label, "www");
  ASSERT_TRUE(key->protection.has_value());
  EXPECT_EQ(key->protection->cipher, "AES-256-CBC");
}

TEST(Pkcs12Passwords, OpensEncryptionWithAnotherPasswordThanTheMac) {
  const Bytes file = pfx_with_mac({encrypted_safe({certificate_bag()}, "inner"), plain_safe({shrouded_key_bag("inner")})}, "outer");
  expect_certificate_and_key(read(file, {"outer", "inner"}));
  expect_certificate_and_key(read(file, {"inner", "outer"}));
}

TEST(Pkcs12Passwords, SaysThatASafeNeedsAnotherPasswordThanTheMac) {
  const Bytes file = pfx_with_mac({encrypted_safe({certificate_bag()}, "inner"), plain_safe({certificate_bag()})}, "outer");
  const Container container = read(file, {"outer"});
  EXPECT_EQ(codes(container), "error:password-wrong");
  EXPECT_NE(container.diagnostics[0].message.find("different password than the MAC"), std::string::npos);
  EXPECT_EQ(container.diagnostics[0].location.inner, "safe 1");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.facts.password, PasswordUse::given);
}

TEST(Pkcs12Passwords, LocksOnlyTheKeyThatHasItsOwnPassword) {
  const Bytes file =
      pfx_with_mac({plain_safe({shrouded_key_bag("store", {friendly_name("a")}), shrouded_key_bag("own", {friendly_name("b")})}),
                    encrypted_safe({certificate_bag()}, "store")},
                   "store");
  const Container container = read(file, {"store"});
  EXPECT_EQ(codes(container), "note:key-locked");
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[1].key_state, KeyState::locked);
  EXPECT_EQ(container.entries[2].kind, EntryKind::certificate);
  EXPECT_EQ(container.diagnostics[0].location.inner, "safe 1 bag 2 \"b\"");
  EXPECT_EQ(container.facts.password, PasswordUse::given);
}

TEST(Pkcs12Passwords, FindsThePasswordByThePlaintextWhereThereIsNoMac) {
  for (const char* scheme : {"pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128"}) {
    const Bytes file = pfx({encrypted_safe({certificate_bag()}, "secret", scheme), plain_safe({shrouded_key_bag("secret", {}, scheme)})});
    const Container container = read(file, {"wrong", "secret"});
    expect_certificate_and_key(container);
    EXPECT_EQ(container.facts.password, PasswordUse::given) << scheme;
    EXPECT_EQ(codes(read(file, {"wrong"})), "error:password-wrong note:key-locked") << scheme;
    EXPECT_EQ(codes(read(file)), "error:password-required note:key-locked") << scheme;
  }
}

TEST(Pkcs12Passwords, OpensKeysThatOldNssEncryptedWithABmpString) {
  constexpr std::string_view kBmpString("\0p\0w\0\0", 6);
  const Bytes file = pfx_with_mac({plain_safe({certificate_bag(), shrouded_key_bag(kBmpString)})}, "pw");
  expect_certificate_and_key(read(file, {"wrong", "pw"}));
}

TEST(Pkcs12Passwords, RefusesPlaintextThatIsNotSafeContents) {
  auto made = crypto::encrypt_seeded("pbes2-aes256-sha256", as_bytes("good padding, no SEQUENCE"), Password("secret"), 10, "not a safe");
  ASSERT_TRUE(made.ok());
  const Bytes data = sequence({integer(0), sequence({oid("1.2.840.113549.1.7.1"), made->algorithm,
                                                     asn1::DerWriter().element(asn1::tag::context(0), made->ciphertext).take()})});
  EXPECT_EQ(codes(read(pfx({content_info("1.2.840.113549.1.7.6", data)}), {"secret"})), "error:password-wrong");
}

}  // namespace pkcs12_passwords_test
}  // namespace chainlint::formats
