#include <gtest/gtest.h>

#include "certificate_parts.h"

namespace chainlint::x509 {
namespace certificate_defects_test {

using Texts = std::vector<std::string>;

Texts defects_of(const CertificateParts& parts) {
  const auto certificate = parts.parse();
  return certificate ? defect_texts(*certificate) : Texts{"no certificate"};
}

TEST(CertificateDefects, AreAbsentFromAGoodCertificate) { EXPECT_EQ(defects_of({}), Texts{}); }

TEST(CertificateDefects, ThereIsNoCertificateWithoutTheFrame) {
  EXPECT_FALSE(Certificate::parse({}, Digest256{}));
  EXPECT_FALSE(Certificate::parse(asn1::octets("02 01 05"), Digest256{}));
  EXPECT_FALSE(Certificate::parse(asn1::octets("30 04 30 00 30 00"), Digest256{}));
  Bytes cut = CertificateParts{}.der();
  cut.pop_back();
  const auto error = Certificate::parse(cut, Digest256{});
  ASSERT_FALSE(error);
  EXPECT_STREQ(error.error().what, "element is longer than its container");
}

TEST(CertificateDefects, NameTheFieldAndTheByte) {
  CertificateParts parts;
  parts.serial = asn1::octets("02 01 00");
  const auto certificate = parts.parse();
  ASSERT_EQ(certificate->defects().size(), 1u);
  const Defect defect = certificate->defects()[0];
  EXPECT_EQ(defect.field, "serialNumber");
  EXPECT_EQ(defect.what, "serial number is zero");
  EXPECT_EQ(certificate->der().data() + defect.offset, certificate->serial().data());
}

TEST(CertificateDefects, OddSerialNumbersAreNotFatal) {
  const std::pair<const char*, Texts> cases[] = {
      {"02 00", {"serialNumber: serial number is empty"}},
      {"02 01 FF", {"serialNumber: serial number is negative"}},
      {"02 02 00 05", {"serialNumber: serial number is not in its shortest form"}},
      {"02 14 7F01020304050607080910111213141516171819", {}},
      {"02 15 7F0102030405060708091011121314151617181920", {"serialNumber: serial number has 21 bytes; at most 20 are allowed"}},
      {"04 01 05", {"serialNumber: serialNumber is not an INTEGER"}},
      {"", {"serialNumber: serialNumber is not an INTEGER"}},
  };
  for (const auto& [encoded, expected] : cases) {
    CertificateParts parts;
    parts.serial = asn1::octets(encoded);
    EXPECT_EQ(defects_of(parts), expected) << encoded;
    EXPECT_EQ(parts.parse()->subject().to_string(), "CN=Subject");
  }
}

TEST(CertificateDefects, OddVersionsAreNotFatal) {
  const std::pair<const char*, Texts> cases[] = {
      {"A0 03 02 01 00", {"version: version is encoded as 0, the default, which DER omits"}},
      {"A0 03 02 01 03", {"version: version is not 0, 1 or 2"}},
      {"A0 03 02 01 FF", {"version: version is not 0, 1 or 2"}},
      {"A0 03 04 01 02", {"version: version is not an INTEGER"}},
      {"A0 00", {"version: version is not an INTEGER"}},
      {"A0 04 02 02 00 02", {"version: INTEGER is not in its shortest form"}},
      {"A0 05 02 01 02 05 00", {"version: bytes follow the version"}},
  };
  for (const auto& [encoded, expected] : cases) {
    CertificateParts parts;
    parts.version = asn1::octets(encoded);
    EXPECT_EQ(defects_of(parts), expected) << encoded;
  }
}

TEST(CertificateDefects, TimesThatOnlyBerAllowsAreRead) {
  CertificateParts parts;
  asn1::DerWriter writer;
  writer.sequence(
      [](asn1::DerWriter& times) { times.text(asn1::tag::kUtcTime, "2601010000Z").text(asn1::tag::kUtcTime, "270101010000+0100"); });
  parts.validity = writer.take();
  EXPECT_EQ(defects_of(parts),
            (Texts{"notBefore: UTCTime is not of the form YYMMDDHHMMSSZ", "notAfter: UTCTime is not of the form YYMMDDHHMMSSZ"}));
  EXPECT_EQ(parts.parse()->not_before()->to_string(), "2026-01-01T00:00:00Z");
  EXPECT_EQ(parts.parse()->not_after()->to_string(), "2027-01-01T00:00:00Z");
}

TEST(CertificateDefects, TimesThatAreNoTimesAreFatal) {
  CertificateParts parts;
  parts.validity = asn1::octets("30 1E 17 0D 323631333031303030303030 5A 17 0D 323730313031303030303030 5A");
  const auto certificate = parts.parse();
  EXPECT_EQ(defect_texts(*certificate), Texts{"!notBefore: UTCTime is not a valid date and time"});
  EXPECT_TRUE(certificate->has_fatal_defect());
  EXPECT_FALSE(certificate->not_before());
  EXPECT_EQ(certificate->not_after()->date(), "2027-01-01");
  EXPECT_FALSE(certificate->valid_at(*Instant::parse("2026-06-01")));
}

TEST(CertificateDefects, AMissingTimeIsFatal) {
  CertificateParts parts;
  parts.validity = asn1::octets("30 0F 17 0D 323630313031303030303030 5A");
  EXPECT_EQ(defects_of(parts), Texts{"!notAfter: field is missing"});
}

TEST(CertificateDefects, AGeneralizedTimeBefore2050IsNoted) {
  CertificateParts parts;
  parts.validity = asn1::octets("30 22 18 0F 32303236303130313030303030305A 18 0F 32303530303130313030303030305A");
  EXPECT_EQ(defects_of(parts), Texts{"notBefore: time before 2050 is a GeneralizedTime"});
}

TEST(CertificateDefects, UnreadableNamesAreFatal) {
  CertificateParts parts;
  parts.issuer = asn1::octets("30 02 05 00");
  EXPECT_EQ(defects_of(parts), Texts{"!issuer: RDN of a name is not a SET"});
  parts.issuer = asn1::octets("31 00");
  EXPECT_EQ(defects_of(parts), Texts{"!issuer: name is not a SEQUENCE"});
}

TEST(CertificateDefects, EmptyNames) {
  CertificateParts parts;
  parts.issuer = parts.subject = asn1::octets("30 00");
  EXPECT_EQ(defects_of(parts), Texts{"issuer: issuer is empty"});
  parts.issuer = asn1::octets("30 02 31 00");
  EXPECT_EQ(defects_of(parts), Texts{"issuer: an RDN of the name has no attribute"});
}

TEST(CertificateDefects, AnUnreadableKeyIsFatalAndAnUndecodableOneIsNot) {
  CertificateParts parts;
  parts.public_key = asn1::octets("30 00");
  EXPECT_EQ(defects_of(parts), Texts{"!subjectPublicKeyInfo: algorithm of the public key is not a SEQUENCE"});
  EXPECT_TRUE(parts.parse()->public_key().der.empty());
  parts.public_key = asn1::octets("30 0B 30 05 06 03 2B 65 70 03 02 00 01");
  EXPECT_EQ(defects_of(parts), Texts{"subjectPublicKeyInfo: public key does not match its algorithm"});
}

TEST(CertificateDefects, WhatComesAfterDamageIsMissingAndTheFrameStays) {
  CertificateParts parts;
  parts.issuer = asn1::octets("30 7F");
  parts.validity = parts.subject = parts.public_key = {};
  EXPECT_EQ(defects_of(parts), (Texts{"!issuer: element is longer than its container",
                                      "!validity: field cannot be found because the data before it is damaged",
                                      "!subject: field cannot be found because the data before it is damaged",
                                      "!subjectPublicKeyInfo: field cannot be found because the data before it is damaged"}));
  EXPECT_EQ(to_hex(parts.parse()->signature()), "aabb");
}

TEST(CertificateDefects, BerIsReadAndNoted) {
  CertificateParts parts;
  parts.issuer = asn1::octets("30 81 0D 31 0B 30 09 06 03 55 04 03 0C 02 43 41");
  EXPECT_EQ(defects_of(parts), Texts{"issuer: length is not in its shortest form"});
  EXPECT_EQ(parts.parse()->issuer().to_string(), "CN=CA");

  const Bytes der = CertificateParts{}.der();
  Bytes indefinite = asn1::octets("30 80");
  indefinite.insert(indefinite.end(), der.begin() + 3, der.end());
  indefinite.insert(indefinite.end(), {0, 0});
  ASSERT_EQ(der[1], 0x81);
  const auto certificate = Certificate::parse(indefinite, Digest256{});
  ASSERT_TRUE(certificate);
  EXPECT_EQ(defect_texts(**certificate), Texts{"certificate: length is indefinite, which DER does not allow"});
  EXPECT_EQ((*certificate)->subject().to_string(), "CN=Subject");
}

TEST(CertificateDefects, TheTwoAlgorithmsMustBeTheSame) {
  CertificateParts parts;
  parts.outer_algorithm = asn1::octets("30 05 06 03 2B 65 71");
  EXPECT_EQ(defects_of(parts), Texts{"signatureAlgorithm: algorithm is Ed448, but tbsCertificate has Ed25519"});
}

TEST(CertificateDefects, ASignatureOfOddBitsIsEmpty) {
  CertificateParts parts;
  parts.signature = asn1::octets("03 03 01 AA BB");
  EXPECT_EQ(defects_of(parts), Texts{"signatureValue: BIT STRING is not a whole number of bytes"});
  EXPECT_TRUE(parts.parse()->signature().empty());
}

TEST(CertificateDefects, UnexpectedBytes) {
  CertificateParts parts;
  parts.public_key.insert(parts.public_key.end(), {0x05, 0x00});
  EXPECT_EQ(defects_of(parts), Texts{"tbsCertificate: element does not belong in tbsCertificate"});

  Bytes der = CertificateParts{}.der();
  der.push_back(0x0A);
  EXPECT_EQ(defect_texts(**Certificate::parse(der, Digest256{})), Texts{"certificate: bytes follow the certificate"});
}

TEST(CertificateDefects, ExtensionsBelongToVersion3) {
  CertificateParts parts;
  parts.version = asn1::octets("A0 03 02 01 01");
  parts.extensions = {encoded_extension(oid::kBasicConstraints, asn1::octets("30 00"))};
  EXPECT_EQ(defects_of(parts), Texts{"extensions: extensions are in a certificate that is not version 3"});
  EXPECT_TRUE(parts.parse()->extensions().basic_constraints.has_value());
}

}  // namespace certificate_defects_test
}  // namespace chainlint::x509
