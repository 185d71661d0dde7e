#include <gtest/gtest.h>

#include <algorithm>

#include "case.h"

namespace chainlint::chain {
namespace path_search_test {

constexpr const char* kChain = R"(
  root:  { subject: "CN=Example Root,O=Example", ca: true }
  inter: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  leaf:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  stranger: { subject: "CN=Other CA,O=Other", ca: true }
)";

TEST(PathSearch, EndsAtAnAnchorThatIsNotInTheFile) {
  Case chain(kChain);
  chain.file({"leaf", "inter"}).anchors({"root"}).run();
  EXPECT_EQ(chain.path(), "leaf inter root");
  EXPECT_EQ(chain.stop(), "anchor");
  EXPECT_EQ(chain.problems(), "");
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.analysis.path->steps[2].source, StepSource::anchor);
  EXPECT_EQ(chain.analysis.path->links.size(), 2u);
  EXPECT_EQ(chain.analysis.path->links[0].signature, crypto::SignatureVerdict::valid);
  EXPECT_EQ(chain.analysis.path->links[0].key_id, KeyIdMatch::match);
  EXPECT_EQ(chain.analysis.candidates, 1u);
}

TEST(PathSearch, TakesARootOfTheFileForTheBundlesOwn) {
  Case chain(kChain);
  chain.file({"leaf", "inter", "root"}).anchors({"root"}).run();
  EXPECT_EQ(chain.path(), "leaf inter root");
  EXPECT_EQ(chain.analysis.path->steps[2].source, StepSource::bundle);
  EXPECT_EQ(chain.member("root").path_index, 2u);
  EXPECT_TRUE(chain.member("root").anchor);
}

// The verdict hangs on what is there, not on how often or in which order.
TEST(PathSearch, IsTheSameForEveryOrderWithDuplicatesStrangersAndTheRoot) {
  std::vector<std::string> items = {"inter", "leaf", "root", "stranger", "inter"};
  std::sort(items.begin(), items.end());
  do {
    Case chain(kChain);
    chain.file(items).anchors({"root"}).run();
    EXPECT_TRUE(chain.valid());
    EXPECT_EQ(chain.path(), "leaf inter root");
  } while (std::next_permutation(items.begin(), items.end()));
}

TEST(PathSearch, FailsWithoutTheIssuer) {
  Case chain(kChain);
  chain.file({"leaf", "stranger"}).anchors({"root"}).run();
  EXPECT_FALSE(chain.valid());
  EXPECT_EQ(chain.stop(), "issuer_missing");
}

TEST(PathSearch, FailsWithAnotherAnchor) {
  Case chain(kChain);
  chain.file({"leaf", "inter", "root"}).anchors({"stranger"}).run();
  EXPECT_EQ(chain.stop(), "untrusted_root");
  EXPECT_EQ(chain.path(), "leaf inter root");
}

TEST(PathSearch, FailsOutsideOfTheValidity) {
  Case chain(kChain);
  chain.file({"leaf", "inter"}).anchors({"root"}).at("2028-01-01").run();
  EXPECT_EQ(chain.problems(), "leaf: expired");
  EXPECT_EQ(chain.details(), "expired on 2027-01-01");
}

TEST(PathSearch, AcceptsAnIntermediateAsAnchor) {
  Case chain(kChain);
  chain.file({"leaf", "inter"}).anchors({"inter"}).run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf inter");
}

TEST(PathSearch, AcceptsALeafThatIsItselfAnAnchor) {
  Case chain(R"(
  leaf: { subject: "CN=www.example.com", dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"leaf"}).host("www.example.com").run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf");
  chain.host("other.example.com").run();
  EXPECT_EQ(chain.problems(), "leaf: host");
}

TEST(PathSearch, DoesNotBelieveALeafThatOnlyBorrowsAnAnchorsNameAndKey) {
  Case chain(R"(
  mine:  { subject: "CN=www.example.com", dns: [www.example.com] }
  other: { subject: "CN=Other CA", ca: true }
  leaf:  { subject: "CN=www.example.com", key: same-as:mine, issuer: other, dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"mine"}).run();
  EXPECT_FALSE(chain.valid());
}

TEST(PathSearch, ChoosesTheRenewedCopyOfAnExpiredIntermediate) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  old:   { subject: "CN=CA", issuer: root, ca: true, not_before: 2020-01-01, not_after: 2025-01-01 }
  new:   { subject: "CN=CA", issuer: root, ca: true, key: same-as:old, not_before: 2024-06-01 }
  leaf:  { issuer: old, dns: [www.example.com] }
)");
  chain.file({"leaf", "old", "new"}).anchors({"root"}).run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf new root");
}

