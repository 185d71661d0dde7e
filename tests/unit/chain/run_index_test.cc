#include "chainlint/chain/run_index.h"

#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace run_index_test {

constexpr const char* kPrivate = R"(
  root:    { subject: "CN=Root", ca: true }
  again:   { subject: "CN=Root", ca: true, key: same-as:root, not_after: 2050-01-01 }
  old:     { subject: "CN=Root", ca: true, not_before: 2020-01-01 }
  other:   { subject: "CN=Other Root", ca: true }
  renamed: { subject: "CN=Root of before", ca: true, key: same-as:root }
  cross:   { subject: "CN=Root", issuer: other, ca: true, key: same-as:root }
  inter:   { subject: "CN=CA", issuer: root, ca: true }
  flat:    { issuer: root, dns: [flat.example.com] }
  leaf:    { issuer: inter, dns: [www.example.com] }
  mail:    { issuer: inter, dns: [mail.example.com] }
)";

std::string places(const Case& chain) {
  std::string text;
  if (!chain.analysis.missing) return "nothing";
  for (const KnownCertificate& each : chain.analysis.missing->known) {
    text += (text.empty() ? "" : ", ") + chain.name_of(each.certificate) + " " + std::string(to_string(each.source)) + " " +
            to_string(each.location);
  }
  return text;
}

std::string end(const Case& chain) {
  const PathStep& top = chain.analysis.path->steps.back();
  return chain.path() + ": " + chain.stop() + (top.known ? " at " + to_string(top.known->location) : "");
}

// As `openssl verify -CAfile ca.crt site.pem` has it: "OK" for the root that signed, error 20 for a namesake.
TEST(PrivateRoots, AreFoundBesideTheBundleAndElsewhereInTheRun) {
  Case chain(kPrivate);
  EXPECT_EQ((chain.file({"flat"}).beside("ca.crt", {"root"}).run(), end(chain)), "flat root: untrusted_root at ca.crt:1");
  EXPECT_EQ((chain.file({"flat"}).beside("b/ca.crt", {"root"}).run(), end(chain)), "flat root: untrusted_root at b/ca.crt:1");
  EXPECT_EQ((chain.file({"leaf", "inter"}).beside("ca.crt", {"root"}).run(), end(chain)), "leaf inter root: untrusted_root at ca.crt:1");
  EXPECT_FALSE(chain.analysis.missing);
}

TEST(PrivateRoots, AreTakenFromTheNearestPlace) {
  Case chain(kPrivate);
  chain.file({"flat"}).beside("a/ca.crt", {"root"}).beside("ca.crt", {"other", "root"}).run();
  EXPECT_EQ(chain.analysis.path->steps.back().known->location.path, "ca.crt");
  EXPECT_EQ(chain.analysis.path->steps.back().known->source, KnownSource::folder);
}

TEST(PrivateRoots, AreRecognizedBySignatureAndNotByName) {
  Case chain(kPrivate);
  chain.file({"flat"}).beside("ca.crt", {"old"}).run();
  EXPECT_EQ(chain.stop(), "issuer_rekeyed");
  EXPECT_EQ(chain.name_of(chain.analysis.missing->near), "old");
  EXPECT_EQ(chain.analysis.missing->near_outside->source, KnownSource::folder);
  chain.file({"flat"}).beside("ca.crt", {"old", "root"}).run();
  EXPECT_EQ(chain.path(), "flat root");
  // A namesake elsewhere proves nothing.
  chain.file({"flat"}).beside("b/ca.crt", {"old"}).run();
  EXPECT_EQ(chain.stop(), "issuer_missing");
}

TEST(PrivateRoots, OfSeveralCopiesTheOneThatExpiresLastCounts) {
  Case chain(kPrivate);
  chain.file({"flat"}).beside("ca.crt", {"root", "again"}).run();
  EXPECT_EQ(chain.path(), "flat again");
}

TEST(PrivateRoots, AreNotUsedWhereACrossSignLeadsToAnAnchor) {
  Case chain(kPrivate);
  chain.file({"leaf", "inter"}).anchors({"other"}).pool({"root", "cross"}).run();
  EXPECT_EQ(end(chain), "leaf inter: issuer_missing");
  EXPECT_EQ(places(chain), "cross pool ");
  EXPECT_FALSE(chain.analysis.missing->child_is_leaf);
}

TEST(PrivateRoots, NeverMakeABundleComplete) {
  Case chain(kPrivate);
  chain.file({"flat"}).beside("ca.crt", {"root"}).run();
  EXPECT_FALSE(chain.valid());
}

TEST(PrivateRoots, AreComparedWithTheAnchors) {
  Case chain(kPrivate);
  chain.file({"leaf", "inter", "root"}).anchors({"old"}).run();
  EXPECT_EQ(chain.stop(), "untrusted_root");
  EXPECT_EQ(chain.name_of(chain.analysis.rival_anchor->certificate), "old");
  chain.anchors({"renamed"}).run();
  EXPECT_EQ(chain.name_of(chain.analysis.rival_anchor->certificate), "renamed");
  chain.anchors({"other"}).run();
  EXPECT_FALSE(chain.analysis.rival_anchor);
}

TEST(MissingIssuers, AreNamedWithTheirPlaceInTheRun) {
  Case chain(kPrivate);
  chain.file({"leaf"}).beside("b/mail.pem", {"mail", "inter"}).run();
  EXPECT_EQ(end(chain), "leaf: issuer_missing");
  EXPECT_EQ(places(chain).substr(0, 22), "inter run b/mail.pem:1");
}

// Two tiers: the intermediate is missing from what is sent, wherever its root is.
TEST(MissingIssuers, AreNotTakenForPrivateRoots) {
  Case chain(kPrivate);
  chain.file({"leaf"}).beside("ca.crt", {"root", "inter"}).run();
  EXPECT_EQ(end(chain), "leaf: issuer_missing");
  EXPECT_EQ(places(chain).substr(0, 19), "inter folder ca.crt");
}

TEST(KeysOfTheRun, AreFoundInOtherBundles) {
  Case chain(kPrivate);
  chain.file({"leaf", "key(mail)"}).beside("b/mail.pem", {"mail"}).beside("ca.crt", {"root"}).run();
  ASSERT_EQ(chain.analysis.keys.size(), 1u);
  ASSERT_EQ(chain.analysis.keys[0].elsewhere.size(), 1u);
  EXPECT_EQ(to_string(chain.analysis.keys[0].elsewhere[0].location), "b/mail.pem:1");
  chain.file({"leaf", "key(root)"}).beside("ca.crt", {"root"}).run();
  EXPECT_TRUE(chain.analysis.keys[0].elsewhere.at(0).certificate->is_ca());
  chain.file({"leaf", "key(leaf)"}).beside("ca.crt", {"root"}).run();
  EXPECT_TRUE(chain.analysis.keys[0].elsewhere.empty());
}

TEST(RunIndexOfManyNamesakes, FindsTheOneWithTheKeyId) {
  std::string description;
  std::vector<std::string> names;
  for (int i = 0; i < 40; ++i) {
    names.push_back("ca" + std::to_string(i));
    description += "  " + names.back() + ": { subject: \"CN=kubernetes\", ca: true }\n";
  }
  description += "  leaf: { issuer: ca39, dns: [www.example.com] }\n";
  Case chain(description);
  chain.file({"leaf"});
  for (const std::string& name : names) chain.beside(name + "/ca.crt", {name});
  chain.run();
  EXPECT_EQ(chain.path(), "leaf ca39");
}

}  // namespace run_index_test
}  // namespace chainlint::chain
