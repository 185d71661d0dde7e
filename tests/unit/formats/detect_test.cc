// Files are known by their octets; what is not read is named.
#include "detect.h"

#include <gtest/gtest.h>

#include "reading_fixture.h"

namespace chainlint {
namespace {

using namespace openssl_samples;
using Strings = std::vector<std::string>;
using namespace std::string_view_literals;

TEST(Detect, NamesContainersThatAreNotRead) {
  const std::pair<std::string_view, std::string_view> files[] = {
      {"SQLite format 3\0..."sv, "NSS or other SQLite database"},
      {"\x1E\xF1\xB5\xB0\0\0\0\0"sv, "Microsoft private key file (PVK)"},
      {"PK\3\4...."sv, "archive inside another container"},
      {"0000\t30 82 04 1f 30 82 03 07  a0 03 02 01 02 02 10 00   0...0...........\n"sv, "hexadecimal dump by certutil"},
      {"================ Certificate 0 ================\nSerial Number: 01\n"sv, "listing by certutil"},
      {"Keystore type: PKCS12\nKeystore provider: SUN\n"sv, "listing by keytool"},
      {"Certificate:\n    Data:\n        Version: 3 (0x2)\n"sv, "text dump of a certificate"},
  };
  for (const auto& [octets, name] : files) {
    const Container container = read_text(octets);
    EXPECT_EQ(container.format, Format::recognized) << name;
    EXPECT_EQ(container.status, ReadStatus::unreadable) << name;
    EXPECT_EQ(codes_of(container), Strings{"format-unsupported"}) << name;
    EXPECT_TRUE(diagnostic_of(container, "format-unsupported").message.starts_with(std::string(name) + ": ")) << name;
  }
}

TEST(Detect, EveryRowIsReadOrHasAdvice) {
  for (const FormatRow& row : format_rows()) EXPECT_NE(row.read == nullptr, row.advice.empty()) << row.name;
}

TEST(Detect, UnknownOctetsAreUnreadable) {
  for (std::string_view octets : {"hello world\n"sv, "\xEF\x76\xAA\x56"sv, "\n"sv, "0"sv}) {
    const Container container = read_text(octets);
    EXPECT_EQ(container.format, Format::unknown);
    EXPECT_EQ(codes_of(container), Strings{"unknown-format"});
    EXPECT_EQ(container.status, ReadStatus::unreadable);
  }
}

TEST(Detect, JsonAndManifestsThatHoldNoCertificateAreOfNoKnownKind) {
  for (std::string_view octets : {"{\"name\": \"left-pad\"}"sv, "apiVersion: v1\nkind: Service\nspec: {}\n"sv}) {
    EXPECT_EQ(read_text(octets).format, Format::unknown) << octets;
  }
}

TEST(Detect, EmptyFileIsSaidToBeEmpty) {
  const Container container = read_text("");
  EXPECT_EQ(codes_of(container), Strings{"file-empty"});
  EXPECT_EQ(container.diagnostics[0].message, "file is empty");
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Detect, FileOverTheLimitIsNotLookedAt) {
  Limits limits;
  limits.file_bytes = 100;
  const Container container = read_text(pem("CERTIFICATE", kLeaf), {}, limits);
  EXPECT_EQ(codes_of(container), Strings{"file-too-large"});
  EXPECT_TRUE(container.entries.empty());
}

TEST(Detect, ReadsBareBase64OfAnyObject) {
  for (std::string_view base64 : {kLeaf, kPkcs7, kPkcs8}) {
    const Container container = read_text(std::string(base64) + "\r\n");
    EXPECT_EQ(container.format, Format::base64);
    EXPECT_FALSE(container.entries.empty());
    EXPECT_EQ(codes_of(container), Strings{"base64-bare"});
  }
}

TEST(Detect, CutBase64IsUnreadable) {
  const Container container = read_text(kLeaf.substr(0, 100));
  EXPECT_EQ(container.format, Format::base64);
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(Detect, PathIsInEveryLocation) {
  const Container container = read_text("nothing known");
  EXPECT_EQ(container.path, "test.file");
  EXPECT_EQ(container.diagnostics.at(0).location.path, "test.file");
}

}  // namespace
}  // namespace chainlint