TEST(PathSearch, PrefersTheNewestOfTwoValidCopies) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  old:   { subject: "CN=CA", issuer: root, ca: true, not_before: 2023-01-01 }
  new:   { subject: "CN=CA", issuer: root, ca: true, key: same-as:old, not_before: 2024-06-01 }
  leaf:  { issuer: old, dns: [www.example.com] }
)");
  chain.file({"leaf", "old", "new"}).anchors({"root"}).run();
  EXPECT_EQ(chain.path(), "leaf new root");
}

TEST(PathSearch, PrefersMatchingKeyIdsAndAllowsOthers) {
  const std::string certificates = R"(
  root:  { subject: "CN=Root", ca: true }
  odd:   { subject: "CN=CA", issuer: root, ca: true, subject_key_id: 0102, not_before: 2025-06-01 }
  right: { subject: "CN=CA", issuer: root, ca: true, key: same-as:odd }
  leaf:  { issuer: right, dns: [www.example.com] }
)";
  Case both(certificates);
  both.file({"leaf", "odd", "right"}).anchors({"root"}).run();
  EXPECT_EQ(both.path(), "leaf right root");
  Case one(certificates);
  one.file({"leaf", "odd"}).anchors({"root"}).run();
  EXPECT_TRUE(one.valid());
  EXPECT_EQ(one.analysis.path->links[0].key_id, KeyIdMatch::mismatch);
}

TEST(PathSearch, AvoidsSha1WhereItCan) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  weak:  { subject: "CN=CA", issuer: root, ca: true, signature: sha1, not_before: 2025-06-01 }
  good:  { subject: "CN=CA", issuer: root, ca: true, key: same-as:weak }
  leaf:  { issuer: weak, dns: [www.example.com] }
)");
  chain.file({"leaf", "weak", "good"}).anchors({"root"}).run();
  EXPECT_EQ(chain.path(), "leaf good root");
  chain.file({"leaf", "weak"}).run();
  EXPECT_EQ(chain.problems(), "weak: weak_signature");
}

TEST(PathSearch, PrefersTheTrustedRootToItsCrossSignedCopy) {
  Case chain(R"(
  old:   { subject: "CN=Old Root", ca: true }
  root:  { subject: "CN=Root", ca: true }
  cross: { subject: "CN=Root", issuer: old, ca: true, key: same-as:root }
  inter: { subject: "CN=CA", issuer: root, ca: true }
  leaf:  { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "inter", "cross"}).anchors({"old", "root"}).run();
  EXPECT_EQ(chain.path(), "leaf inter root");
  EXPECT_TRUE(chain.member("cross").related);
  EXPECT_TRUE(chain.member("cross").anchor);
  chain.anchors({"old"}).run();
  EXPECT_EQ(chain.path(), "leaf inter cross old");
  EXPECT_TRUE(chain.valid());
}

TEST(PathSearch, GoesAroundAnExpiredAnchorOverACrossSignature) {
  Case chain(R"(
  other: { subject: "CN=Other Root", ca: true }
  root:  { subject: "CN=Root", ca: true, not_before: 2000-01-01, not_after: 2020-01-01 }
  cross: { subject: "CN=Root", issuer: other, ca: true, key: same-as:root }
  leaf:  { issuer: root, dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"root"}).run();
  EXPECT_EQ(chain.problems(), "root: expired");
  chain.file({"leaf", "cross"}).anchors({"root", "other"}).run();
  EXPECT_TRUE(chain.valid());
  EXPECT_EQ(chain.path(), "leaf cross other");
}

TEST(PathSearch, ReportsTheWayWithTheFewestProblems) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  worse: { subject: "CN=CA", issuer: root, not_before: 2020-01-01, not_after: 2021-01-01 }
  bad:   { subject: "CN=CA", issuer: root, ca: true, key: same-as:worse, not_before: 2020-01-01, not_after: 2021-01-01 }
  leaf:  { issuer: bad, dns: [www.example.com] }
)");
  chain.file({"worse", "leaf", "bad"}).anchors({"root"}).run();
  EXPECT_EQ(chain.path(), "leaf bad root");
  EXPECT_EQ(chain.problems(), "bad: expired");
}

}  // namespace path_search_test
}  // namespace chainlint::chain
