// NSS's certdata.txt.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "store_builder.h"

namespace chainlint::formats {
namespace nss_certdata_test {

using namespace openssl_samples;
using Strings = std::vector<std::string>;

std::string octal(ByteView octets) {
  std::string text;
  for (std::size_t i = 0; i < octets.size(); ++i) text += fmt::format("\\{:03o}{}", octets[i], i % 16 == 15 ? "\n" : "");
  return text + "\nEND\n";
}

std::string certificate_object(std::string_view label, std::string_view base64) {
  return "CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\nCKA_TOKEN CK_BBOOL CK_TRUE\nCKA_LABEL UTF8 \"" + std::string(label) +
         "\"\nCKA_VALUE MULTILINE_OCTAL\n" + octal(der_of(base64));
}

// Issuer and serial number of the leaf: openssl asn1parse.
const Bytes kIssuer = {0x30, 0x0F, 0x31, 0x0D, 0x30, 0x0B, 0x06, 0x03, 0x55, 0x04, 0x03, 0x0C, 0x04, 'R', 'o', 'o', 't'};
const Bytes kSerial = {0x02, 0x01, 0x02};

std::string trust_object(std::string_view attributes, std::string_view kind = "CKO_NSS_TRUST") {
  return "\n# Trust\nCKA_CLASS CK_OBJECT_CLASS " + std::string(kind) + "\nCKA_ISSUER MULTILINE_OCTAL\n" + octal(kIssuer) +
         "CKA_SERIAL_NUMBER MULTILINE_OCTAL\n" + octal(kSerial) + std::string(attributes);
}

TEST(NssCertdata, ReadsCertificatesWithTheirLabels) {
  const std::string text = "# licence\nBEGINDATA\nCKA_CLASS CK_OBJECT_CLASS CKO_NSS_BUILTIN_ROOT_LIST\nCKA_LABEL UTF8 \"Roots\"\n\n" +
                           certificate_object("Leaf", kLeaf) + "\n" + certificate_object("Root", kRoot);
  const Container container = read_text(text);
  EXPECT_EQ(container.format, Format::nss_certdata);
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].label, "Leaf");
  EXPECT_EQ(container.entries[0].location.line, 6u);
  EXPECT_EQ(container.entries[0].location.inner, "object 2 \"Leaf\"");
  EXPECT_EQ(container.entries[0].description, "certificate");
  EXPECT_EQ(codes_of(container), Strings{});
}

TEST(NssCertdata, DecodesTheEscapesOfLabels) {
  const Container container = read_text(certificate_object("F\\xC5\\x91tan \\x \\q", kLeaf));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].label, "F\xC5\x91tan \\x \\q");
}

TEST(NssCertdata, MatchesTrustByIssuerAndSerialNumber) {
  const std::string trusted =
      "CKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_TRUSTED_DELEGATOR\nCKA_TRUST_EMAIL_PROTECTION CK_TRUST CKT_NSS_TRUSTED_DELEGATOR\n"
      "CKA_TRUST_CODE_SIGNING CK_TRUST CKT_NSS_MUST_VERIFY_TRUST\nCKA_TRUST_STEP_UP_APPROVED CK_BBOOL CK_FALSE\n";
  const Container container = read_text(certificate_object("Leaf", kLeaf) + certificate_object("Root", kRoot) + trust_object(trusted));
  ASSERT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].description, "certificate, trusted for server authentication and e-mail");
  EXPECT_TRUE(container.entries[0].trusted_certificate);
  EXPECT_EQ(container.entries[1].description, "certificate");
  EXPECT_FALSE(container.entries[1].trusted_certificate);
}

TEST(NssCertdata, ReadsTheNewerTrustObjects) {
  const std::string anchor = "CKA_PKCS_TRUST_SERVER_AUTH CK_TRUST CKT_TRUST_ANCHOR\nCKA_PKCS_TRUST_CODE_SIGNING CK_TRUST CKT_NOT_TRUSTED\n";
  const Container container = read_text(certificate_object("Leaf", kLeaf) + trust_object(anchor, "CKO_TRUST"));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].description, "certificate, trusted for server authentication");
}

