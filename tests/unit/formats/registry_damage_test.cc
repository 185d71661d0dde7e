// Damaged registry exports, and property lists that are alone.
#include <gtest/gtest.h>

#include "store_builder.h"

namespace chainlint::formats {
namespace registry_damage_test {

using namespace openssl_samples;
using namespace store_builder;
using Strings = std::vector<std::string>;

constexpr std::string_view kStart =
    "Windows Registry Editor Version 5.00\r\n\r\n"
    "[HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\SystemCertificates\\CA\\Certificates\\d838b7815392b64cbc893f0129a96f5b248daf6f]\r\n";

std::string value(const std::string& data) { return std::string(kStart) + "\"Blob\"=" + data + "\r\n"; }

TEST(RegistryDamage, NamesTheLineOfWhatIsNotHexadecimal) {
  const Container container = read_text(value("hex:20,00,\\\r\n  0g,00"));
  const Diagnostic damage = diagnostic_of(container, "registry-value");
  EXPECT_EQ(damage.message, "a byte has one hexadecimal digit; two are needed; the rest of the value was not read");
  EXPECT_EQ(damage.location.line, 5u);
  EXPECT_EQ(container.status, ReadStatus::unreadable);
  EXPECT_EQ(diagnostic_of(read_text(value("hex:__BLOB__")), "registry-value").message,
            "'_' is not a hexadecimal digit; the rest of the value was not read");
  EXPECT_TRUE(read_text(value("hex:20,0")).has_diagnostic("registry-value"));
  EXPECT_TRUE(read_text(value("hex:2000")).has_diagnostic("registry-value"));
  EXPECT_TRUE(read_text(value("\"text\"")).has_diagnostic("registry-value"));
}

TEST(RegistryDamage, KeepsTheCertificateBeforeTheDamage) {
  const Bytes blob = joined({element(32, der_of(kLeaf)), element(11, wide("name"))});
  std::string text = hex_value(blob);
  text.resize(text.size() - 4);
  text += "xx";
  const Container container = read_text(value("hex:" + text));
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{"registry-value"});
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(RegistryDamage, ALostLineDoesNotSwallowTheNextKey) {
  const std::string good = std::string(kStart.substr(kStart.find('['))) + "\"Blob\"=hex:" + hex_value(element(32, der_of(kLeaf))) + "\r\n";
  const Container cut = read_text(value("hex:20,00,\\") + good);
  EXPECT_EQ(sha256_of(cut), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(cut), Strings{"registry-value"});
  const Container without_backslash = read_text(value("hex:20,00,\r\n  00,00") + good);
  EXPECT_EQ(sha256_of(without_backslash), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(without_backslash), (Strings{"registry-value", "registry-line"}));
}

TEST(RegistryDamage, CommentsBetweenTheLinesOfAValueArePassedOver) {
  std::string text = hex_value(element(32, der_of(kLeaf)));
  text.insert(text.find("\r\n"), "\r\n; zz\r\n");
  const Container container = read_text(value("hex:" + text));
  EXPECT_EQ(sha256_of(container), Strings{std::string(kLeafSha256)});
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryDamage, LimitsTheBytesOfAValue) {
  std::string text = "hex:00";
  for (int i = 0; i < (4 << 20); ++i) text += ",00";
  const Container container = read_text(value(text));
  EXPECT_EQ(diagnostic_of(container, "registry-value").message,
            "the value has more than 4194304 bytes; the rest of the value was not read");
}

TEST(RegistryDamage, ReadsAKeyWithoutItsBracketAndSaysSo) {
  std::string text = value("hex:" + hex_value(element(32, der_of(kLeaf))));
  text.erase(text.find(']'), 1);
  const Container container = read_text(text);
  EXPECT_EQ(codes_of(container), Strings{"registry-key"});
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
}

TEST(RegistryBlob, IsReadAsAFileOfItsOwn) {
  const Bytes blob = joined({element(11, wide("www")), element(19, {}), element(32, der_of(kLeaf))});
  const Container container = read_octets_as_file(blob);
  EXPECT_EQ(container.format, Format::registry_blob);
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].label, "www");
  EXPECT_TRUE(container.entries[0].archived);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryBlob, EndsAtTheEndMarker) {
  const Container container = read_octets_as_file(joined({element(32, der_of(kLeaf)), Bytes(12, 0), {1, 2, 3}}));
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(RegistryBlob, CutPropertyIsAnErrorAndTheCertificateIsKept) {
  Bytes blob = joined({element(32, der_of(kLeaf)), element(11, wide("name"))});
  blob.resize(blob.size() - 3);
  const Container container = read_octets_as_file(blob);
  EXPECT_EQ(container.count(EntryKind::certificate), 1u);
  EXPECT_EQ(diagnostic_of(container, "registry-truncated").message, "a property needs 10 bytes; 7 are left");
}

TEST(RegistryBlob, WithoutACertificateIsAnError) {
  const Container container = read_octets_as_file(element(11, wide("name")));
  EXPECT_EQ(codes_of(container), Strings{"registry-no-certificates"});
  EXPECT_EQ(container.status, ReadStatus::unreadable);
}

TEST(RegistryBlob, DamagedCertificateIsAnEntryAndAnError) {
  const Container container = read_octets_as_file(joined({element(11, wide("name")), element(32, {0x30, 0x01})}));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::other);
  EXPECT_EQ(codes_of(container), Strings{"certificate-unreadable"});
}

}  // namespace registry_damage_test
}  // namespace chainlint::formats
