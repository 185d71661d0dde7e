// Damaged PEM: what is said, where, and that the other blocks are read.
#include <gtest/gtest.h>

#include "reading_fixture.h"

namespace chainlint::formats {
namespace pem_damage_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

std::string without_end(std::string text) { return text.substr(0, text.find("-----END")); }

// Cut off in the middle of its base64.
std::string cut(const std::string& text) { return text.substr(0, text.size() / 2); }

TEST(PemDamage, KeepsReadingAfterATruncatedBlock) {
  const Container container = read_text(cut(pem("CERTIFICATE", kLeaf)) + "\n" + pem("CERTIFICATE", kRoot));
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
  const Diagnostic truncated = diagnostic_of(container, "pem-truncated");
  EXPECT_EQ(truncated.severity, Severity::error);
  EXPECT_EQ(truncated.location.line, 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(PemDamage, TruncatedAloneIsUnreadable) {
  const Container container = read_text(cut(pem("CERTIFICATE", kLeaf)));
  EXPECT_EQ(container.status, ReadStatus::unreadable);
  EXPECT_EQ(codes_of(container), Strings{"pem-truncated"});
}

TEST(PemDamage, ReadsAWholeObjectWithoutEndLine) {
  const Container container = read_text(without_end(pem("CERTIFICATE", kLeaf)) + pem("CERTIFICATE", kRoot));
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  EXPECT_EQ(diagnostic_of(container, "pem-end-missing").location.line, 1u);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(PemDamage, NamesTheCharacterThatIsNotBase64) {
  std::string text = pem("CERTIFICATE", kLeaf);
  text[text.find('\n') + 1 + 65 + 2] = '!';  // line 3, column 3
  const Container container = read_text(text + pem("CERTIFICATE", kRoot));
  const Diagnostic damage = diagnostic_of(container, "pem-base64");
  EXPECT_EQ(damage.message, "'!' is not base64; the block 'CERTIFICATE' was not read");
  EXPECT_EQ(damage.location.line, 3u);
  EXPECT_EQ(damage.location.column, 3u);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(PemDamage, GivesTheColumnOnTheLineOfTheBoundary) {
  const Container container = read_text("-----BEGIN CERTIFICATE-----M*-----END CERTIFICATE-----\n");
  EXPECT_EQ(diagnostic_of(container, "pem-base64").location.line, 1u);
  EXPECT_EQ(diagnostic_of(container, "pem-base64").location.column, 29u);
}

TEST(PemDamage, NulInBase64IsAnError) {
  std::string text = pem("CERTIFICATE", kLeaf);
  text[text.find('\n') + 10] = '\0';
  const Container container = read_text(text);
  EXPECT_EQ(diagnostic_of(container, "pem-base64").message, "byte 0x00 is not base64; the block 'CERTIFICATE' was not read");
}

TEST(PemDamage, ResynchronizesAfterAnEndOfAnotherLabel) {
  std::string text = pem("EC PRIVATE KEY", kSec1);
  text.insert(text.find('\n') + 66, "-----END CERTIFICATE-----\n");
  const Container container = read_text(text + pem("CERTIFICATE", kRoot));
  EXPECT_EQ(codes_of(container), (Strings{"pem-end-mismatch", "pem-extra-text"}));
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(PemDamage, ReadsAWholeObjectThatIsClosedByAnotherLabel) {
  std::string text = pem("EC PRIVATE KEY", kSec1);
  text.replace(text.find("-----END"), std::string::npos, "-----END CERTIFICATE-----\n");
  const Container container = read_text(text);
  EXPECT_EQ(container.count(EntryKind::private_key), 1u);
  EXPECT_EQ(diagnostic_of(container, "pem-end-mismatch").severity, Severity::warning);
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(PemDamage, EndWithoutBeginIsAnError) {
  std::string text = pem("CERTIFICATE", kLeaf);
  text.erase(0, text.find('\n') + 1);
  const Container container = read_text(pem("CERTIFICATE", kRoot) + text);
  const Diagnostic stray = diagnostic_of(container, "pem-end-without-begin");
  EXPECT_EQ(stray.severity, Severity::error);
  EXPECT_EQ(stray.message, "END line without a BEGIN line; before it: " + std::to_string(kLeaf.size()) +
                               " characters of base64, which may be a certificate or key that was not read");
  EXPECT_EQ(container.status, ReadStatus::partial);
}

// The last line of a certificate that was deleted otherwise.
TEST(PemDamage, FewCharactersBeforeAStrayEndAreNoLostObject) {
  const Container container = read_text("MIIBzQ==\n-----END CERTIFICATE-----\n" + pem("CERTIFICATE", kLeaf));
  const Diagnostic stray = diagnostic_of(container, "pem-end-without-begin");
  EXPECT_EQ(stray.severity, Severity::warning);
  EXPECT_EQ(stray.message, "END line without a BEGIN line; before it: 8 characters of base64");
  EXPECT_EQ(stray.location.line, 2u);
  EXPECT_EQ(container.status, ReadStatus::read);
  // A key of Ed25519 has one line.
  const Container key = read_text(std::string(64, 'A') + "\n-----END PRIVATE KEY-----\n" + pem("CERTIFICATE", kLeaf));
  EXPECT_EQ(diagnostic_of(key, "pem-end-without-begin").severity, Severity::error);
}

TEST(PemDamage, EmptyBlockIsAnError) {
  const Container container = read_text("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n");
  EXPECT_EQ(codes_of(container), Strings{"pem-empty"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(PemDamage, CertificateThatDoesNotDecodeIsAnEntryAndAnError) {
  const Container container = read_text(pem("CERTIFICATE", "MAMCAQA=") + pem("CERTIFICATE", kRoot));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::other);
  EXPECT_EQ(diagnostic_of(container, "certificate-unreadable").location.entry, 1u);
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(PemDamage, ListsAThousandDiagnosticsAndCountsTheRest) {
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "-----BEGIN CERTIFICATE-----\n";
  const Container container = read_text(text);
  ASSERT_EQ(container.diagnostics.size(), 1001u);
  EXPECT_EQ(container.diagnostics.back().message, "500 more diagnostics are not listed; at most 1000 are listed");
  EXPECT_EQ(container.diagnostics.back().severity, Severity::error);
}

TEST(PemDamage, BlockOverTheLimitIsAnError) {
  Limits limits;
  limits.pem_block_bytes = 100;
  const Container container = read_text(pem("CERTIFICATE", kRoot), {}, limits);
  EXPECT_EQ(codes_of(container), Strings{"pem-block-too-large"});
}

TEST(PemDamage, BoundaryWithFourDashesIsRead) {
  std::string text = pem("CERTIFICATE", kRoot);
  text.erase(text.size() - 2, 1);
  const Container container = read_text(text);
  EXPECT_EQ(codes_of(container), Strings{"pem-boundary"});
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(PemDamage, HeaderWithoutVectorMakesAnUnreadableKey) {
  const Container container =
      read_text("-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC\n\nAAAA\n-----END RSA PRIVATE KEY-----\n");
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].key_state, KeyState::unreadable);
  EXPECT_EQ(codes_of(container), Strings{"key-unreadable"});
}

}  // namespace pem_damage_test
}  // namespace chainlint::formats
