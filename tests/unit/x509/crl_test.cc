#include "chainlint/x509/crl.h"

#include <gtest/gtest.h>

#include "certificate_parts.h"
#include "openssl_samples.h"

namespace chainlint::x509 {
namespace crl_test {

TEST(Crl, ReadsItsFields) {
  const auto crl = Crl::parse(asn1::base64(kOpensslCrl));
  ASSERT_TRUE(crl);
  EXPECT_EQ((*crl)->issuer().to_string(), "CN=Test CA");
  EXPECT_EQ((*crl)->this_update()->to_string(), "2026-03-01T00:00:00Z");
  EXPECT_EQ((*crl)->next_update()->to_string(), "2026-04-01T00:00:00Z");
  EXPECT_EQ(asn1::oid_name((*crl)->signature_algorithm().oid), "ecdsaWithSHA256");
  EXPECT_EQ((*crl)->signature().size(), 72u);
  ASSERT_EQ((*crl)->extensions().size(), 2u);
  EXPECT_EQ(asn1::oid_name((*crl)->extensions()[0].oid), "authorityKeyIdentifier");
}

TEST(Crl, FindsEntriesBySerialNumber) {
  const auto crl = Crl::parse(asn1::base64(kOpensslCrl));
  ASSERT_TRUE(crl);
  EXPECT_EQ((*crl)->revoked().size(), 2u);
  const RevokedCertificate* entry = (*crl)->find(asn1::octets("00 80 FF"));
  ASSERT_NE(entry, nullptr);
  EXPECT_EQ(entry->revoked_at->to_string(), "2026-01-02T03:04:05Z");
  EXPECT_EQ(entry->reason, 1);
  EXPECT_EQ((*crl)->find(asn1::octets("05"))->reason, std::nullopt);
  EXPECT_EQ((*crl)->find(asn1::octets("80 FF")), nullptr);
  EXPECT_EQ((*crl)->find(asn1::octets("06")), nullptr);
}

TEST(Crl, ReadsVersion1WithoutEntries) {
  asn1::DerWriter writer;
  writer.sequence([](asn1::DerWriter& list) {
    const Bytes algorithm = asn1::octets("30 05 06 03 2B 65 70");
    list.sequence([&](asn1::DerWriter& tbs) { tbs.raw(algorithm).raw(encoded_name("CA")).time(*Instant::parse("2026-01-01")); });
    list.raw(algorithm).bit_string(asn1::octets("AA"));
  });
  const auto crl = Crl::parse(writer.take());
  ASSERT_TRUE(crl);
  EXPECT_FALSE((*crl)->next_update());
  EXPECT_TRUE((*crl)->revoked().empty());
}

TEST(Crl, ReadsBer) {
  const Bytes der = asn1::base64(kOpensslCrl);
  Bytes ber = asn1::octets("30 80");
  ber.insert(ber.end(), der.begin() + 4, der.end());
  ber.insert(ber.end(), {0, 0});
  const auto crl = Crl::parse(ber);
  ASSERT_TRUE(crl);
  EXPECT_EQ((*crl)->revoked().size(), 2u);
}

TEST(Crl, IsRefusedAsAWholeWhereAPartIsDamaged) {
  const Bytes good = asn1::base64(kOpensslCrl);
  const std::string_view time = "260102030405Z";
  const std::size_t at = as_text(good).find(time);
  ASSERT_NE(at, std::string_view::npos);
  Bytes bad = good;
  bad[at + 2] = '9';
  const auto crl = Crl::parse(bad);
  ASSERT_FALSE(crl);
  EXPECT_STREQ(crl.error().what, "UTCTime is not a valid date and time");
  EXPECT_EQ(crl.error().offset, at - 2);
  EXPECT_FALSE(Crl::parse({}));
  EXPECT_FALSE(Crl::parse(CertificateParts{}.der()));
}

}  // namespace crl_test
}  // namespace chainlint::x509
