// PEM in the layouts that people send: each is read, and what other programs trip over is said.
#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "reading_fixture.h"

namespace chainlint::formats {
namespace pem_layout_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
  return text;
}

std::string two_blocks() { return pem("CERTIFICATE", kLeaf) + pem("CERTIFICATE", kRoot); }

void expect_both(const std::string& text, const Strings& codes) {
  const Container container = read_text(text);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  EXPECT_EQ(codes_of(container), codes);
  EXPECT_EQ(container.status, ReadStatus::read);
}

std::string utf16(std::string_view text, bool big_endian) {
  std::string wide;
  for (char c : text) {
    if (big_endian) wide += '\0';
    wide += c;
    if (!big_endian) wide += '\0';
  }
  return wide;
}

TEST(PemLayout, WindowsLineEnds) { expect_both(replaced(two_blocks(), "\n", "\r\n"), {}); }
TEST(PemLayout, CarriageReturnsAlone) { expect_both(replaced(two_blocks(), "\n", "\r"), {"pem-carriage-return"}); }
TEST(PemLayout, NoFinalLineEnd) {
  std::string text = two_blocks();
  text.pop_back();
  expect_both(text, {});
}
TEST(PemLayout, GluedBlocks) { expect_both(replaced(two_blocks(), "-----\n-----BEGIN", "----------BEGIN"), {"pem-glued-blocks"}); }
TEST(PemLayout, AllOnOneLine) { expect_both(replaced(two_blocks(), "\n", " "), {"pem-one-line"}); }
TEST(PemLayout, EscapedLineEnds) { expect_both(replaced(two_blocks(), "\n", "\\n"), {"pem-escaped-newlines"}); }
TEST(PemLayout, DoublyEscapedLineEnds) { expect_both(replaced(two_blocks(), "\n", "\\\\n"), {"pem-escaped-newlines"}); }
TEST(PemLayout, Indented) { expect_both("  " + replaced(two_blocks(), "\n", "\n    "), {"pem-indented"}); }
TEST(PemLayout, EndIndented) { expect_both(replaced(two_blocks(), "\n-----END", "\n \t-----END"), {"pem-indented"}); }
// The program that reads the settings takes the quotation marks and the written line ends away.
TEST(PemLayout, ValueOfASetting) {
  expect_both("PORT=443\nTLS_CERT=\"" + replaced(two_blocks(), "\n", "\\n") + "\"\nMODE=x\n", {"pem-extra-text"});
  expect_both("tls_cert = '" + two_blocks() + "'\n", {"pem-extra-text"});
  expect_both("TLS_CERT=\"" + replaced(two_blocks() + "\"", "-----\n\"", "-----\"") + "\nMODE=x\n", {"pem-extra-text"});
}
TEST(PemLayout, HeredocOfTerraform) {
  const std::string indented = "  " + replaced(two_blocks(), "\n", "\n  ");
  expect_both("tls_cert = <<-EOT\n" + indented + "EOT\n", {"pem-extra-text"});
  expect_both("tls_cert = <<EOT\n" + indented + "EOT\n", {"pem-indented", "pem-extra-text"});
}
TEST(PemLayout, LinesOfJavaPropertiesThatGoOn) {
  expect_both("tls.cert=" + replaced(two_blocks(), "\n", " \\\n") + "\n", {"pem-extra-text"});
  expect_both("\"" + replaced(two_blocks(), "\n", "\\n") + "\"\n", {"pem-escaped-newlines", "pem-extra-text"});
}
TEST(PemLayout, TrailingBlanks) { expect_both(replaced(two_blocks(), "\n", " \t\n"), {"pem-blanks"}); }
TEST(PemLayout, ContentIndented) { expect_both(replaced(two_blocks(), "CERTIFICATE-----\nM", "CERTIFICATE-----\n M"), {"pem-blanks"}); }
TEST(PemLayout, NulByteBetween) {
  expect_both(pem("CERTIFICATE", kLeaf) + std::string("\0\n", 2) + pem("CERTIFICATE", kRoot), {"pem-nul-byte", "pem-extra-text"});
}
TEST(PemLayout, ByteOrderMarkInside) {
  expect_both(pem("CERTIFICATE", kLeaf) + "\xEF\xBB\xBF" + pem("CERTIFICATE", kRoot), {"pem-bom", "pem-extra-text"});
}
TEST(PemLayout, ByteOrderMark) { expect_both("\xEF\xBB\xBF" + two_blocks(), {"pem-bom"}); }
TEST(PemLayout, Utf16LittleEndian) { expect_both("\xFF\xFE" + utf16(two_blocks(), false), {"pem-utf16"}); }
TEST(PemLayout, Utf16BigEndian) { expect_both("\xFE\xFF" + utf16(two_blocks(), true), {"pem-utf16"}); }
TEST(PemLayout, Utf16WithoutByteOrderMark) { expect_both(utf16(two_blocks(), false), {"pem-utf16"}); }
TEST(PemLayout, FourHyphensBeforeBegin) { expect_both(replaced(two_blocks(), "-----BEGIN", "----BEGIN"), {"pem-boundary"}); }
TEST(PemLayout, SixHyphensBeforeBegin) { expect_both(replaced(two_blocks(), "-----BEGIN", "------BEGIN"), {"pem-boundary"}); }
TEST(PemLayout, SixHyphensAfterEnd) { expect_both(replaced(two_blocks(), "CERTIFICATE-----\n", "CERTIFICATE------\n"), {"pem-boundary"}); }
TEST(PemLayout, TextAfterEnd) {
  expect_both(replaced(two_blocks(), "CERTIFICATE-----\n-----B", "CERTIFICATE-----\\n\n-----B"), {"pem-boundary"});
}
TEST(PemLayout, FourHyphensBeforeEnd) { expect_both(replaced(two_blocks(), "-----END", "----END"), {"pem-boundary"}); }
TEST(PemLayout, TypographicDashes) { expect_both(replaced(two_blocks(), "-----", "\xE2\x80\x94\xE2\x80\x94-"), {"pem-boundary"}); }
TEST(PemLayout, DashesOfWindows1252) { expect_both(replaced(two_blocks(), "-----", "\x97\x97-"), {"pem-boundary"}); }
TEST(PemLayout, BlankAfterTheHyphens) {
  expect_both(replaced(two_blocks(), "BEGIN CERTIFICATE-", "BEGIN CERTIFICATE -"), {"pem-boundary"});
}
TEST(PemLayout, NoBreakSpacesInTheBoundaries) {
  expect_both(replaced(replaced(two_blocks(), "BEGIN ", "BEGIN\xC2\xA0"), "END ", "END\xC2\xA0"), {"pem-boundary"});
  expect_both(replaced(two_blocks(), "BEGIN ", "BEGIN\xA0"), {"pem-boundary"});
}
TEST(PemLayout, NoBreakSpacesAtTheEndsOfLines) {
  expect_both(replaced(two_blocks(), "\n", "\xC2\xA0\n"), {"pem-stray-characters", "pem-extra-text"});
}
TEST(PemLayout, LinesOfAQuotedMail) { expect_both("> " + replaced(two_blocks(), "\n", "\n> "), {"pem-quoted", "pem-extra-text"}); }
TEST(PemLayout, CarriageReturnTwice) { expect_both(replaced(two_blocks(), "\n", "\r\r\n"), {"pem-double-carriage-return"}); }
TEST(PemLayout, EmptyLinesInside) { expect_both(replaced(two_blocks(), "\n", "\n\n"), {"pem-blank-lines"}); }
TEST(PemLayout, TextModeTwice) { expect_both(replaced(two_blocks(), "\n", "\r\r\n\r\r\n"), {"pem-doubled-line-ends"}); }
TEST(PemLayout, AnEmptyLineAfterBegin) { expect_both(replaced(two_blocks(), "CERTIFICATE-----\nM", "CERTIFICATE-----\n\nM"), {}); }
TEST(PemLayout, HeaderLinesOfABlockThatIsNotEncrypted) {
  expect_both(replaced(two_blocks(), "CERTIFICATE-----\nM", "CERTIFICATE-----\nComment: x\n\nM"), {"pem-headers"});
}
TEST(PemLayout, EncodedTwice) {
  const std::string text = two_blocks();
  const SecretBytes encoded = base64_text(as_bytes(text), 76);
  expect_both(std::string(encoded.begin(), encoded.end()), {"pem-encoded-again"});
}
TEST(PemLayout, NoBreakSpacesInTheBase64) {
  expect_both(replaced(two_blocks(), "CERTIFICATE-----\nM", "CERTIFICATE-----\n\xC2\xA0M"), {"pem-stray-characters"});
}
TEST(PemLayout, LinesOfDashesBetween) {
  expect_both("----------\n" + replaced(two_blocks(), "-----BEGIN", "--------- next\n-----BEGIN"), {"pem-extra-text"});
}
TEST(PemLayout, BoundaryInASentence) {
  expect_both("copy from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----, both included\n" + two_blocks(), {"pem-extra-text"});
}
TEST(PemLayout, BlockAfterTextOnItsLine) {
  expect_both(replaced(two_blocks(), "-----BEGIN", "certificate: -----BEGIN"), {"pem-quoted", "pem-extra-text"});
}
TEST(PemLayout, MissingPadding) {
  ASSERT_TRUE(kLeaf.ends_with('=') || kRoot.ends_with('='));
  expect_both(replaced(two_blocks(), "=", ""), {"pem-padding"});
}

