// BKS and UBER: files of Bouncy Castle, and stores byte by byte.
#include <gtest/gtest.h>

#include "keystore_builder.h"

namespace chainlint::formats {
namespace bouncy_castle_test {

using namespace openssl_samples;
using namespace keystore_test;
using Strings = std::vector<std::string>;

const Bytes kLeafDer = der_of(kLeaf), kRootDer = der_of(kRoot);

// Sealed by Bouncy Castle 1.72 with the password "key", 7 iterations: openssl_samples::kPkcs8, an AES key, a public key.
constexpr std::string_view kSealedPrivate =
    "AAAAFAABAgMEBQYHCAkKCwwNDg8QERITAAAAB7FeX0xsofl4TmdNknh7GlTRqFADyMvAn91N+iOk3EcowjQatEstWCrBq0T/O/1UbW3utk7+PAe1Zww2NMIDyx12"
    "KRW6YSKExFa8zFTeSwsuVNhEp3r9LVrvbk5FKAbxFZmlqpHuZsrKX6HORGmj2h7YYXz2vZRQnsc6KMDX8/HbICrFGzt6bzWqdUpJFd+ikxaBcjvlDhM1UMXa43HP"
    "NMc=";
constexpr std::string_view kSealedSecret = "AAAAFAABAgMEBQYHCAkKCwwNDg8QERITAAAAB45tLrg9xR62MFI5Mr5JQL/cH3D2+8hi0PLoOi1nfhYI";
constexpr std::string_view kSealedPublic = "AAAAFAABAgMEBQYHCAkKCwwNDg8QERITAAAAB2Vq3v2RzTXRununR2NVhLUziO8xcCHFmA==";

Bytes entry(std::uint8_t type, std::string_view alias, std::initializer_list<Bytes> certificates, const Bytes& body) {
  return joined({{type}, text(alias), Bytes(8, 0), chain(certificates), body});
}
Bytes trusted_entry(std::string_view alias) { return entry(1, alias, {}, certificate(kRootDer)); }
Bytes sealed_entry(std::string_view alias, std::string_view sealed) {
  return entry(4, alias, {certificate(kLeafDer)}, counted(der_of(sealed)));
}
Bytes plain_key(std::uint8_t type, std::string_view format, const Bytes& encoded) {
  return joined({{type}, text(format), text("EC"), counted(encoded)});
}

// With a MAC of zeros, which no password gives.
Bytes store(std::initializer_list<Bytes> entries, std::uint32_t version = 2) {
  return joined({u32(version), counted(Bytes(20, 7)), u32(10), joined(entries), {0}, Bytes(20)});
}

TEST(BouncyCastle, ReadsABksOfKeytool) {
  const Container container = read_octets_as_file(foreign_file("bouncycastle.bks"), {"wrong", "fixture"});
  EXPECT_EQ(container.format, Format::bks);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.mac->mac, "HMAC-SHA1");
  EXPECT_EQ(places_of(container), (Strings{"entry 1 \"root\"", "entry 2 \"foreign\" > certificate 1", "entry 2 \"foreign\" > certificate 2",
                                           "entry 2 \"foreign\""}));
  EXPECT_EQ(units_of(container), (Strings{"trusted certificates", "foreign", "foreign", "foreign"}));
  ASSERT_EQ(container.entries.size(), 4u);
  EXPECT_EQ(container.entries[3].key->public_canonical, container.entries[1].certificate->public_key().canonical());
  EXPECT_EQ(container.entries[3].protection->cipher, "3DES-CBC");
}

TEST(BouncyCastle, WarnsOfTheMacOfVersionOne) {
  const Container container = read_octets_as_file(foreign_file("bouncycastle-v1.bks"), {"fixture"});
  EXPECT_EQ(container.format, Format::bks);
  EXPECT_EQ(codes_of(container), Strings{"bks-v1-integrity"});
  EXPECT_EQ(container.diagnostics[0].severity, Severity::warning);
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.entries.back().key_state, KeyState::unlocked);
}

