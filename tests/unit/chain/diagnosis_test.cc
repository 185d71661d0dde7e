#include "diagnosis.h"

#include <gtest/gtest.h>

#include "case.h"

namespace chainlint::chain {
namespace diagnosis_test {

constexpr const char* kRenewal = R"(
  root:   { subject: "CN=Example Root,O=Example", ca: true }
  inter:  { subject: "CN=Example CA 2,O=Example", issuer: root, ca: true }
  before: { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true }
  rekeyed: { subject: "CN=Example CA 2,O=Example", issuer: root, ca: true }
  renamed: { subject: "CN=Example CA 2 old name,O=Example", issuer: root, ca: true, key: same-as:inter }
  foreign: { subject: "CN=Foreign CA,O=Foreign", issuer: root, ca: true }
  leaf:    { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com] }
  broken:  { subject: "CN=www.example.com", issuer: inter, dns: [www.example.com], damage: signature }
)";

// stop, near (where), stale, pool.
std::string diagnosis(const std::vector<std::string>& file, const std::vector<std::string>& anchors = {"root"},
                      const std::vector<std::string>& pool = {}) {
  Case chain(kRenewal);
  chain.file(file).anchors(anchors).pool(pool).run();
  EXPECT_FALSE(chain.valid());
  std::string text = chain.path() + ": " + chain.stop();
  if (!chain.analysis.missing) return text;
  const MissingIssuer& missing = *chain.analysis.missing;
  text += ", near " + chain.name_of(missing.near) + (missing.near_in_bundle ? " in the bundle" : "") + ", stale " +
          chain.name_of(missing.stale);
  for (const x509::CertificatePtr& candidate : missing.in_pool) text += ", pool " + chain.name_of(candidate);
  return text;
}

TEST(Diagnosis, TellsTheFourCausesApart) {
  EXPECT_EQ(diagnosis({"leaf"}), "leaf: issuer_missing, near -, stale -");
  EXPECT_EQ(diagnosis({"leaf", "rekeyed"}), "leaf: issuer_rekeyed, near rekeyed in the bundle, stale -");
  EXPECT_EQ(diagnosis({"leaf", "renamed"}), "leaf: issuer_renamed, near renamed in the bundle, stale -");
  EXPECT_EQ(diagnosis({"leaf", "inter", "root"}, {"foreign"}), "leaf inter root: untrusted_root");
}

TEST(Diagnosis, KnowsADamagedSignatureByTheMatchingKeyId) {
  EXPECT_EQ(diagnosis({"broken", "inter"}), "broken: signature_invalid, near inter in the bundle, stale -");
}

TEST(Diagnosis, FindsTheStaleIntermediateByItsNumberOrItsIssuer) {
  EXPECT_EQ(diagnosis({"leaf", "before", "foreign"}), "leaf: issuer_missing, near -, stale before");
  // Its name says nothing; the missing issuer is known and has the same issuer.
  EXPECT_EQ(diagnosis({"leaf", "foreign"}), "leaf: issuer_missing, near -, stale -");
  EXPECT_EQ(diagnosis({"leaf", "foreign"}, {"root"}, {"inter"}), "leaf: issuer_missing, near -, stale foreign, pool inter");
}

TEST(Diagnosis, TakesNoRootForAStaleIntermediate) { EXPECT_EQ(diagnosis({"leaf", "root"}), "leaf: issuer_missing, near -, stale -"); }

TEST(Diagnosis, NamesWhatThePoolHasAndNeverUsesIt) {
  EXPECT_EQ(diagnosis({"leaf"}, {"root"}, {"rekeyed", "inter", "foreign"}), "leaf: issuer_missing, near -, stale -, pool inter");
}

TEST(Diagnosis, PutsTheCopyThatExpiresLastFirst) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  long:  { subject: "CN=CA", issuer: root, ca: true, not_before: 2025-01-01, not_after: 2040-01-01 }
  short: { subject: "CN=CA", issuer: root, ca: true, key: same-as:long, not_before: 2025-06-01, not_after: 2039-01-01 }
  leaf:  { issuer: long, dns: [www.example.com] }
)");
  chain.file({"leaf"}).anchors({"root"}).pool({"short", "long"}).run();
  ASSERT_EQ(chain.analysis.missing->in_pool.size(), 2u);
  EXPECT_EQ(chain.name_of(chain.analysis.missing->in_pool.front()), "long");
}

TEST(Diagnosis, TakesNoCaAboveTheGapForAStaleOne) {
  Case chain(R"(
  root:   { subject: "CN=Root,O=Example", ca: true }
  policy: { subject: "CN=Policy,O=Example", issuer: root, ca: true }
  middle: { subject: "CN=Middle,O=Example", issuer: policy, ca: true }
  inter:  { subject: "CN=Issuing,O=Example", issuer: middle, ca: true }
  leaf:   { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "policy"}).anchors({"root"}).pool({"inter", "middle"}).run();
  EXPECT_EQ(chain.analysis.missing->stale, nullptr);
  EXPECT_TRUE(chain.analysis.members[1].related);
  chain.pool({}).run();
  EXPECT_EQ(chain.analysis.missing->stale, nullptr);  // the same organization is no evidence
}

TEST(Diagnosis, TakesNoCaForOtherCasForAStaleOne) {
  Case chain(R"(
  root:  { subject: "CN=Root", ca: true }
  one:   { subject: "CN=Example CA 1,O=Example", issuer: root, ca: true, path_length: 1 }
  two:   { subject: "CN=Example CA 2,O=Example", issuer: one, ca: true, path_length: 0 }
  leaf:  { issuer: two, dns: [www.example.com] }
)");
  chain.file({"leaf", "one"}).anchors({"root"}).run();
  EXPECT_EQ(chain.analysis.missing->stale, nullptr);
}

