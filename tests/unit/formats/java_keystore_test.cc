// JKS and JCEKS, byte by byte.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "keystore_builder.h"

namespace chainlint::formats {
namespace java_keystore_test {

using namespace openssl_samples;
using namespace keystore_test;
using Strings = std::vector<std::string>;

const Bytes kLeafDer = der_of(kLeaf), kRootDer = der_of(kRoot);

TEST(JavaKeystore, ReadsKeysWithTheirChainsAndTrustedCertificates) {
  const Bytes store = unsealed(2, {key("www", der_of(kJksKey), {certificate(kLeafDer), certificate(kRootDer)}), trusted("ca", kRootDer)});
  const Container container = read_octets_as_file(sealed(store, "store"), {"store", "key"});
  EXPECT_EQ(container.format, Format::jks);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(places_of(container),
            (Strings{"entry 1 \"www\"", "entry 1 \"www\" > certificate 1", "entry 1 \"www\" > certificate 2", "entry 2 \"ca\""}));
  EXPECT_EQ(units_of(container), (Strings{"www", "www", "www", "trusted certificates"}));
  ASSERT_EQ(container.entries.size(), 4u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[0].key->public_canonical, container.entries[1].certificate->public_key().canonical());
  EXPECT_EQ(container.entries[0].protection->scheme, "JKS key protector");
  EXPECT_EQ(container.entries[2].description, "certificate 2 of 2 in the chain");
  EXPECT_FALSE(container.entries[2].trusted_certificate);
  EXPECT_TRUE(container.entries[3].trusted_certificate);
  EXPECT_EQ(container.entries[3].description, "trusted certificate");
  EXPECT_EQ(container.entries[3].label, "ca");
}

TEST(JavaKeystore, FilesOfKeytoolAreWhole) {
  for (const char* name : {"keytool.jks", "keytool.jceks"}) {
    std::ifstream file(std::string(CHAINLINT_SOURCE_DIR "/fixtures/foreign/") + name, std::ios::binary);
    const Container container = read_octets_as_file(Bytes(std::istreambuf_iterator<char>(file), {}), {"fixture"});
    EXPECT_EQ(codes_of(container), Strings{}) << name;
    EXPECT_TRUE(container.facts.mac_verified) << name;
    EXPECT_EQ(container.facts.mac->mac, "SHA-1") << name;
    EXPECT_EQ(container.facts.password, PasswordUse::given) << name;
    EXPECT_EQ(container.count(EntryKind::private_key), 1u) << name;
    EXPECT_EQ(container.count(EntryKind::secret), container.format == Format::jceks ? 1u : 0u) << name;
  }
}

TEST(JavaKeystore, TrustStoreHasNoUnits) {
  const Container container = read_octets_as_file(sealed(unsealed(1, {trusted("ca", kRootDer)}), "store"), {"store"});
  EXPECT_EQ(units_of(container), Strings{""});
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
}

TEST(JavaKeystore, VersionOneHasNoCertificateTypes) {
  const Bytes store = unsealed(1, {head(2, "ca"), counted(kRootDer)}, kJks, 1);
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
}

TEST(JavaKeystore, OtherVersionsAreErrors) {
  EXPECT_EQ(diagnostic_of(read_octets_as_file(unsealed(0, {}, kJceks, 3)), "keystore-version").message,
            "JCEKS keystore of version 3; only versions 1 and 2 are supported");
}

TEST(JavaKeystore, EmptyStoreIsRead) {
  const Container container = read_octets_as_file(sealed(unsealed(0, {}), "store"), {"store"});
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(codes_of(container), Strings{"keystore-empty"});
}

TEST(JavaKeystore, OpensJceksKeys) {
  const Bytes store = unsealed(1, {key("www", der_of(kJceksKey), {certificate(kLeafDer)})}, kJceks);
  const Container container = read_octets_as_file(sealed(store, "key"), {"wrong", "key"});
  EXPECT_EQ(container.format, Format::jceks);
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.entries.at(0).key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries.at(0).protection->iterations, 5u);
}

TEST(JavaKeystore, OpensKeysUnderOrdinaryEncryption) {
  // openssl_samples: password "secret".
  const Bytes store = unsealed(1, {key("www", der_of(kEncryptedPkcs8), {certificate(kLeafDer)})});
  const Container container = read_octets_as_file(sealed(store, "secret"), {"secret"});
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_EQ(container.entries.at(0).key_state, KeyState::unlocked);
}

TEST(JavaKeystore, KeyWithItsOwnPasswordStaysLockedAndItsChainIsRead) {
  const Bytes store = unsealed(1, {key("www", der_of(kJksKey), {certificate(kLeafDer)})});
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"key-locked"});
  EXPECT_EQ(container.diagnostics[0].severity, Severity::note);
  EXPECT_EQ(container.diagnostics[0].message,
            "private key is encrypted with JKS key protector and the specified password does not open it; it has a different password "
            "than the keystore, or is damaged");
  EXPECT_EQ(container.status, ReadStatus::partial);
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(JavaKeystore, DamagedKeyIsAnErrorAndTheRestIsRead) {
  const Bytes no_parameters = {0x30, 0x10, 0x30, 0x0D, 0x06, 0x09, 0x2B, 0x06, 0x01, 0x04,
                               0x01, 0x2A, 0x02, 0x13, 0x01, 0x05, 0x00, 0x04, 0};
  Bytes whole = no_parameters;
  whole[1] = static_cast<std::uint8_t>(whole.size() - 2);
  const Bytes store = unsealed(3, {key("a", {1, 2, 3}, {}), key("b", whole, {}), trusted("ca", kRootDer)}, kJceks);
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), (Strings{"key-unreadable", "key-unreadable"}));
  EXPECT_EQ(container.entries.at(1).key_state, KeyState::unreadable);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(JavaKeystore, SecretKeysAreNamedAndPassedOver) {
  const Bytes object = {0xAC, 0xED, 0, 5, 0x74, 0, 2, 'x', 'y'};
  const Bytes store = unsealed(2, {head(3, "hmac"), object, trusted("ca", kRootDer)}, kJceks);
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::secret);
  EXPECT_EQ(container.entries[0].label, "hmac");
  EXPECT_EQ(container.entries[0].description, "secret key");
  EXPECT_EQ(container.entries[1].unit, "");
}