TEST(BouncyCastle, ReadsAnUberOfKeytool) {
  const Container container = read_octets_as_file(foreign_file("bouncycastle.uber"), {"wrong", "fixture"});
  EXPECT_EQ(container.format, Format::uber);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.password, PasswordUse::given);
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[0].protection->scheme, "PBEWithSHAAndTwofish-CBC");
  EXPECT_EQ(container.entries[2].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[2].protection->scheme, "pbeWithSHAAnd3-KeyTripleDES-CBC");
}

TEST(BouncyCastle, ReadsABcfksOfKeytool) {
  const Container container = read_octets_as_file(foreign_file("bouncycastle.bcfks"), {"wrong", "fixture"});
  EXPECT_EQ(container.format, Format::bcfks);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.mac->mac, "HMAC-SHA512");
  EXPECT_EQ(container.facts.mac->kdf, "PBKDF2-SHA512");
  EXPECT_EQ(container.facts.mac->iterations, 51200u);
  ASSERT_EQ(container.entries.size(), 4u);
  EXPECT_EQ(units_of(container), (Strings{"trusted certificates", "foreign", "foreign", "foreign"}));
  EXPECT_EQ(container.entries[3].key->public_canonical, container.entries[1].certificate->public_key().canonical());
  EXPECT_EQ(container.entries[3].protection->cipher, "AES-256-CCM");
}

TEST(BouncyCastle, ReadsABcfksWithScryptAndOneWithKeyWrap) {
  const std::pair<const char*, const char*> files[] = {{"bouncycastle-scrypt.bcfks", "scrypt"},
                                                       {"bouncycastle-kwp.bcfks", "PBKDF2-SHA512"}};
  for (const auto& [name, kdf] : files) {
    const Container container = read_octets_as_file(foreign_file(name), {"fixture"});
    EXPECT_EQ(codes_of(container), Strings{}) << name;
    EXPECT_TRUE(container.facts.mac_verified) << name;
    EXPECT_EQ(container.facts.mac->kdf, kdf) << name;
    ASSERT_EQ(container.entries.size(), 3u) << name;
    EXPECT_EQ(container.entries[2].key->public_canonical, container.entries[0].certificate->public_key().canonical()) << name;
  }
}

TEST(BouncyCastle, ReadsABcfksWithoutEncryption) {
  const Container open = read_octets_as_file(foreign_file("python.bcfks"), {"fixture"});
  EXPECT_EQ(codes_of(open), Strings{});
  EXPECT_TRUE(open.facts.mac_verified);
  EXPECT_EQ(open.entries.size(), 4u);
  const Container locked = read_octets_as_file(foreign_file("python.bcfks"));
  EXPECT_EQ(codes_of(locked), (Strings{"keystore-unverified", "key-locked"}));
  EXPECT_EQ(locked.entries.size(), 4u);
}

TEST(BouncyCastle, BcfksIsClosedWithoutItsPassword) {
  const Container without = read_octets_as_file(foreign_file("bouncycastle-kwp.bcfks"));
  EXPECT_EQ(codes_of(without), Strings{"password-required"});
  EXPECT_EQ(without.status, ReadStatus::unreadable);
  const Container wrong = read_octets_as_file(foreign_file("bouncycastle-kwp.bcfks"), {"wrong"});
  EXPECT_EQ(codes_of(wrong), Strings{"password-wrong"});
}

