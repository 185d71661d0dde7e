#include "chainlint/x509/certificate.h"

#include <gtest/gtest.h>

#include <thread>

#include "certificate_parts.h"
#include "openssl_samples.h"

namespace chainlint::x509 {
namespace certificate_test {

CertificatePtr openssl_certificate() { return *Certificate::parse(asn1::base64(kOpensslCertificate), Digest256{}); }

std::vector<std::string> texts(const std::vector<GeneralName>& names) {
  std::vector<std::string> all;
  for (const GeneralName& name : names) all.push_back(name.to_string());
  return all;
}

using Texts = std::vector<std::string>;

TEST(Certificate, ReadsTheFixedFields) {
  const auto certificate = openssl_certificate();
  EXPECT_EQ(certificate->version(), 3);
  EXPECT_EQ(certificate->serial_text(), "80:FF:01");
  EXPECT_EQ(certificate->subject().to_string(), "CN=www.example.com,OU=Web\\+Ops,O=Größe\\, Inc.,C=DE");
  EXPECT_TRUE(certificate->self_issued());
  EXPECT_EQ(certificate->not_before()->to_string(), "2026-11-22T13:46:11Z");
  EXPECT_EQ(certificate->not_after()->to_string(), "2036-11-19T13:46:11Z");
  EXPECT_EQ(certificate->public_key().to_string(), "EC P-256");
  EXPECT_EQ(asn1::oid_name(certificate->signature_algorithm().oid), "ecdsaWithSHA256");
  EXPECT_EQ(certificate->signature().size(), 71u);
  EXPECT_TRUE(certificate->defects().empty());
}

TEST(Certificate, ReadsWhatSaysWhatACaMayDo) {
  const auto certificate = openssl_certificate();
  const Extensions& extensions = certificate->extensions();
  EXPECT_TRUE(certificate->is_ca());
  EXPECT_EQ(extensions.basic_constraints->path_length, 2);
  EXPECT_EQ(*extensions.key_usage, key_usage::kDigitalSignature | key_usage::kKeyCertSign | key_usage::kCrlSign);
  ASSERT_EQ(extensions.extended_key_usage->size(), 2u);
  EXPECT_EQ(asn1::oid_name(extensions.extended_key_usage->at(1)), "clientAuth");
  EXPECT_TRUE(extensions.find(oid::kBasicConstraints)->critical);
  EXPECT_FALSE(extensions.find(oid::kSubjectKeyId)->critical);
  EXPECT_EQ(extensions.all.size(), 14u);
}

TEST(Certificate, ReadsAlternativeNames) {
  const auto certificate = openssl_certificate();
  EXPECT_EQ(texts(*certificate->extensions().subject_alt_name),
            (Texts{"www.example.com", "*.example.org", "192.0.2.1", "2001:db8::1", "a@example.com", "https://example.com/", "1.2.3.4",
                   "CN=inner", "userPrincipalName:me@example.com"}));
  EXPECT_EQ(texts(*certificate->extensions().issuer_alt_name), Texts{"issuer.example.com"});
}

TEST(Certificate, ReadsKeyIdentifiers) {
  const auto certificate = openssl_certificate();
  const Extensions& extensions = certificate->extensions();
  EXPECT_EQ(to_hex(*extensions.subject_key_id), "0102030405060708090a0b0c0d0e0f1011121314");
  EXPECT_EQ(to_hex(*extensions.authority_key_id->key_id), "0102030405060708090a0b0c0d0e0f1011121314");
  ASSERT_EQ(extensions.authority_key_id->issuer.size(), 1u);
  EXPECT_EQ(extensions.authority_key_id->issuer[0].directory.canonical(), certificate->subject().canonical());
  EXPECT_TRUE(equal(*extensions.authority_key_id->serial, certificate->serial()));
}

TEST(Certificate, ReadsNameConstraints) {
  const auto certificate = openssl_certificate();
  const NameConstraints& constraints = *certificate->extensions().name_constraints;
  ASSERT_EQ(constraints.permitted.size(), 2u);
  EXPECT_EQ(constraints.permitted[0].base.to_string(), "example.com");
  EXPECT_EQ(constraints.permitted[1].base.to_string(), "192.0.2.0/24");
  ASSERT_EQ(constraints.excluded.size(), 1u);
  EXPECT_EQ(constraints.excluded[0].base.to_string(), ".evil.example");
  EXPECT_TRUE(constraints.excluded[0].supported);
}

TEST(Certificate, ReadsPolicies) {
  const auto certificate = openssl_certificate();
  const Extensions& extensions = certificate->extensions();
  ASSERT_EQ(extensions.policies->size(), 2u);
  EXPECT_EQ(asn1::oid_to_dotted(extensions.policies->at(1)), "1.2.3.4.5");
  ASSERT_EQ(extensions.policy_mappings->size(), 1u);
  EXPECT_EQ(asn1::oid_to_dotted(extensions.policy_mappings->at(0).issuer_policy), "1.2.3.4");
  EXPECT_EQ(asn1::oid_to_dotted(extensions.policy_mappings->at(0).subject_policy), "1.2.3.5");
  EXPECT_EQ(extensions.policy_constraints->require_explicit_policy, 3);
  EXPECT_EQ(extensions.policy_constraints->inhibit_policy_mapping, 0);
  EXPECT_EQ(extensions.inhibit_any_policy, 1);
}

TEST(Certificate, ReadsUrls) {
  const auto certificate = openssl_certificate();
  const Extensions& extensions = certificate->extensions();
  EXPECT_EQ(extensions.ocsp_urls, Texts{"http://ocsp.example.com/"});
  EXPECT_EQ(extensions.ca_issuers_urls, Texts{"http://ca.example.com/ca.cer"});
  EXPECT_EQ(extensions.crl_urls, (Texts{"http://crl.example.com/1.crl", "http://crl.example.com/2.crl"}));
}

TEST(Certificate, KeepsItsBytesAndItsDigest) {
  const Bytes der = CertificateParts{}.der();
  Digest256 digest{};
  digest[0] = 0x42;
  const auto certificate = *Certificate::parse(der, digest);
  EXPECT_TRUE(equal(certificate->der(), der));
  EXPECT_EQ(certificate->sha256(), digest);
  EXPECT_EQ(certificate->tbs().data(), certificate->der().data() + 3);
}

TEST(Certificate, IsValidFromTheFirstToTheLastSecond) {
  const auto certificate = CertificateParts{}.parse();
  EXPECT_FALSE(certificate->valid_at(*Instant::parse("2025-12-31T23:59:59Z")));
  EXPECT_TRUE(certificate->valid_at(*Instant::parse("2026-01-01T00:00:00Z")));
  EXPECT_TRUE(certificate->valid_at(*Instant::parse("2027-01-01T00:00:00Z")));
  EXPECT_FALSE(certificate->valid_at(*Instant::parse("2027-01-01T00:00:01Z")));
}

TEST(Certificate, ReadsTheYears0000And9999) {
  CertificateParts parts;
  parts.validity = asn1::octets("30 22 18 0F 30303030303130313030303030305A 18 0F 39393939313233313233353935395A");
  const auto certificate = parts.parse();
  EXPECT_EQ(certificate->not_before()->to_string(), "0000-01-01T00:00:00Z");
  EXPECT_EQ(certificate->not_after()->to_string(), "9999-12-31T23:59:59Z");
  EXPECT_TRUE(certificate->defects().empty());
}

TEST(Certificate, ShowsTheSignOfItsSerialNumber) {
  CertificateParts parts;
  const std::pair<const char*, const char*> cases[] = {{"02 01 7F", "7F"},  {"02 02 00 FF", "FF"},     {"02 01 FF", "-01"},
                                                       {"02 01 80", "-80"}, {"02 02 FF 00", "-01:00"}, {"02 01 00", "00"},
                                                       {"02 00", ""}};
  for (const auto& [encoded, text] : cases) {
    parts.serial = asn1::octets(encoded);
    EXPECT_EQ(parts.parse()->serial_text(), text);
  }
}

TEST(Certificate, CountsASelfIssuedVersion1CertificateAsACa) {
  CertificateParts parts;
  parts.version.clear();
  EXPECT_FALSE(parts.parse()->is_ca());
  parts.subject = parts.issuer;
  EXPECT_EQ(parts.parse()->version(), 1);
  EXPECT_TRUE(parts.parse()->is_ca());
  EXPECT_TRUE(parts.parse()->defects().empty());
}

TEST(Certificate, IsNoCaWithoutBasicConstraints) {
  CertificateParts parts;
  parts.subject = parts.issuer;
  EXPECT_FALSE(parts.parse()->is_ca());
}

TEST(Certificate, DecodesItsExtensionsOnceForAllThreads) {
  const auto certificate = openssl_certificate();
  const Extensions* seen[4] = {};
  std::vector<std::thread> threads;
  for (auto& one : seen) threads.emplace_back([&one, &certificate] { one = &certificate->extensions(); });
  for (auto& thread : threads) thread.join();
  for (const Extensions* one : seen) {
    EXPECT_EQ(one, seen[0]);
    EXPECT_EQ(one->all.size(), 14u);
  }
}

}  // namespace certificate_test
}  // namespace chainlint::x509
