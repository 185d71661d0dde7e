// Revocation lists: x509-limbo's crl cases and PKITS sections 4.4, 4.14 and 4.15, as far as one list of the issuer says.
#include <gtest/gtest.h>

#include "case.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/base/text.h"

namespace chainlint::chain {
namespace suite_crl_test {

constexpr const char* kCertificates = R"(
  root:  { subject: "CN=Root", ca: true }
  inter: { subject: "CN=CA", issuer: root, ca: true }
  mute:  { subject: "CN=Mute", issuer: root, ca: true, key_usage: [keyCertSign] }
  leaf:  { issuer: inter, dns: [www.example.com] }
  other: { issuer: mute, dns: [www.example.com] }
)";

// Problems, or why the state of the leaf is unknown.
std::string objections_to(const std::string& lists, const std::vector<std::string>& given = {"list"}, const std::string& leaf = "leaf") {
  Case chain(kCertificates, lists);
  for (const std::string& name : given) chain.crl(name);
  chain.file({leaf, "inter", "mute"}).anchors({"root"}).run();
  const std::string& unknown = chain.analysis.path->steps.front().revocation_unknown;
  return chain.problems() + (unknown.empty() ? "" : "? " + unknown);
}

TEST(SuiteCrl, ARevokedCertificateIsRefused) { EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [leaf] }"), "leaf: revoked"); }

TEST(SuiteCrl, AnEmptyListIsFine) { EXPECT_EQ(objections_to("  list: { issuer: inter }"), ""); }

TEST(SuiteCrl, AListOfAnotherCaIsIgnored) { EXPECT_EQ(objections_to("  list: { issuer: root, revoked: [leaf] }"), ""); }

TEST(SuiteCrl, AListWithAnotherSignerIsIgnored) {
  const std::string why = "? CRL of 'CA' is not signed with the key of the issuer";
  EXPECT_EQ(objections_to("  list: { issuer: inter, signed_by: root, revoked: [leaf] }"), why);
  EXPECT_EQ(objections_to("  list: { issuer: inter, signed_by: root }"), why);
  EXPECT_EQ(objections_to("  list: { issuer: inter, damage: signature }"), why);
}

TEST(SuiteCrl, AListThatHasEndedStillRevokes) {
  const std::string dates = ", this_update: 2026-01-01, next_update: 2026-02-01";
  EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [leaf]" + dates + " }"), "leaf: revoked");
  EXPECT_EQ(objections_to("  list: { issuer: inter" + dates + " }"), "? CRL of 'CA' is valid only until 2026-02-01");
}

TEST(SuiteCrl, AListFromAfterTheTimeTellsWhatHadHappened) {
  const std::string dates = ", this_update: 2026-08-01, next_update: 2026-09-01";
  EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [{certificate: leaf, date: 2026-03-01}]" + dates + " }"), "leaf: revoked");
  EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [{certificate: leaf, date: 2026-07-01}]" + dates + " }"),
            "? CRL of 'CA' is not valid before 2026-08-01");
}

TEST(SuiteCrl, ADateOfRevocationToComeRevokesAtOnce) {
  EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [{certificate: leaf, date: 2026-12-01}] }"), "leaf: revoked");
}

TEST(SuiteCrl, ADateOfRevocationBeforeTheCertificateRevokes) {
  EXPECT_EQ(objections_to("  list: { issuer: inter, revoked: [{certificate: leaf, date: 2020-01-01}] }"), "leaf: revoked");
}

TEST(SuiteCrl, ACaThatMaySignNoListsIsNotHeard) {
  const std::string why = "? CRL of 'Mute' was issued by a CA whose keyUsage lacks cRLSign";
  EXPECT_EQ(objections_to("  list: { issuer: mute }", {"list"}, "other"), why);
  EXPECT_EQ(objections_to("  list: { issuer: mute, revoked: [other] }", {"list"}, "other"), why);
}

TEST(SuiteCrl, OneListThatTellsIsEnough) {
  const std::string lists = R"(
  old:  { issuer: inter, this_update: 2026-01-01, next_update: 2026-02-01 }
  list: { issuer: inter }
)";
  EXPECT_EQ(objections_to(lists, {"old", "list"}), "");
}

Bytes octets(const std::string& hex) {
  Bytes bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2) bytes.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
  return bytes;
}

struct ListExtension {
  ByteView oid;
  std::string value;  // hexadecimal
};

constexpr auto kDelta = asn1::make_oid<2, 5, 29, 27>();
constexpr auto kPoint = asn1::make_oid<2, 5, 29, 28>();
constexpr auto kPrivate = asn1::make_oid<1, 3, 6, 1, 4, 1, 55738, 666, 1>();