TEST(BouncyCastle, DamagedMacOfABcfksIsAnErrorAndItsEntriesStay) {
  Bytes store = foreign_file("bouncycastle-kwp.bcfks");
  store.back() ^= 1;
  const Container container = read_octets_as_file(store, {"fixture"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-integrity"});
  EXPECT_FALSE(container.facts.mac_verified);
  EXPECT_EQ(container.entries.size(), 3u);
}

TEST(BouncyCastle, DamagedBcfksIsNotReadInPart) {
  const Bytes store = foreign_file("bouncycastle-scrypt.bcfks");
  for (std::size_t at = 200; at < 1400; at += 300) {
    Bytes damaged = store;
    damaged[at] ^= 1;
    EXPECT_EQ(codes_of(read_octets_as_file(damaged, {"fixture"})), Strings{"password-wrong"}) << at;
  }
}

TEST(BouncyCastle, UberIsClosedWithoutItsPassword) {
  const Container without = read_octets_as_file(foreign_file("bouncycastle.uber"));
  EXPECT_EQ(codes_of(without), Strings{"password-required"});
  EXPECT_EQ(without.status, ReadStatus::unreadable);
  EXPECT_EQ(without.facts.password, PasswordUse::not_found);
  const Container wrong = read_octets_as_file(foreign_file("bouncycastle.uber"), {"wrong"});
  EXPECT_EQ(codes_of(wrong), Strings{"password-wrong"});
  EXPECT_EQ(wrong.format, Format::uber);
}

TEST(BouncyCastle, DamagedUberIsNotReadInPart) {
  Bytes data = foreign_file("bouncycastle.uber");
  data[data.size() / 2] ^= 1;
  EXPECT_EQ(codes_of(read_octets_as_file(data, {"fixture"})), Strings{"password-wrong"});
  data.resize(data.size() - 1);
  const Container cut = read_octets_as_file(data, {"fixture"});
  EXPECT_EQ(cut.diagnostics.at(0).message, "the encrypted part of the UBER keystore has 1199 bytes; a multiple of 16 is required");
  EXPECT_EQ(cut.format, Format::uber);
}

TEST(BouncyCastle, WrongPasswordIsAnErrorAndCertificatesStay) {
  const Container container = read_octets_as_file(foreign_file("bouncycastle.bks"), {"wrong"});
  EXPECT_EQ(codes_of(container), (Strings{"key-locked", "keystore-integrity"}));
  EXPECT_EQ(diagnostic_of(container, "keystore-integrity").message, "wrong password or damaged file (the MAC does not match)");
  EXPECT_EQ(container.count(EntryKind::certificate), 3u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(BouncyCastle, WithoutAPasswordItIsANoteThatNothingWasVerified) {
  const Container container = read_octets_as_file(store({trusted_entry("ca")}));
  EXPECT_EQ(codes_of(container), Strings{"keystore-unverified"});
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
  EXPECT_TRUE(container.entries.at(0).trusted_certificate);
  EXPECT_EQ(container.entries.at(0).unit, "");
}

TEST(BouncyCastle, OpensEachKindOfSealedKey) {
  const Container container = read_octets_as_file(
      store({sealed_entry("a", kSealedPrivate), sealed_entry("b", kSealedSecret), sealed_entry("c", kSealedPublic)}), {"key"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-integrity"});
  ASSERT_EQ(container.entries.size(), 6u);
  EXPECT_EQ(container.entries[1].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[1].key->public_canonical, container.entries[0].certificate->public_key().canonical());
  EXPECT_EQ(container.entries[3].kind, EntryKind::secret);
  EXPECT_EQ(container.entries[5].kind, EntryKind::public_key);
}

TEST(BouncyCastle, SealedKeyWithoutCertificatesCouldBeAnyKey) {
  const Container container = read_octets_as_file(store({entry(4, "a", {}, counted(der_of(kSealedSecret)))}));
  EXPECT_EQ(codes_of(container), (Strings{"key-sealed", "keystore-unverified"}));
  EXPECT_EQ(container.entries.at(0).kind, EntryKind::secret);
  EXPECT_EQ(container.facts.password, PasswordUse::not_found);
}

TEST(BouncyCastle, ReadsKeysInTheClear) {
  const Bytes keys = store({entry(2, "a", {certificate(kLeafDer)}, plain_key(0, "PKCS#8", der_of(kPkcs8))),
                            entry(2, "b", {}, plain_key(1, "X.509", {1})), entry(2, "c", {}, plain_key(2, "RAW", {1}))});
  const Container container = read_octets_as_file(keys);
  EXPECT_EQ(codes_of(container), Strings{"keystore-unverified"});
  ASSERT_EQ(container.entries.size(), 4u);
  EXPECT_EQ(container.entries[1].key_state, KeyState::plain);
  EXPECT_EQ(container.entries[2].kind, EntryKind::public_key);
  EXPECT_EQ(container.entries[3].kind, EntryKind::secret);
  const Container unknown = read_octets_as_file(store({entry(2, "a", {}, plain_key(3, "RAW", {1})), trusted_entry("ca")}));
  EXPECT_EQ(diagnostic_of(unknown, "keystore-key-type").message, "key of the unknown type 3, which was not read");
  EXPECT_EQ(unknown.count(EntryKind::certificate), 1u);
}

TEST(BouncyCastle, ReadsKeysThatAProgramProtectedItself) {
  const Bytes keys =
      store({entry(3, "a", {certificate(kLeafDer)}, counted(der_of(kEncryptedPkcs8))), entry(3, "b", {}, counted({1, 2, 3}))});
  const Container container = read_octets_as_file(keys, {"secret"});
  ASSERT_EQ(container.entries.size(), 3u);
  EXPECT_EQ(container.entries[1].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[2].kind, EntryKind::secret);
}

TEST(BouncyCastle, DamagedSealedKeyIsAnErrorAndTheRestIsRead) {
  const Container container = read_octets_as_file(store({entry(4, "a", {}, counted({0, 0, 0, 9, 1})), trusted_entry("ca")}));
  EXPECT_EQ(diagnostic_of(container, "key-unreadable").message, "sealed key cannot be decoded: salt needs 9 bytes; 1 is left");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(BouncyCastle, EveryPrefixIsAnError) {
  const Bytes whole = foreign_file("bouncycastle.bks");
  for (std::size_t size = 8; size < whole.size(); ++size) EXPECT_TRUE(read_octets_as_file(ByteView(whole).first(size)).has_error()) << size;
}

TEST(BouncyCastle, UnknownEntriesEndTheReading) {
  const Container container = read_octets_as_file(store({trusted_entry("ca"), {9}, trusted_entry("cb")}));
  EXPECT_EQ(diagnostic_of(container, "keystore-entry").message,
            "entry of the unknown type 9; only the entries before it (1) could be read");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(BouncyCastle, EmptyStoresAreRead) {
  EXPECT_EQ(codes_of(read_octets_as_file(store({}))), (Strings{"keystore-empty", "keystore-unverified"}));
  const Container first_version = read_octets_as_file(store({}, 1));
  EXPECT_EQ(first_version.format, Format::bks);
  EXPECT_EQ(first_version.status, ReadStatus::read);
}

TEST(BouncyCastle, IterationsOverTheLimitAreAnErrorAndCertificatesStay) {
  Bytes data = store({trusted_entry("ca")});
  for (std::size_t i = 28; i < 32; ++i) data[i] = 0x7F;
  const Container container = read_octets_as_file(data, {"key"});
  EXPECT_EQ(diagnostic_of(container, "kdf-limit").message, "MAC: key derivation asks for 2139062143 iterations; the limit is 10000000");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(BouncyCastle, BytesAfterTheMacAreAWarning) {
  const Container container = read_octets_as_file(joined({foreign_file("bouncycastle.bks"), {0}}), {"fixture"});
  EXPECT_EQ(codes_of(container), Strings{"trailing-data"});
  EXPECT_TRUE(container.facts.mac_verified);
}

}  // namespace bouncy_castle_test
}  // namespace chainlint::formats
