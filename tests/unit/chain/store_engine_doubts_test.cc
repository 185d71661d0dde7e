// What documents leave open, what the engine says of it, and how far it searches.
#include "store_case.h"

namespace chainlint::chain {
namespace store_engine_doubts_test {

using enum StoreName;

const std::string kPlain = R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com], ca_issuers: "http://ca.example.com/1.cer" }
  old:   { subject: "CN=Example Old Root", ca: true }
  cross: { subject: "CN=Example Root", key: same-as:root, issuer: old, ca: true })";

TEST(StoreEngineDoubts, AMatchOfIssuerAndSerialBeatsAKeyId) {
  StoreCase c(R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true, serial: 5 }
  twin:  { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true, serial: 6 }
  leaf:  { issuer: inter, authority_key_id: { key_id: auto, issuer_serial: true }, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"twin", "inter"}).store(root, {});
  c.run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.alternatives(), "");
  EXPECT_EQ(c.sending.certificates[1].reason, "issuer and serial match; other path: the key id matches");
}

TEST(StoreEngineDoubts, AKeyIdBeatsTheNameAlone) {
  StoreCase c(R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true }
  bare:  { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true, subject_key_id: none }
  leaf:  { issuer: inter, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"bare", "inter"}).store(root, {}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.sending.certificates[1].reason, "the key id matches; other path: the name matches");
}

TEST(StoreEngineDoubts, ARootThatNoExportShowsMayEndTheChainEarlier) {
  StoreCase c(kPlain);
  c.file({"leaf", "key(leaf)", "inter", "cross"}).anchors({"root", "old"}).run();
  EXPECT_EQ(c.chain(), "leaf inter cross");
  EXPECT_TRUE(c.sending.complete);
  EXPECT_EQ(c.alternatives(),
            "leaf inter: if Root contains the self-signed 'Example Root', which automatic root update may add at any time, the chain ends "
            "there\n");
}

TEST(StoreEngineDoubts, AnIssuerInMyAloneMayNotBeSent) {
  StoreCase c(kPlain);
  c.import = PfxImport::my_only;
  c.file({"leaf", "key(leaf)", "inter"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.alternatives(), "leaf: 'Example CA 1' is only in My; Windows documents only CA as a source of issuers\n");
}

TEST(StoreEngineDoubts, AnIssuerInRootAloneMayNotBeSent) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(root, {"root", "inter"}).store(ca, {}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.sending.certificates[1].store, "Root");
  EXPECT_EQ(c.sending.alternatives.size(), 1u);
}

