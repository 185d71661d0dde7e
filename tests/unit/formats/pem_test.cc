// What PEM files contain, block by block.
#include <gtest/gtest.h>

#include "reading_fixture.h"

namespace chainlint::formats {
namespace pem_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

const Strings kLeafAndRoot = {std::string(kLeafSha256), std::string(kRootSha256)};

TEST(Pem, ReadsCertificatesInFileOrder) {
  const Container container = read_text(pem("CERTIFICATE", kLeaf) + pem("CERTIFICATE", kRoot));
  EXPECT_EQ(container.format, Format::pem);
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(Pem, NumbersEntriesAndGivesTheirLines) {
  const Container container = read_text("first line\n\n" + pem("CERTIFICATE", kRoot) + pem("CERTIFICATE", kLeaf));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].location.entry, 1u);
  EXPECT_EQ(container.entries[0].location.line, 3u);
  EXPECT_EQ(container.entries[0].location.end_line, 3u + 1 + (kRoot.size() + 63) / 64);
  EXPECT_EQ(container.entries[1].location.entry, 2u);
  EXPECT_EQ(container.entries[1].location.line, *container.entries[0].location.end_line + 1);
  EXPECT_EQ(container.entries[1].location.path, "test.file");
}

TEST(Pem, ReadsEveryKindOfBlock) {
  const Container container = read_text(pem("X509 CERTIFICATE", kLeaf) + pem("CERTIFICATE REQUEST", kRequest) +
                                        pem("NEW CERTIFICATE REQUEST", kRequest) + pem("X509 CRL", kCrl) + pem("PRIVATE KEY", kPkcs8) +
                                        pem("EC PARAMETERS", kParameters) + pem("EC PRIVATE KEY", kSec1) + pem("PUBLIC KEY", kPublicKey));
  Strings kinds;
  for (const Entry& entry : container.entries) kinds.emplace_back(to_string(entry.kind));
  EXPECT_EQ(kinds, (Strings{"certificate", "certificate_request", "certificate_request", "crl", "private_key", "parameters", "private_key",
                            "public_key"}));
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pem, ReadsPkcs7WithRevocationLists) {
  for (const char* label : {"PKCS7", "CMS", "PKCS #7 SIGNED DATA"}) {
    const Container container = read_text(pem(label, kPkcs7));
    EXPECT_EQ(sha256_of(container), kLeafAndRoot) << label;
    EXPECT_EQ(container.count(EntryKind::crl), 1u) << label;
    EXPECT_EQ(container.format, Format::pkcs7) << label;
  }
}

TEST(Pem, SaysWhatACertificateBlockContainsInstead) {
  const Container container = read_text(pem("CERTIFICATE", kPkcs7));
  EXPECT_EQ(sha256_of(container), kLeafAndRoot);
  EXPECT_EQ(diagnostic_of(container, "pem-label-mismatch").message, "PKCS#7 content under the label 'CERTIFICATE'");
}

TEST(Pem, ReadsATrustedCertificateWithItsAlias) {
  const Container container = read_text(pem("TRUSTED CERTIFICATE", kTrusted));
  ASSERT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[0].label, "my alias");
  EXPECT_EQ(diagnostic_of(container, "pem-trusted-label").severity, Severity::warning);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pem, KeyWithoutCertificateIsRead) {
  const Container container = read_text(pem("PRIVATE KEY", kPkcs8));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::plain);
  ASSERT_TRUE(container.entries[0].key);
  EXPECT_EQ(container.entries[0].key->curve, "P-256");
  EXPECT_EQ(container.status, ReadStatus::read);
  EXPECT_EQ(container.facts.password, PasswordUse::none_needed);
}

TEST(Pem, OpensAnEncryptedKeyWithTheFirstPasswordThatFits) {
  const Container container = read_text(pem("ENCRYPTED PRIVATE KEY", kEncryptedPkcs8), {"wrong", "secret"});
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  ASSERT_TRUE(container.entries[0].protection);
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-256-CBC");
  EXPECT_EQ(container.entries[0].protection->iterations, 2048u);
  EXPECT_EQ(container.facts.password, PasswordUse::given);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pem, LockedKeyIsAWarningAndPartial) {
  const Container container = read_text(pem("CERTIFICATE", kLeaf) + pem("ENCRYPTED PRIVATE KEY", kEncryptedPkcs8), {"wrong"});
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[1].key_state, KeyState::locked);
  EXPECT_FALSE(container.entries[1].key);
  EXPECT_EQ(diagnostic_of(container, "key-locked").severity, Severity::note);
  EXPECT_EQ(container.facts.password, PasswordUse::not_found);
  EXPECT_FALSE(container.has_error());
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(Pem, SaysThatPasswordsPastTheLimitAreNotTried) {
  Limits limits;
  limits.passwords = 1;
  const Container container = read_text(pem("ENCRYPTED PRIVATE KEY", kEncryptedPkcs8), {"wrong", "secret"}, limits);
  EXPECT_EQ(codes_of(container), (Strings{"passwords-limit", "key-locked"}));
}

