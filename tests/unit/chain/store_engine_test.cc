#include "store_case.h"

namespace chainlint::chain {
namespace store_engine_test {

using enum StoreName;

const std::string kPlain = R"(
  root:  { subject: "CN=Example Root", ca: true }
  inter: { subject: "CN=Example CA 1", issuer: root, ca: true }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] })";

// inter twice, with one name and one key.
const std::string kTwins = kPlain + R"(
  expired: { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true, not_after: 2026-01-01 }
  renewed: { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true, not_before: 2026-02-01 }
  renamed: { subject: "CN=Example Authority X3", key: same-as:inter, issuer: root, ca: true }
  rekeyed: { subject: "CN=Example CA 1", issuer: root, ca: true })";

// The new root is signed by the old one too.
const std::string kCross = kPlain + R"(
  old:   { subject: "CN=Example Old Root", ca: true }
  cross: { subject: "CN=Example Root", key: same-as:root, issuer: old, ca: true })";

TEST(StoreEngine, SendsAllButTheRoot) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"}).store(my, {}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.root(), "root");
  EXPECT_TRUE(c.sending.complete);
  EXPECT_EQ(c.alternatives(), "");
  EXPECT_EQ(c.reasons(), "leaf: the bound certificate\ninter: the only issuer in the stores\n");
  EXPECT_EQ(c.sending.certificates[1].store, "CA");
  EXPECT_EQ(c.sending.certificates[1].location.path, "CA.sst");
  EXPECT_EQ(c.sending.dropped_root->store, "Root");
}

TEST(StoreEngine, SendsTheLeafAloneWhereNothingElseIsKnown) {
  StoreCase c(kPlain);
  c.file({"leaf"}).anchors({"root"}).run();
  EXPECT_EQ(c.chain(), "leaf");
  EXPECT_FALSE(c.sending.complete);
  EXPECT_NE(c.remarks().find("no store was exported: the stores are assumed to contain only what the import adds (the leaf to My, CA"),
            std::string::npos)
      << c.remarks();
}