TEST(JavaKeystore, SecretKeyThatCannotBeSkippedEndsTheReading) {
  const Bytes object = {0xAC, 0xED, 0, 5, 0x7B};
  const Bytes store = unsealed(3, {trusted("ca", kRootDer), head(3, "hmac"), object, trusted("cb", kRootDer)}, kJceks);
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-secret"});
  EXPECT_EQ(container.diagnostics[0].message,
            "1 of 3 entries were read; the next one, a secret key, cannot be skipped: its serialized object has a type code that "
            "is unknown or cannot be skipped at byte 5");
  EXPECT_EQ(container.diagnostics[0].location.inner, "entry 2 \"hmac\"");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
  // The digest is the end of the file whatever is before it.
  EXPECT_TRUE(container.facts.mac_verified);
}

TEST(JavaKeystore, CertificatesOfOtherTypesAreNamed) {
  const Bytes store = unsealed(2, {head(2, "pgp"), certificate(kRootDer, "PGP"), trusted("ca", kRootDer)});
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-certificate-type"});
  EXPECT_EQ(container.diagnostics[0].message, "certificate of the unsupported type 'PGP' was skipped");
  EXPECT_EQ(container.entries.at(0).kind, EntryKind::other);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(JavaKeystore, KeepsReadingAfterABrokenCertificate) {
  const Bytes store = unsealed(2, {trusted("bad", {0x30, 0x03, 0x02}), trusted("ca", kRootDer)});
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"certificate-unreadable"});
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
}

TEST(JavaKeystore, AliasesAreInModifiedUtf8) {
  // U+0000, a Euro sign, U+1F511 in two surrogates, a lone surrogate, a right-to-left override.
  const Bytes store = unsealed(1, {trusted("a\xC0\x80\xE2\x82\xAC\xED\xA0\xBD\xED\xB4\x91\xED\xA0\xBD\xE2\x80\xAE", kRootDer)});
  const Container container = read_octets_as_file(sealed(store, "store"), {"store"});
  EXPECT_EQ(container.entries.at(0).label, "a\\u{0}\xE2\x82\xAC\xF0\x9F\x94\x91\xEF\xBF\xBD\\u{202E}");
}

TEST(JavaKeystore, RepeatedAndEmptyAliasesAreUnitsOfTheirOwn) {
  const Bytes entry = key("www", der_of(kJksKey), {certificate(kLeafDer)});
  const Bytes nameless = key("", der_of(kJksKey), {});
  const Bytes posing = key("trusted certificates", der_of(kJksKey), {});
  const Container container =
      read_octets_as_file(sealed(unsealed(5, {entry, entry, nameless, posing, trusted("ca", kRootDer)}), "key"), {"key"});
  EXPECT_EQ(units_of(container), (Strings{"www", "www", "www (entry 2)", "www (entry 2)", "(entry 3)", "trusted certificates (entry 4)",
                                          "trusted certificates"}));
  EXPECT_EQ(codes_of(container), Strings{"keystore-alias-repeated"});
  EXPECT_EQ(container.diagnostics[0].message, "the alias is also the alias of entry 1; Java keeps only the last of these entries");
  EXPECT_EQ(container.entries.at(4).location.inner, "entry 3");
}

TEST(JavaKeystore, LongAliasesAreShownShortened) {
  const std::string alias = std::string(255, 'a') + "\xE2\x82\xAC" + std::string(60000, 'b');
  const Container container = read_octets_as_file(sealed(unsealed(1, {trusted(alias, kRootDer)}), "store"), {"store"});
  EXPECT_EQ(container.entries.at(0).label, std::string(255, 'a') + "\xE2\x80\xA6");
  EXPECT_EQ(codes_of(container), Strings{"keystore-alias"});
}

}  // namespace java_keystore_test
}  // namespace chainlint::formats
