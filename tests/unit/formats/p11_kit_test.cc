// p11-kit's persistence format.
#include <gtest/gtest.h>

#include <cstdio>

#include "store_builder.h"

namespace chainlint::formats {
namespace p11_kit_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

std::string pem_block(std::string_view label, std::string_view base64) {
  return "-----BEGIN " + std::string(label) + "-----\n" + std::string(base64) + "\n-----END " + std::string(label) + "-----\n";
}

TEST(P11Kit, ReadsCertificatesWithWhatIsSaidOfThem) {
  const std::string text = "# a comment\n[p11-kit-object-v1]\nlabel: \"Own %22Root%22\"\ntrusted: true\nx-distrusted: false\n" +
                           pem_block("CERTIFICATE", kRoot) + "\n[p11-kit-object-v1]\nclass: certificate\nx-distrusted: true\n" +
                           pem_block("CERTIFICATE", kLeaf);
  const Container container = read_text(text);
  EXPECT_EQ(container.format, Format::p11_kit);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kRootSha256), std::string(kLeafSha256)}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].label, "Own \"Root\"");
  EXPECT_EQ(container.entries[0].description, "certificate, trusted");
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[0].location.line, 6u);
  EXPECT_EQ(container.entries[0].location.inner, "object 1 \"Own \"Root\"\"");
  EXPECT_EQ(container.entries[1].description, "certificate, distrusted");
  EXPECT_FALSE(container.entries[1].trusted_certificate);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(P11Kit, PublicKeyOfAnExtensionIsNoKeyOfTheBundle) {
  const std::string text = "[p11-kit-object-v1]\nclass: x-certificate-extension\nobject-id: 2.5.29.30\nvalue: \"%30%00\"\n" +
                           pem_block("PUBLIC KEY", kPublicKey);
  const Container container = read_text(text);
  EXPECT_EQ(container.count(EntryKind::private_key), 0u);
  ASSERT_EQ(container.count(EntryKind::public_key), 1u);
  EXPECT_EQ(container.entries[0].description, "public key that an extension is for");
  EXPECT_EQ(container.status, ReadStatus::read);
}

TEST(P11Kit, ReadsACertificateInAValue) {
  std::string value;
  char escape[4];
  for (std::uint8_t octet : der_of(kLeaf)) {
    std::snprintf(escape, sizeof escape, "%%%02x", octet);
    value += octet >= '0' && octet <= '9' ? std::string(1, static_cast<char>(octet)) : std::string(escape);
  }
  const Container container = read_text("[p11-kit-object-v1]\nclass: certificate\nvalue: \"" + value + "\"\n");
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(P11Kit, KeepsWhatATrustedCertificateSaysOfItself) {
  const Container container = read_text("[p11-kit-object-v1]\nmodifiable: false\n" + pem_block("TRUSTED CERTIFICATE", kTrusted));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[0].label, "my alias");
}

TEST(P11Kit, SkipsObjectsWithoutACertificate) {
  const Container container =
      read_text("[p11-kit-object-v1]\nclass: x-trust-assertion\nx-certificate-value: \"%30%03%02%01%01\"\n[p11-kit-object-v1]\n" +
                pem_block("CERTIFICATE", kLeaf));
  EXPECT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(P11Kit, TellsDamageWithItsLineAndReadsOn) {
  const std::string good = "[p11-kit-object-v1]\n" + pem_block("CERTIFICATE", kLeaf);
  const Container value = read_text("[p11-kit-object-v1]\nclass: certificate\nvalue: \"%3g\"\n" + good);
  EXPECT_EQ(codes_of(value), Strings{"p11-kit-value"});
  EXPECT_EQ(value.diagnostics[0].location.line, 3u);
  EXPECT_EQ(value.count(EntryKind::certificate), 1u);
  const Container line = read_text("[p11-kit-object-v1]\n\nrubbish\n" + good);
  EXPECT_EQ(codes_of(line), Strings{"p11-kit-line"});
  EXPECT_EQ(line.diagnostics[0].location.line, 3u);
  const Container version = read_text(good + "[p11-kit-object-v2]\n" + pem_block("CERTIFICATE", kRoot));
  EXPECT_EQ(codes_of(version), Strings{"p11-kit-version"});
  const Container empty = read_text("[p11-kit-object-v1]\nclass: certificate\n" + good);
  EXPECT_EQ(codes_of(empty), Strings{"p11-kit-no-value"});
  const Container cut = read_text("[p11-kit-object-v1]\n-----BEGIN CERTIFICATE-----\nMII\n" + good);
  EXPECT_EQ(codes_of(cut), Strings{"pem-truncated"});
  EXPECT_EQ(cut.diagnostics[0].location.line, 2u);
  EXPECT_EQ(cut.count(EntryKind::certificate), 1u);
}

TEST(P11Kit, WithoutCertificatesIsAnError) {
  const Container container = read_text("[p11-kit-object-v1]\nclass: x-trust-assertion\n");
  EXPECT_EQ(codes_of(container), Strings{"p11-kit-no-certificates"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

// What the trust module of this machine contains, against what it says of itself.
TEST(P11Kit, ReadsTheDumpOfTheTrustModule) {
  const auto output_of = [](const char* command) {
    std::string text;
    FILE* pipe = popen(command, "r");
    if (pipe == nullptr) return text;
    char part[4096];
    while (const std::size_t size = std::fread(part, 1, sizeof part, pipe)) text.append(part, size);
    pclose(pipe);
    return text;
  };
  const std::string dump = output_of("trust dump 2>/dev/null");
  const std::string bundle = output_of("trust list --filter=certificates 2>/dev/null");
  std::size_t expected = 0;
  for (std::size_t at = bundle.find("type: certificate"); at != std::string::npos; at = bundle.find("type: certificate", at + 1)) {
    ++expected;
  }
  if (expected == 0) GTEST_SKIP() << "no trust module";
  const Container container = read_text(dump);
  EXPECT_EQ(container.format, Format::p11_kit);
  EXPECT_EQ(container.count(EntryKind::certificate), expected);
  EXPECT_EQ(container.status, ReadStatus::read);
}

}  // namespace p11_kit_test
}  // namespace chainlint::formats
