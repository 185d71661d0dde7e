// JKS and JCEKS that are cut, that say what is not so, or whose digest does not fit.
#include <gtest/gtest.h>

#include "keystore_builder.h"

namespace chainlint::formats {
namespace java_keystore_damage_test {

using namespace openssl_samples;
using namespace keystore_test;
using Strings = std::vector<std::string>;

const Bytes kRootDer = der_of(kRoot);
const Bytes kOneRoot = unsealed(1, {trusted("ca", kRootDer)});

TEST(JavaKeystoreDigest, WrongPasswordIsAnErrorAndCertificatesStay) {
  const Container container = read_octets_as_file(sealed(kOneRoot, "store"), {"wrong", "other"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-integrity"});
  EXPECT_EQ(container.diagnostics[0].severity, Severity::error);
  EXPECT_EQ(container.diagnostics[0].message, "wrong password or damaged file (the digest does not match)");
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
  EXPECT_EQ(container.status, ReadStatus::partial);
  EXPECT_FALSE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.password, PasswordUse::not_found);
}

TEST(JavaKeystoreDigest, ChangedByteIsFound) {
  Bytes store = sealed(kOneRoot, "store");
  store[20] ^= 1;  // in the date
  EXPECT_EQ(codes_of(read_octets_as_file(store, {"store"})), Strings{"keystore-integrity"});
}

TEST(JavaKeystoreDigest, WithoutAPasswordItIsANoteThatNothingWasVerified) {
  const Container container = read_octets_as_file(sealed(kOneRoot, "store"));
  EXPECT_EQ(codes_of(container), Strings{"keystore-unverified"});
  EXPECT_EQ(container.diagnostics[0].severity, Severity::note);
  EXPECT_EQ(container.diagnostics[0].message, "integrity not verified: no password was specified");
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(container.facts.password, PasswordUse::none_needed);
  EXPECT_TRUE(container.facts.mac.has_value());
  EXPECT_FALSE(container.facts.mac_verified);
}

TEST(JavaKeystoreDigest, EmptyPasswordIsTriedUnasked) {
  const Container container = read_octets_as_file(sealed(kOneRoot, ""));
  EXPECT_EQ(codes_of(container), Strings{});
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.facts.password, PasswordUse::empty);
}

TEST(JavaKeystoreDigest, BytesAfterItAreAWarning) {
  const Container container = read_octets_as_file(joined({sealed(kOneRoot, "store"), {0, 0, 0}}), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"trailing-data"});
  EXPECT_EQ(container.diagnostics[0].message, "3 bytes after the digest");
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_TRUE(container.facts.mac_verified);
}

TEST(JavaKeystoreDigest, MissingOrCutIsAnError) {
  const Container missing = read_octets_as_file(kOneRoot, {"store"});
  EXPECT_EQ(diagnostic_of(missing, "keystore-truncated").message, "the digest after the last entry needs 20 bytes; 0 are left");
  EXPECT_EQ(missing.status, ReadStatus::partial);
  EXPECT_FALSE(missing.facts.mac.has_value());
  Bytes cut = sealed(kOneRoot, "store");
  cut.resize(cut.size() - 19);
  EXPECT_EQ(diagnostic_of(read_octets_as_file(cut), "keystore-truncated").message,
            "the digest after the last entry needs 20 bytes; 1 is left");
}

TEST(JavaKeystoreDamage, CutCertificateIsAnErrorAndEntriesBeforeItAreKept) {
  const std::string size = std::to_string(kRootDer.size());
  Bytes store = unsealed(2, {trusted("ca", kRootDer), trusted("cb", kRootDer)});
  store.resize(store.size() - 7);
  const Container container = read_octets_as_file(store);
  const Diagnostic error = diagnostic_of(container, "keystore-truncated");
  EXPECT_EQ(error.message, "certificate needs " + size + " bytes; " + std::to_string(kRootDer.size() - 7) + " are left");
  EXPECT_EQ(error.location.inner, "entry 2 \"cb\"");
  EXPECT_EQ(error.severity, Severity::error);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
  EXPECT_EQ(diagnostic_of(container, "keystore-unverified").message, "integrity not verified: the entries were not read to their end");
}

TEST(JavaKeystoreDamage, EveryPrefixIsAnErrorAndNoneOfThemMoreThanTheWhole) {
  const Bytes store = sealed(unsealed(2, {key("www", der_of(kJksKey), {certificate(der_of(kLeaf))}), trusted("ca", kRootDer)}), "key");
  for (std::size_t size = 4; size < store.size(); ++size) {
    const Container container = read_octets_as_file(ByteView(store).first(size), {"key"});
    EXPECT_TRUE(container.has_error()) << size;
    EXPECT_LE(container.entries.size(), 3u) << size;
  }
}

TEST(JavaKeystoreDamage, HeaderIsNotBelieved) {
  const Bytes many = sealed(unsealed(0xFFFFFFFF, {trusted("ca", kRootDer)}), "store");
  const Container container = read_octets_as_file(many, {"store"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-count"});
  EXPECT_EQ(container.diagnostics[0].message, "the header specifies 4294967295 entries, but the file contains 1");
  EXPECT_TRUE(container.facts.mac_verified);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(JavaKeystoreDamage, LengthsPastTheEndAreErrors) {
  const auto message = [](const Bytes& entry) {
    return diagnostic_of(read_octets_as_file(joined({unsealed(1, {entry}), Bytes(20)})), "keystore-truncated").message;
  };
  EXPECT_EQ(message(joined({head(1, "www"), u32(0xFFFFFFFF)})), "private key needs 4294967295 bytes; 20 are left");
  EXPECT_EQ(message(joined({head(1, "www"), counted({}), u32(0xFFFFFFFF), certificate(kRootDer), {0, 30}})),
            "certificate type needs 30 bytes; 20 are left");
  EXPECT_EQ(message(joined({u32(2), number(0xFFFF, 2)})), "alias needs 65535 bytes; 20 are left");
}

TEST(JavaKeystoreDamage, UnknownEntriesEndTheReading) {
  const Container container = read_octets_as_file(sealed(unsealed(2, {trusted("ca", kRootDer), head(9, "x")}), "store"), {"store"});
  EXPECT_EQ(codes_of(container), Strings{"keystore-entry"});
  EXPECT_EQ(container.diagnostics[0].message, "entry of the unknown type 9; 1 of 2 entries were read");
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(JavaKeystoreDamage, HeaderAloneIsTooShort) {
  const Container container = read_octets_as_file(u32(kJks));
  EXPECT_EQ(container.diagnostics.at(0).message, "the header of a keystore needs 12 bytes; the file has 4");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(JavaKeystoreDamage, EntriesPastTheLimitAreReportedOnce) {
  Limits limits;
  limits.certificates_per_file = 2;
  const Bytes root = certificate(kRootDer);
  const Bytes store = unsealed(2, {key("www", der_of(kJksKey), {root, root, root}), trusted("ca", kRootDer)});
  const Container container = read_octets_as_file(sealed(store, "key"), {"key"}, limits);
  EXPECT_EQ(codes_of(container), Strings{"entry-limit"});
  EXPECT_EQ(container.entries.size(), 2u);
}

TEST(JavaKeystoreDamage, IterationsOverTheLimitAreAnErrorOfTheKey) {
  Limits limits;
  limits.kdf_iterations = 4;
  const Bytes store = unsealed(2, {key("www", der_of(kJceksKey), {}), trusted("ca", kRootDer)}, kJceks);
  const Container container = read_octets_as_file(sealed(store, "key"), {"key"}, limits);
  EXPECT_EQ(codes_of(container), Strings{"kdf-limit"});
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

}  // namespace java_keystore_damage_test
}  // namespace chainlint::formats