TEST(Diagnosis, TellsGenerationsOfACaByNumbersAlone) {
  const auto differ = [](const std::string& a, const std::string& b) {
    Case chain("  a: { subject: \"" + a + "\" }\n  b: { subject: \"" + b + "\" }\n");
    chain.file({"a", "b"}).run();
    return differ_in_numbers(chain.member("a").certificate->subject(), chain.member("b").certificate->subject());
  };
  EXPECT_TRUE(differ("CN=R3,O=Let's Encrypt", "CN=R10,O=Let's Encrypt"));
  EXPECT_TRUE(differ("CN=TLS RSA CA G1", "CN=TLS RSA CA G2"));
  EXPECT_TRUE(differ("CN=Issuing CA", "CN=Issuing CA 2024"));
  EXPECT_TRUE(differ("CN=Issuing CA II", "CN=Issuing CA III"));
  EXPECT_FALSE(differ("CN=R3,O=Let's Encrypt", "CN=E5,O=Let's Encrypt"));
  EXPECT_FALSE(differ("CN=R3", "CN=R10"));
  EXPECT_FALSE(differ("CN=Root CA 1,O=Example", "CN=Issuing CA 1,O=Example"));
  EXPECT_FALSE(differ("CN=Issuing CA 1,O=Example", "CN=Issuing CA 2,O=Other"));
  EXPECT_FALSE(differ("CN=Issuing CA 1,O=Example", "CN=Issuing CA 1,OU=x,O=Example"));
}

TEST(Diagnosis, LooksForNearMissesAmongTheAnchorsToo) {
  EXPECT_EQ(diagnosis({"leaf"}, {"rekeyed"}), "leaf: issuer_rekeyed, near rekeyed, stale -");
  EXPECT_EQ(diagnosis({"leaf"}, {"renamed"}), "leaf: issuer_renamed, near renamed, stale -");
}

TEST(Diagnosis, SaysWhichStepLacksItsIssuer) {
  Case chain(kRenewal);
  chain.file({"leaf", "inter"}).anchors({"foreign"}).run();
  EXPECT_EQ(chain.stop(), "issuer_missing");
  EXPECT_EQ(chain.analysis.missing->child_step, 1u);
  EXPECT_FALSE(chain.analysis.missing->child_is_leaf);
  chain.file({"leaf"}).run();
  EXPECT_TRUE(chain.analysis.missing->child_is_leaf);
}

TEST(Diagnosis, PrefersTheWalkThatEndsAtASentRoot) {
  Case chain(R"(
  elsewhere: { subject: "CN=Elsewhere", ca: true }
  root:  { subject: "CN=Root", ca: true }
  cross: { subject: "CN=Root", issuer: elsewhere, ca: true, key: same-as:root }
  inter: { subject: "CN=CA", issuer: root, ca: true }
  leaf:  { issuer: inter, dns: [www.example.com] }
)");
  chain.file({"leaf", "inter", "cross", "root"}).anchors({}).run();
  EXPECT_EQ(chain.path(), "leaf inter root");
  EXPECT_EQ(chain.stop(), "untrusted_root");
  EXPECT_EQ(chain.analysis.candidates, 2u);
}

TEST(Diagnosis, PrefersTheLongestWalkWithoutARoot) {
  Case chain(R"(
  a:     { subject: "CN=A", ca: true }
  b:     { subject: "CN=B", ca: true }
  upper: { subject: "CN=Upper", issuer: a, ca: true }
  one:   { subject: "CN=CA", issuer: upper, ca: true }
  two:   { subject: "CN=CA", issuer: b, ca: true, key: same-as:one }
  leaf:  { issuer: one, dns: [www.example.com] }
)");
  chain.file({"leaf", "two", "one", "upper"}).anchors({}).run();
  EXPECT_EQ(chain.path(), "leaf one upper");
}

TEST(Diagnosis, TakesCasThatSignEachOtherForAnUntrustedRoot) {
  Case chain(R"(
  left:   { subject: "CN=Left", ca: true }
  right:  { subject: "CN=Right", ca: true }
  lr:     { subject: "CN=Left", issuer: right, ca: true, key: same-as:left }
  rl:     { subject: "CN=Right", issuer: left, ca: true, key: same-as:right }
  leaf:   { issuer: lr, dns: [www.example.com] }
)");
  chain.file({"leaf", "lr", "rl"}).anchors({}).run();
  EXPECT_EQ(chain.path(), "leaf lr rl");
  EXPECT_EQ(chain.stop(), "untrusted_root");
}

TEST(Diagnosis, ReportsProblemsOfAWalkThatStops) {
  Case chain(kRenewal);
  chain.file({"leaf", "inter"}).anchors({}).at("2036-01-01").run();
  EXPECT_EQ(chain.problems(), "leaf: expired, inter: expired");
}

TEST(Diagnosis, NamesASelfSignedLeaf) {
  Case chain("  leaf: { subject: \"CN=www.example.com\", dns: [www.example.com] }\n");
  chain.file({"leaf"}).anchors({}).run();
  EXPECT_EQ(chain.stop(), "untrusted_root");
  EXPECT_EQ(chain.path(), "leaf");
  EXPECT_EQ(chain.analysis.members[0].role, Role::leaf);
  EXPECT_TRUE(chain.analysis.members[0].self_signed);
}

}  // namespace diagnosis_test
}  // namespace chainlint::chain