TEST(PemLayout, ByteOrderMarkIsAWarningAtTheFirstByte) {
  const Container container = read_text("\xEF\xBB\xBF" + two_blocks());
  const Diagnostic mark = diagnostic_of(container, "pem-bom");
  EXPECT_EQ(mark.severity, Severity::warning);
  EXPECT_EQ(mark.location.line, 1u);
  EXPECT_EQ(mark.location.column, 1u);
}

TEST(PemLayout, LinesAreCountedInUtf16) {
  const Container container = read_text("\xFF\xFE" + utf16("\r\n\r\n" + pem("CERTIFICATE", kLeaf, "\r\n"), false));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].location.line, 3u);
}

TEST(PemLayout, GluedBlocksArePlacedWhereTheSecondBegins) {
  const Container container = read_text(replaced(two_blocks(), "-----\n-----BEGIN", "----------BEGIN"));
  const Diagnostic glued = diagnostic_of(container, "pem-glued-blocks");
  EXPECT_EQ(glued.location.line, 2 + (kLeaf.size() + 63) / 64);
  EXPECT_EQ(glued.location.column, 26u);
}

TEST(PemLayout, TextBeforeEachLineLeavesNothingToRead) {
  for (const std::string lead : {"     1\t", "2026-05-01T09:00:01Z ", "app-1  | ", "site.pem:"}) {
    const std::string text = "$ cat site.pem\n" + lead + replaced(two_blocks(), "\n", "\n" + lead);
    const Container container = read_text(text);
    EXPECT_TRUE(container.entries.empty()) << lead;
    EXPECT_EQ(codes_of(container), Strings{"pem-transport"}) << lead;
    EXPECT_EQ(diagnostic_of(container, "pem-transport").location.line, 2u);
  }
}

TEST(PemLayout, SettingsWithBase64OfPem) {
  const auto encoded = [](std::string_view text) {
    const SecretBytes octets = base64_text(as_bytes(text), 0);
    return std::string(trimmed(as_text(octets), "\n"));
  };
  const std::string text =
      "MODE=x\nexport CERT=\"" + encoded(pem("CERTIFICATE", kLeaf)) + "\"\r\nca.crt = " + encoded(pem("CERTIFICATE", kRoot));
  const Container container = read_text(text);
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].location.line, 2u);
  EXPECT_EQ(container.entries[0].location.inner, "CERT");
  EXPECT_TRUE(container.entries[1].for_trust);
  EXPECT_EQ(codes_of(container), Strings{});
}

}  // namespace pem_layout_test
}  // namespace chainlint::formats