TEST(StoreEngineDoubts, AnIntermediateWithTheNameOfItsRootMayNotBeSent) {
  StoreCase c(R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example Root", issuer: root, ca: true }
  leaf:  { issuer: inter, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.alternatives(), "leaf: 'Example Root' has the name of its issuer, and Windows may take it for a root, which is not sent\n");
}

TEST(StoreEngineDoubts, AUsageMayNotDecide) {
  StoreCase c(R"(
  root:   { subject: "CN=Example Root", ca: true }
  inter:  { subject: "CN=Example CA 1", issuer: root, ca: true, not_before: 2026-01-01 }
  client: { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true, not_before: 2026-02-01, extended_key_usage: [clientAuth] }
  leaf:   { issuer: inter, dns: [www.example.com], extended_key_usage: [serverAuth] })");
  c.file({"leaf"}).store(ca, {"inter", "client"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(
      c.alternatives(),
      "leaf client: Windows does not document whether it looks at usages, name constraints and critical extensions when it builds the "
      "chain to send\n");
}

TEST(StoreEngineDoubts, ATrustedRootMayWeighMoreThanAValidPeriod) {
  StoreCase c(R"(
  root:    { subject: "CN=Example Root", ca: true }
  other:   { subject: "CN=Example Other Root", ca: true }
  expired: { subject: "CN=Example CA 1", issuer: root, ca: true, not_after: 2026-01-01 }
  valid:   { subject: "CN=Example CA 1", key: same-as:expired, issuer: other, ca: true }
  leaf:    { issuer: expired, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"expired", "valid", "other"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf valid");
  EXPECT_EQ(c.alternatives(),
            "leaf expired: Windows does not document which counts more: a trusted root, or certificates within their validity period\n");
}

TEST(StoreEngineDoubts, AShorterPathMayWeighMoreThanABetterMatch) {
  StoreCase c(R"(
  root:  { subject: "CN=Example Root", ca: true }
  old:   { subject: "CN=Example Old Root", ca: true }
  mid:   { subject: "CN=Example Middle", issuer: old, ca: true }
  bare:  { subject: "CN=Example CA 1", issuer: root, ca: true, authority_key_id: none }
  inter: { subject: "CN=Example CA 1", key: same-as:bare, issuer: mid, ca: true }
  leaf:  { issuer: bare, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"bare", "inter", "mid"}).store(root, {"root", "old"}).run();
  EXPECT_EQ(c.chain(), "leaf inter mid");
  EXPECT_EQ(c.alternatives(), "leaf bare: Windows does not document which counts more: a shorter path, or a better match of key ids\n");
}

TEST(StoreEngineDoubts, TellsWhereTheServerWouldFetchTheIssuer) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {}).run();
  EXPECT_NE(c.remarks().find("a server with access to 'http://ca.example.com/1.cer' downloads it"), std::string::npos) << c.remarks();
}

TEST(StoreEngineDoubts, TellsOfADisallowedCertificateThatIsSentAllTheSame) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"}).store(disallowed, {"inter"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_NE(c.remarks().find("'Example CA 1' is in Disallowed"), std::string::npos) << c.remarks();
}

TEST(StoreEngineDoubts, ReportsARootThatIsInCaOnly) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter", "root"}).store(root, {}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_NE(c.remarks().find("'Example Root' is self-signed and not in Root"), std::string::npos) << c.remarks();
}

TEST(StoreEngineDoubts, EndsWhereCertificatesSignEachOther) {
  StoreCase c(R"(
  a:     { subject: "CN=A", ca: true }
  b:     { subject: "CN=B", ca: true }
  a-b:   { subject: "CN=A", key: same-as:a, issuer: b, ca: true }
  b-a:   { subject: "CN=B", key: same-as:b, issuer: a, ca: true }
  leaf:  { issuer: a, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"a-b", "b-a"}).store(root, {}).run();
  EXPECT_EQ(c.chain(), "leaf a-b b-a") << "the partial path ends before it comes back to the same name and key";
}

TEST(StoreEngineDoubts, AStoreFullOfTwinsEndsAtTheLimit) {
  std::string description = R"(
  root:  { subject: "CN=Example Root", ca: true }
  i0: { subject: "CN=Example CA", issuer: root, ca: true }
  leaf:  { issuer: i0, dns: [www.example.com] })";
  std::vector<std::string> twins = {"i0"};
  for (int i = 1; i < 80; ++i) {
    twins.push_back("i" + std::to_string(i));
    description += "\n  " + twins.back() + ": { subject: \"CN=Example CA\", key: same-as:i0, issuer: root, ca: true }";
  }
  StoreCase c(description);
  c.file({"leaf"}).store(ca, twins).store(root, {"root"}).run();
  EXPECT_EQ(c.sending.certificates.size(), 2u);
  EXPECT_EQ(c.sending.alternatives.size(), 63u);
  EXPECT_NE(c.remarks().find("path building stopped at 64 paths; a better path may exist"), std::string::npos) << c.remarks();
}

TEST(StoreEngineDoubts, HoweverSmallTheBudgetThereIsAChain) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"});
  c.request.limits.node_expansions = 1;
  c.run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_NE(c.remarks().find("path building stopped at 1 steps of the search"), std::string::npos) << c.remarks();
  c.request.limits.node_expansions = 5000;
  c.request.limits.complete_paths = 0;
  c.run();
  EXPECT_EQ(c.chain(), "leaf");
  c.request.limits.complete_paths = 64;
  c.request.limits.path_length = 2;
  c.run();
  EXPECT_EQ(c.chain(), "leaf inter");
}

TEST(StoreEngineDoubts, WithoutSignatureChecksNamesAndKeyIdsAreBelieved) {
  StoreCase c(kPlain);
  c.request.limits.signature_checks = 0;
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_NE(c.remarks().find("path building stopped at 0 signature checks"), std::string::npos) << c.remarks();
}

TEST(StoreEngineDoubts, ASelfSignedLeafIsSent) {
  StoreCase c(R"(
  leaf:  { subject: "CN=www.example.com", dns: [www.example.com] })");
  c.file({"leaf", "key(leaf)"}).run();
  EXPECT_EQ(c.chain(), "leaf");
  EXPECT_EQ(c.root(), "-");
}

TEST(StoreEngineDoubts, WithoutALeafNothingIsPredicted) {
  StoreCase c(kPlain);
  c.file({"key(leaf)"}).store(ca, {"inter"}).run();
  EXPECT_TRUE(c.sending.certificates.empty());
  EXPECT_EQ(c.sending.unpredictable, "there is no leaf certificate to bind");
}

}  // namespace store_engine_doubts_test
}  // namespace chainlint::chain