// An unsigned list of "CN=CA" with one critical extension: what it says of itself is evaluated before its signature.
x509::CrlPtr list_with(const ListExtension& extension) {
  constexpr auto kCommonName = asn1::make_oid<2, 5, 4, 3>();
  const Bytes algorithm = {0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70};
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& list) {
    list.sequence([&](asn1::DerWriter& tbs) {
      tbs.integer(1).raw(algorithm);
      tbs.sequence([&](asn1::DerWriter& name) {
        name.nested(asn1::tag::kSet, [&](asn1::DerWriter& rdn) {
          rdn.sequence([&](asn1::DerWriter& attribute) { attribute.oid(kCommonName).text(asn1::tag::kUtf8String, "CA"); });
        });
      });
      tbs.time(*Instant::parse("2026-01-01")).time(*Instant::parse("2027-01-01"));
      tbs.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& tagged) {
        tagged.sequence([&](asn1::DerWriter& extensions) {
          extensions.sequence([&](asn1::DerWriter& one) { one.oid(extension.oid).boolean(true).octet_string(octets(extension.value)); });
        });
      });
    });
    list.raw(algorithm).bit_string(algorithm);
  });
  auto crl = x509::Crl::parse(writer.take());
  EXPECT_TRUE(crl.ok());
  return crl.ok() ? *crl : nullptr;
}

std::string unknown_with(const ListExtension& extension, const std::string& leaf = "crl: \"http://example.com/partition.crl\"") {
  Case chain("  root: { subject: \"CN=Root\", ca: true }\n  inter: { subject: \"CN=CA\", issuer: root, ca: true }\n" +
             ("  leaf: { issuer: inter, dns: [www.example.com]" + (leaf.empty() ? "" : ", " + leaf) + " }\n"));
  chain.request.crls.push_back(list_with(extension));
  chain.request.assume_server_chain = true;
  chain.file({"leaf", "inter"}).anchors({"root"}).run();
  const std::string& unknown = chain.analysis.path->steps.front().revocation_unknown;
  const std::string head = "CRL of 'CA' ";
  return unknown.starts_with(head) ? unknown.substr(head.size()) : unknown;
}

// What remains to be said of a list whose scope fits: it is not signed.
constexpr const char* kFits = "is not signed with the key of the issuer";

TEST(SuiteCrl, DeltaAndIndirectListsAreNamedAsNotUnderstood) {
  EXPECT_EQ(unknown_with({kDelta, "020101"}), "is a delta CRL, which is not supported");
  EXPECT_EQ(unknown_with({kPoint, "30038401ff"}), "is an indirect CRL, which is not supported");
}

TEST(SuiteCrl, AnUnknownCriticalExtensionForbidsItsUse) {
  EXPECT_EQ(unknown_with({kPrivate, "0500"}), "has the unsupported critical extension 1.3.6.1.4.1.55738.666.1");
  EXPECT_EQ(unknown_with({kPoint, "0500"}), "has issuingDistributionPoint, which does not decode");
}

TEST(SuiteCrl, AListIsForTheCertificatesThatItSays) {
  EXPECT_EQ(unknown_with({kPoint, "30038101ff"}), kFits);
  EXPECT_EQ(unknown_with({kPoint, "30038101ff"}, "ca: true"), "does not cover CA certificates");
  EXPECT_EQ(unknown_with({kPoint, "30038201ff"}), "covers only CA certificates");
  EXPECT_EQ(unknown_with({kPoint, "30038501ff"}), "covers only attribute certificates");
  EXPECT_EQ(unknown_with({kPoint, "300483020560"}), "covers only some revocation reasons");
}

TEST(SuiteCrl, ADistributionPointMustBeTheCertificates) {
  // [0] { [0] { [6] "http://example.com/partition.crl" } }
  const std::string uri = "687474703a2f2f6578616d706c652e636f6d2f706172746974696f6e2e63726c";
  const std::string point = "3026a024a0228620" + uri;
  EXPECT_EQ(unknown_with({kPoint, point}), kFits);
  const std::string elsewhere = "is for the distribution point 'http://example.com/partition.crl', which is not in the certificate";
  EXPECT_EQ(unknown_with({kPoint, point}, "crl: \"http://example.com/other.crl\""), elsewhere);
  EXPECT_EQ(unknown_with({kPoint, point}, ""), elsewhere);
}

}  // namespace suite_crl_test
}  // namespace chainlint::chain