TEST(StoreEngine, UsesWhatTheImportAdds) {
  StoreCase c(kPlain);
  c.file({"leaf", "key(leaf)", "inter", "root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.root(), "root");
  EXPECT_EQ(c.sending.certificates[1].reason, "added by the import; the only issuer in the stores");
  EXPECT_EQ(c.sending.certificates[1].member, 1u);
}

TEST(StoreEngine, IgnoresTheOrderAndTheStrangersOfTheFile) {
  StoreCase c(kCross);
  c.file({"old", "inter", "leaf", "key(leaf)"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
}

TEST(StoreEngine, SaysWhichStoresWereNotExported) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"}).store(disallowed, {}).run();
  EXPECT_EQ(c.remarks().rfind("My was not exported: assumed to contain only what the import adds", 0), 0u) << c.remarks();
}

TEST(StoreEngine, TakesTheShorterOfEqualPaths) {
  StoreCase c(kCross);
  c.file({"leaf"}).store(ca, {"inter", "cross"}).store(root, {"root", "old"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.root(), "root");
  EXPECT_EQ(c.alternatives(), "");
}

TEST(StoreEngine, TakesTheLongerPathWhereTheShorterOneIsDisallowed) {
  StoreCase c(kCross);
  c.file({"leaf"}).store(ca, {"inter", "cross"}).store(root, {"root", "old"}).store(disallowed, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter cross");
  EXPECT_EQ(c.root(), "old");
  EXPECT_EQ(c.sending.certificates[2].reason, "the other candidate is in Disallowed");
}

TEST(StoreEngine, TakesTheLongerPathWhereTheRootOfTheShorterOneIsDisabled) {
  StoreCase c(kCross);
  c.file({"leaf"}).store(ca, {"inter", "cross"}).store(root, {"root", "old"});
  c.stores.certificates[2].disabled_for = "all purposes";
  c.run();
  EXPECT_EQ(c.chain(), "leaf inter cross");
  EXPECT_EQ(c.root(), "old");
  EXPECT_EQ(c.sending.certificates[2].reason, "the other candidate is disabled for all purposes in Root");
}

TEST(StoreEngine, FindsNoIssuerInAStoreOfBindings) {
  for (const char* store : {"WebHosting", "Remote Desktop"}) {
    StoreCase c(kPlain);
    c.file({"leaf"}).store(my, {"inter"}).store(root, {"root"}).store(ca, {});
    c.stores.certificates[0].kept_in = store;
    c.run();
    EXPECT_EQ(c.chain(), "leaf");
    EXPECT_NE(c.remarks().find("'Example CA 1' is only in " + std::string(store) + "; Windows looks for issuers in CA, Root and My"),
              std::string::npos)
        << c.remarks();
  }
}

TEST(StoreEngine, PrefersThePathToATrustedRootToAShorterOne) {
  StoreCase c(kCross);
  c.file({"leaf"}).store(ca, {"inter", "cross", "root"}).store(root, {"old"}).run();
  EXPECT_EQ(c.chain(), "leaf inter cross");
  EXPECT_EQ(c.sending.certificates[2].reason, "path with the other candidate: it ends at 'Example Root', which is not in Root");
}

TEST(StoreEngine, PassesOverAnExpiredTwin) {
  StoreCase c(kTwins);
  c.file({"leaf"}).store(ca, {"expired", "inter"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.alternatives(), "");
  EXPECT_EQ(c.sending.certificates[1].reason, "the other candidate expired on 2026-01-01");
}

TEST(StoreEngine, SendsTheExpiredTwinWhereItIsTheOnlyOne) {
  StoreCase c(kTwins);
  c.file({"leaf"}).store(ca, {"expired"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf expired");
}

TEST(StoreEngine, TakesTheNewerOfTwins) {
  for (const std::vector<std::string>& twins : {std::vector<std::string>{"renewed", "inter"}, {"inter", "renewed"}}) {
    StoreCase c(kTwins);
    c.file({"leaf"}).store(ca, twins).store(root, {"root"}).run();
    EXPECT_EQ(c.chain(), "leaf renewed") << "the order of an export decides nothing";
    EXPECT_EQ(c.sending.certificates[1].reason, "newer of two equal paths");
    EXPECT_EQ(c.alternatives(),
              "leaf inter: equal in quality and length, and older; Windows is documented to choose the newer certificate\n");
  }
}

TEST(StoreEngine, TakesTheNewerIssuerUnderTheSecondOfTwoRoots) {
  StoreCase c(R"(
  one:   { subject: "CN=Root One", ca: true }
  two:   { subject: "CN=Root Two", ca: true }
  r3:    { subject: "CN=R3", issuer: one, ca: true, not_before: 2026-02-20, not_after: 2030-01-01 }
  r3two: { subject: "CN=R3", key: same-as:r3, issuer: two, ca: true, not_before: 2026-04-01, not_after: 2056-01-01 }
  leaf:  { subject: "CN=www.example.com", issuer: r3, dns: [www.example.com] })");
  c.file({"leaf"}).store(ca, {"r3", "r3two"}).store(root, {"one", "two"}).run();
  EXPECT_EQ(c.chain(), "leaf r3two");
  EXPECT_EQ(c.root(), "two");
  EXPECT_EQ(c.sending.alternatives.size(), 1u);
}

TEST(StoreEngine, LeavesTheChoiceBetweenTwinsOfOneDateOpen) {
  const std::string description = kPlain + R"(
  twin: { subject: "CN=Example CA 1", key: same-as:inter, issuer: root, ca: true })";
  StoreCase c(description);
  c.file({"leaf"}).store(ca, {"twin", "inter"}).store(root, {"root"}).run();
  ASSERT_EQ(c.sending.alternatives.size(), 1u);
  const std::string first = c.chain();
  EXPECT_EQ(c.sending.alternatives[0].reason, "equal in quality, length and dates; the choice of Windows is not documented");
  StoreCase turned(description);
  turned.file({"leaf"}).store(root, {"root"}).store(ca, {"inter", "twin"}).run();
  EXPECT_EQ(turned.chain(), first) << "the order of an export decides nothing";
}

TEST(StoreEngine, MaySendTheKeyUnderAnotherName) {
  StoreCase c(kTwins);
  c.file({"leaf"}).store(ca, {"renamed", "inter"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf inter");
  EXPECT_EQ(c.alternatives(),
            "leaf renamed: 'Example Authority X3' has the issuer's key under a different name, and Windows searches by key identifier\n");
}

TEST(StoreEngine, SendsTheKeyUnderAnotherNameWhereNothingElseIsThere) {
  StoreCase c(kTwins);
  c.file({"leaf"}).store(ca, {"renamed"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf renamed");
}

TEST(StoreEngine, DoesNotSendACaThatHasAnotherKey) {
  StoreCase c(kTwins);
  c.file({"leaf"}).store(ca, {"rekeyed"}).store(root, {"root"}).run();
  EXPECT_EQ(c.chain(), "leaf");
  EXPECT_FALSE(c.sending.complete);
  EXPECT_NE(
      c.remarks().find("'Example CA 1' in the stores has the name of the issuer of 'www.example.com' but a different key; it is not used"),
      std::string::npos)
      << c.remarks();
}

TEST(StoreEngine, PassesOverArchivedCertificates) {
  StoreCase c(kPlain);
  c.file({"leaf"}).store(ca, {"inter"}).store(root, {"root"});
  c.stores.certificates[0].archived = true;
  c.run();
  EXPECT_EQ(c.chain(), "leaf");
}

}  // namespace store_engine_test
}  // namespace chainlint::chain
