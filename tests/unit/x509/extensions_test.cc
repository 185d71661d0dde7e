#include "chainlint/x509/extensions.h"

#include <gtest/gtest.h>

#include "certificate_parts.h"

namespace chainlint::x509 {
namespace extensions_test {

using Texts = std::vector<std::string>;

// A certificate with one extension that has this value.
CertificatePtr with(ByteView id, std::string_view value) {
  CertificateParts parts;
  parts.extensions = {encoded_extension(id, asn1::octets(value))};
  return parts.parse();
}

Texts defects_with(ByteView id, std::string_view value) { return defect_texts(*with(id, value)); }

TEST(BasicConstraints, Defects) {
  EXPECT_EQ(defects_with(oid::kBasicConstraints, "30 06 01 01 FF 02 01 00"), Texts{});
  EXPECT_EQ(defects_with(oid::kBasicConstraints, "30 03 01 01 00"),
            Texts{"basicConstraints: cA is encoded as FALSE, the default, which DER omits"});
  EXPECT_EQ(defects_with(oid::kBasicConstraints, "30 03 02 01 00"), Texts{"basicConstraints: pathLenConstraint without cA"});
  EXPECT_EQ(defects_with(oid::kBasicConstraints, "30 03 01 01 01"), Texts{"basicConstraints: BOOLEAN is neither 00 nor FF"});
  EXPECT_TRUE(with(oid::kBasicConstraints, "30 03 01 01 01")->is_ca());
  EXPECT_EQ(defects_with(oid::kBasicConstraints, "30 06 01 01 FF 02 01 FF"), Texts{"basicConstraints: INTEGER is negative"});
}

TEST(BasicConstraints, ThatDoNotDecodeMakeNoCa) {
  const auto certificate = with(oid::kBasicConstraints, "30 06 01 01 FF 02 01 FF");
  EXPECT_FALSE(certificate->is_ca());
  ASSERT_EQ(certificate->extensions().undecodable.size(), 1u);
  EXPECT_TRUE(equal(certificate->extensions().undecodable[0], oid::kBasicConstraints));
}

TEST(KeyUsage, Defects) {
  EXPECT_EQ(defects_with(oid::kKeyUsage, "03 02 05 A0"), Texts{});
  EXPECT_EQ(defects_with(oid::kKeyUsage, "03 02 00 A0"), Texts{"keyUsage: named bits end with zero bits, which DER omits"});
  EXPECT_EQ(with(oid::kKeyUsage, "03 02 00 A0")->extensions().key_usage, key_usage::kDigitalSignature | key_usage::kKeyEncipherment);
  EXPECT_EQ(defects_with(oid::kKeyUsage, "03 01 00"), Texts{"keyUsage: no bit is set"});
  EXPECT_EQ(defects_with(oid::kKeyUsage, "04 01 00"), Texts{"keyUsage: keyUsage is not a BIT STRING"});
}

TEST(ExtendedKeyUsage, AnEmptyListIsAListWithoutPurposes) {
  const auto certificate = with(oid::kExtendedKeyUsage, "30 00");
  EXPECT_EQ(defect_texts(*certificate), Texts{"extendedKeyUsage: no purpose is listed"});
  ASSERT_TRUE(certificate->extensions().extended_key_usage.has_value());
  EXPECT_TRUE(certificate->extensions().extended_key_usage->empty());
}

TEST(SubjectAltName, Defects) {
  EXPECT_EQ(defects_with(oid::kSubjectAltName, "30 03 82 01 61"), Texts{});
  EXPECT_EQ(defects_with(oid::kSubjectAltName, "30 00"), Texts{"subjectAltName: no name is listed"});
  EXPECT_EQ(defects_with(oid::kSubjectAltName, "30 02 82 00"), Texts{"subjectAltName: dNSName is empty"});
  EXPECT_EQ(defects_with(oid::kSubjectAltName, "30 04 82 02 C3 BC"), Texts{"subjectAltName: dNSName 'ü' is not ASCII"});
  EXPECT_EQ(defects_with(oid::kSubjectAltName, "30 05 87 03 01 02 03"),
            Texts{"subjectAltName: iPAddress has 3 bytes; 4 or 16 are allowed"});
}

TEST(SubjectAltName, ADefectPointsAtTheName) {
  const auto certificate = with(oid::kSubjectAltName, "30 07 82 01 61 82 02 C3 BC");
  ASSERT_EQ(certificate->defects().size(), 1u);
  EXPECT_EQ(certificate->der()[certificate->defects()[0].offset], 0xC3);
}

TEST(NameConstraints, Defects) {
  const std::pair<const char*, Texts> cases[] = {
      {"30 09 A0 07 30 05 82 03 616263", {}},
      {"30 00", {"nameConstraints: permitted and excluded subtrees are missing"}},
      {"30 02 A0 00", {"nameConstraints: a list of subtrees is empty"}},
      {"30 0C A0 0A 30 08 82 03 616263 80 01 00", {"nameConstraints: minimum is encoded as 0, the default, which DER omits"}},
      {"30 0C A0 0A 30 08 82 03 616263 80 01 01", {"nameConstraints: minimum is not 0"}},
      {"30 0C A1 0A 30 08 82 03 616263 81 01 00", {"nameConstraints: maximum is present"}},
      {"30 0A A0 08 30 06 82 04 2E616263", {}},
      {"30 06 A1 04 30 02 82 00", {}},
      {"30 0A A0 08 30 06 82 04 6162632E", {"nameConstraints: 'abc.' is not a domain"}},
      {"30 0A A0 08 30 06 82 04 61 2E2E 62", {"nameConstraints: 'a..b' is not a domain"}},
      {"30 09 A0 07 30 05 82 03 61 20 62", {"nameConstraints: 'a b' is not a domain"}},
      {"30 08 A0 06 30 04 81 02 61 40", {"nameConstraints: 'a@' has no domain"}},
      {"30 0A A0 08 30 06 86 04 613A2F2F", {"nameConstraints: 'a://' has more than a host name"}},
      {"30 0A A0 08 30 06 87 04 01020304", {"nameConstraints: iPAddress has 4 bytes; 8 or 32 are allowed"}},
      {"30 0E A0 0C 30 0A 87 08 01020304 FF00FF00",
       {"nameConstraints: mask of 1.2.3.4/255.0.255.0 does not consist of ones followed by zeros"}},
  };
  for (const auto& [value, expected] : cases) EXPECT_EQ(defects_with(oid::kNameConstraints, value), expected) << value;
}

TEST(NameConstraints, UndefinedSubtreesAreNotSupported) {
  const auto supported = [](std::string_view value) {
    return with(oid::kNameConstraints, value)->extensions().name_constraints->permitted.at(0).supported;
  };
  EXPECT_TRUE(supported("30 0C A0 0A 30 08 82 03 616263 80 01 00"));
  EXPECT_TRUE(supported("30 0E A0 0C 30 0A 87 08 01020300 FFFFFE00"));
  EXPECT_FALSE(supported("30 0C A0 0A 30 08 82 03 616263 80 01 01"));
  EXPECT_FALSE(supported("30 0C A0 0A 30 08 82 03 616263 81 01 00"));
  EXPECT_FALSE(supported("30 0A A0 08 30 06 87 04 01020304"));
  EXPECT_FALSE(supported("30 0E A0 0C 30 0A 87 08 01020304 00FF0000"));
  EXPECT_FALSE(supported("30 0E A0 0C 30 0A 87 08 01020304 FFFD0000"));
  EXPECT_FALSE(supported("30 07 A0 05 30 03 82 01 FF"));
}

TEST(Policies, Defects) {
  EXPECT_EQ(defects_with(oid::kCertificatePolicies, "30 06 30 04 06 02 2A03"), Texts{});
  EXPECT_EQ(defects_with(oid::kCertificatePolicies, "30 0C 30 04 06 02 2A03 30 04 06 02 2A03"),
            Texts{"certificatePolicies: a policy is listed twice"});
  EXPECT_EQ(defects_with(oid::kCertificatePolicies, "30 00"), Texts{"certificatePolicies: no policy is listed"});
  EXPECT_EQ(defects_with(oid::kPolicyMappings, "30 06 30 04 06 02 2A03"), Texts{"policyMappings: policy mapping is not a pair"});
  EXPECT_EQ(defects_with(oid::kPolicyConstraints, "30 00"), Texts{"policyConstraints: both constraints are missing"});
}

TEST(AuthorityKeyId, IssuerAndSerialComeTogether) {
  EXPECT_EQ(defects_with(oid::kAuthorityKeyId, "30 03 80 01 AA"), Texts{});
  EXPECT_EQ(defects_with(oid::kAuthorityKeyId, "30 03 82 01 05"),
            Texts{"authorityKeyIdentifier: only one of authorityCertIssuer and authorityCertSerialNumber is present"});
}

TEST(Extensions, TheFirstOfTwoCounts) {
  CertificateParts parts;
  parts.extensions = {encoded_extension(oid::kBasicConstraints, asn1::octets("30 03 01 01 FF")),
                      encoded_extension(oid::kKeyUsage, asn1::octets("03 02 05 A0")),
                      encoded_extension(oid::kBasicConstraints, asn1::octets("30 00"))};
  const auto certificate = parts.parse();
  EXPECT_TRUE(certificate->is_ca());
  EXPECT_EQ(certificate->extensions().all.size(), 3u);
  EXPECT_EQ(defect_texts(*certificate), Texts{"basicConstraints: extension is present twice; the first one is used"});
}

TEST(Extensions, CriticalThatIsFalseAndEncodedIsNoted) {
  CertificateParts parts;
  parts.extensions = {asn1::octets("30 0C 06 03 55 1D 13 01 01 00 04 02 30 00")};
  EXPECT_EQ(defect_texts(*parts.parse()), Texts{"basicConstraints: critical is encoded as FALSE, the default, which DER omits"});
  EXPECT_FALSE(parts.parse()->extensions().all[0].critical);
}

TEST(Extensions, GoOnAfterADamagedOne) {
  CertificateParts parts;
  parts.extensions = {asn1::octets("30 02 05 00"), asn1::octets("05 00"),
                      encoded_extension(oid::kBasicConstraints, asn1::octets("30 03 01 01 FF"))};
  const auto certificate = parts.parse();
  EXPECT_EQ(defect_texts(*certificate),
            (Texts{"extensions: extnID is not an OBJECT IDENTIFIER", "extensions: extension is not a SEQUENCE"}));
  EXPECT_TRUE(certificate->is_ca());
}

TEST(Extensions, AValueInPiecesIsNotDecoded) {
  CertificateParts parts;
  parts.extensions = {asn1::octets("30 0B 06 03 55 1D 13 24 04 04 02 30 00")};
  const auto certificate = parts.parse();
  EXPECT_EQ(defect_texts(*certificate), Texts{"basicConstraints: string is constructed, which DER does not allow"});
  EXPECT_FALSE(certificate->extensions().basic_constraints);
  EXPECT_EQ(certificate->extensions().undecodable.size(), 1u);
}

TEST(Extensions, KeepUnknownOnes) {
  const auto certificate = with(asn1::octets("2A 03 04"), "DE AD");
  EXPECT_EQ(defect_texts(*certificate), Texts{});
  const Extension* found = certificate->extensions().find(asn1::octets("2A 03 04"));
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(to_hex(found->value), "dead");
  EXPECT_EQ(certificate->der().data() + found->offset, found->value.data());
  EXPECT_FALSE(is_processed_extension(found->oid));
  EXPECT_TRUE(is_processed_extension(oid::kNameConstraints));
}

// A decoder that compared each with each would need minutes.
TEST(Extensions, FiftyThousandAreReadAtOnce) {
  CertificateParts parts;
  parts.extensions.assign(50000, encoded_extension(asn1::octets("2A 03 04"), {}));
  const auto certificate = parts.parse();
  EXPECT_EQ(certificate->extensions().all.size(), 50000u);
  EXPECT_EQ(certificate->extensions().defects.size(), 49999u);
}

}  // namespace extensions_test
}  // namespace chainlint::x509