TEST(Pem, TriesTheEmptyPasswordByDefault) {
  const Container container = read_text(pem("ENCRYPTED PRIVATE KEY", kEmptyPasswordPkcs8));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  EXPECT_EQ(container.facts.password, PasswordUse::empty);
}

TEST(Pem, OpensATraditionalEncryptedKey) {
  const Container container = read_text(kTraditionalEncrypted, {"secret"});
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unlocked);
  EXPECT_EQ(container.entries[0].protection->cipher, "AES-128-CBC");
  const Container plain = read_text(pem("EC PRIVATE KEY", kSec1));
  ASSERT_TRUE(container.entries[0].key && plain.entries.at(0).key);
  EXPECT_EQ(container.entries[0].key->public_canonical, plain.entries[0].key->public_canonical);
}

TEST(Pem, LeavesATraditionalKeyLockedWithoutItsPassword) {
  const Container container = read_text(kTraditionalEncrypted);
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::locked);
  EXPECT_EQ(codes_of(container), Strings{"key-locked"});
}

TEST(Pem, CountsForeignBlocksInANote) {
  const Container container = read_text(pem("CERTIFICATE", kLeaf) + pem("PGP MESSAGE", "AAAA") + pem("PGP MESSAGE", "AAAA"));
  EXPECT_EQ(diagnostic_of(container, "pem-skipped-blocks").message, "2 blocks were not read: 'PGP MESSAGE'");
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(Pem, FileOfForeignBlocksAloneIsAnError) {
  EXPECT_EQ(read_text(pem("PGP MESSAGE", "AAAA")).status, ReadStatus::unreadable);
  EXPECT_TRUE(read_text(pem("PGP MESSAGE", "AAAA")).has_diagnostic("file-encrypted"));
  EXPECT_TRUE(read_text(pem("UNHEARD OF", "AAAA")).has_diagnostic("pem-nothing-known"));
}

TEST(Pem, NotesTextOutsideBlocksOnce) {
  const Container container = read_text("Bag Attributes\n" + pem("CERTIFICATE", kLeaf) + "subject=CN = x\n" + pem("CERTIFICATE", kRoot));
  EXPECT_EQ(codes_of(container), Strings{"pem-extra-text"});
  EXPECT_EQ(diagnostic_of(container, "pem-extra-text").severity, Severity::note);
  EXPECT_EQ(diagnostic_of(container, "pem-extra-text").location.line, 1u);
}

// What servers skip is an error where something is lacking without it.
TEST(Pem, NamesABareObjectBehindTheBlocks) {
  const std::string key = pem("PRIVATE KEY", kPkcs8), leaf = pem("CERTIFICATE", kLeaf);
  EXPECT_EQ(codes_of(read_text(leaf + std::string(kRoot) + "\n")), Strings{"file-foreign"});
  const Container lacking = read_text(leaf + std::string(kPkcs8) + "\n");
  EXPECT_EQ(lacking.status, ReadStatus::partial);
  EXPECT_EQ(diagnostic_of(lacking, "file-foreign").advice, "Replace it with the key as PEM, which 'openssl pkey' writes.");
  EXPECT_EQ(codes_of(read_text(key + std::string(kPkcs8) + "\n")), Strings{"pem-extra-text"});
  EXPECT_EQ(codes_of(read_text(leaf + std::string(kRequest) + "\n")), Strings{"pem-extra-text"});
}

TEST(Pem, StopsAtTheLimitOfEntries) {
  Limits limits;
  limits.certificates_per_file = 1;
  const Container container = read_text(pem("CERTIFICATE", kLeaf) + pem("CERTIFICATE", kRoot), {}, limits);
  EXPECT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(diagnostic_of(container, "entry-limit").message, "more than 1 entries; the rest was not read");
  EXPECT_EQ(container.status, ReadStatus::partial);
}

}  // namespace pem_test
}  // namespace chainlint::formats