TEST(NssCertdata, TellsDistrust) {
  const std::string distrusted = "CKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_NOT_TRUSTED\n";
  const Container container = read_text(certificate_object("Leaf", kLeaf) + trust_object(distrusted));
  ASSERT_EQ(container.entries.size(), 1u);
  EXPECT_EQ(container.entries[0].description, "certificate, distrusted");
  EXPECT_FALSE(container.entries[0].trusted_certificate);
  // "190701000000Z" in octal, as NSS writes it.
  const std::string after =
      "CKA_NSS_SERVER_DISTRUST_AFTER MULTILINE_OCTAL\n\\061\\071\\060\\067\\060\\061\\060\\060\\060\\060\\060\\060\\132\nEND\n";
  const Container dated = read_text(certificate_object("Leaf", kLeaf) + after);
  EXPECT_EQ(dated.entries[0].description, "certificate, not trusted for servers with certificates issued after 2019-07-01");
}

TEST(NssCertdata, MatchesTrustByHashAndNotesTrustInNoCertificate) {
  const Bytes leaf_sha1 = {0xD8, 0x38, 0xB7, 0x81, 0x53, 0x92, 0xB6, 0x4C, 0xBC, 0x89,
                           0x3F, 0x01, 0x29, 0xA9, 0x6F, 0x5B, 0x24, 0x8D, 0xAF, 0x6F};
  const std::string by_hash = "CKA_CLASS CK_OBJECT_CLASS CKO_NSS_TRUST\nCKA_CERT_SHA1_HASH MULTILINE_OCTAL\n" + octal(leaf_sha1) +
                              "CKA_TRUST_SERVER_AUTH CK_TRUST CKT_NSS_TRUSTED_DELEGATOR\n";
  EXPECT_EQ(read_text(certificate_object("Leaf", kLeaf) + by_hash).entries[0].description,
            "certificate, trusted for server authentication");
  const Container alone = read_text(certificate_object("Root", kRoot) + by_hash);
  EXPECT_EQ(diagnostic_of(alone, "certdata-trust-alone").message, "1 trust object without a certificate in this file");
  EXPECT_EQ(alone.status, ReadStatus::read);
}

TEST(NssCertdata, NamesTheLineOfDamageAndReadsOn) {
  std::string damaged = certificate_object("Leaf", kLeaf);
  const std::size_t third = damaged.find('\n', damaged.find('\n', damaged.find("OCTAL\n") + 6) + 1) + 1;
  damaged.replace(third, 4, "\\9x1");
  const Container container = read_text(damaged + certificate_object("Root", kRoot));
  EXPECT_EQ(diagnostic_of(container, "certdata-damaged").location.line, 7u);
  EXPECT_EQ(container.entries.size(), 2u);
  EXPECT_EQ(container.entries[0].kind, EntryKind::other);
  EXPECT_EQ(sha256_of(container), Strings{std::string(kRootSha256)});
  EXPECT_EQ(container.status, ReadStatus::partial);
}

TEST(NssCertdata, AMissingEndDoesNotSwallowTheNextObject) {
  std::string cut = certificate_object("Leaf", kLeaf);
  cut.erase(cut.rfind("END\n"));
  const Container container = read_text(cut + certificate_object("Root", kRoot));
  EXPECT_EQ(sha256_of(container), (Strings{std::string(kLeafSha256), std::string(kRootSha256)}));
  EXPECT_EQ(codes_of(container), Strings{"certdata-damaged"});
}

TEST(NssCertdata, WithoutCertificatesIsAnError) {
  const Container container = read_text("BEGINDATA\nCKA_CLASS CK_OBJECT_CLASS CKO_NSS_BUILTIN_ROOT_LIST\n");
  EXPECT_EQ(codes_of(container), Strings{"certdata-no-certificates"});
  const Container no_value = read_text("CKA_CLASS CK_OBJECT_CLASS CKO_CERTIFICATE\nCKA_LABEL UTF8 \"x\"\n");
  EXPECT_EQ(codes_of(no_value), Strings{"certdata-no-value"});
}

}  // namespace nss_certdata_test
}  // namespace chainlint::formats
