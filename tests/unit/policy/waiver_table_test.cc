#include <gtest/gtest.h>

#include "waiver_sample.h"

namespace chainlint::policy::test {
namespace waiver_table_test {

const Instant kNow = *Instant::parse("2026-11-01");

policy::WaiverTable table(const std::string& list, Instant at = kNow, const std::string& path = ".chainlint.yaml") {
  return policy::WaiverTable(read_list(list, path).waivers, "/repo", at);
}

// As a run does with each finding.
void apply(policy::WaiverTable& waivers, rules::Finding& finding, Instant at = kNow) {
  waivers.note(finding);
  finding.accepted = waivers.acceptance_at(finding, at);
}

bool accepts(const std::string& waiver, rules::Finding finding) {
  policy::WaiverTable waivers = table("- { " + waiver + kWords + " }");
  apply(waivers, finding);
  return finding.accepted.has_value();
}

facts::WaiverState state_after(const std::string& waiver, const policy::RunReach& reach) {
  return table("- { " + waiver + kWords + " }").outcomes(reach)[0].state;
}

policy::RunReach reach_of_rules() {
  policy::RunReach reach;
  reach.rules = {"leaf-expired", "leaf-expiring"};
  return reach;
}

TEST(Waivers, OfPartsOfARunAreDecidedTogether) {
  const policy::RunReach unseen = reach_of_rules();
  policy::RunReach seen = unseen, open = unseen;
  seen.certificates = {kDigestA};
  open.not_evaluated = {"leaf-expired"};
  const auto together = [](const std::vector<policy::WaiverEvidence>& parts) {
    policy::WaiverEvidence all = parts.front();
    for (const policy::WaiverEvidence& part : parts) all.add(part);
    return all.state();
  };
  policy::WaiverTable waivers = table("- { rule: leaf-expired, certificate: " + kDigestA + kWords + " }");
  const policy::WaiverEvidence nothing = waivers.evidence(unseen)[0], looked_at = waivers.evidence(seen)[0];
  const policy::WaiverEvidence not_evaluated = waivers.evidence(open)[0];
  waivers.note(sample_finding());
  const policy::WaiverEvidence met = waivers.evidence(unseen)[0];
  EXPECT_EQ(together({nothing, nothing}), facts::WaiverState::out_of_scope);
  EXPECT_EQ(together({nothing, looked_at}), facts::WaiverState::unused);
  EXPECT_EQ(together({looked_at, not_evaluated}), facts::WaiverState::out_of_scope);
  EXPECT_EQ(together({nothing, looked_at, not_evaluated, met}), facts::WaiverState::active);
}

TEST(Waivers, AcceptAFindingAboutTheirCertificate) {
  EXPECT_TRUE(accepts("rule: leaf-expired, certificate: " + kDigestA, sample_finding()));
  EXPECT_FALSE(accepts("rule: leaf-expiring, certificate: " + kDigestA, sample_finding()));
}

TEST(Waivers, EndWithTheCertificate) {
  EXPECT_FALSE(accepts("rule: leaf-expired, certificate: " + kDigestA, sample_finding("leaf-expired", kDigestB)));
}

TEST(Waivers, OfAKeyOutliveTheCertificate) {
  EXPECT_TRUE(accepts("rule: leaf-expired, key: " + kDigestC, sample_finding("leaf-expired", kDigestB)));
  rules::Finding other = sample_finding();
  other.subject_key_sha256 = kDigestB;
  EXPECT_FALSE(accepts("rule: leaf-expired, key: " + kDigestC, other));
}

TEST(Waivers, OfACertificateDoNotAcceptFindingsAboutAPrivateKey) {
  rules::Finding finding = sample_finding("key-weak");
  finding.subject = facts::SubjectKind::key;
  finding.subject_sha256 = kDigestC;
  EXPECT_FALSE(accepts("rule: key-weak, certificate: " + kDigestC, finding));
  EXPECT_TRUE(accepts("rule: key-weak, key: " + kDigestC, finding));
}

TEST(Waivers, NeedAllThatTheyName) {
  EXPECT_TRUE(accepts("rule: leaf-expired, certificate: " + kDigestA + ", paths: [\"certs/*\"]", sample_finding()));
  EXPECT_FALSE(accepts("rule: leaf-expired, certificate: " + kDigestA + ", paths: [\"other/*\"]", sample_finding()));
  EXPECT_FALSE(accepts("rule: leaf-expired, certificate: " + kDigestA + ", key: " + kDigestB, sample_finding()));
  EXPECT_TRUE(accepts("rule: leaf-expired, paths: [\"other/*\", \"certs/a.pem\"]", sample_finding()));
}

TEST(Waivers, ReadPathsFromTheFolderOfTheirFile) {
  policy::WaiverTable waivers = table("- { rule: leaf-expired, paths: [a.pem]" + kWords + " }", kNow, "certs/.chainlint.yaml");
  rules::Finding finding = sample_finding();
  apply(waivers, finding);
  ASSERT_TRUE(finding.accepted);
  EXPECT_EQ(finding.accepted->location.path, "certs/.chainlint.yaml");
}

TEST(Waivers, AreGoodToTheLastSecondOfTheirDay) {
  const std::string waiver = "- { rule: leaf-expired, certificate: " + kDigestA + ", reason: r, owner: o, expires: 2026-10-31 }";
  rules::Finding before = sample_finding(), after = sample_finding();
  policy::WaiverTable then = table(waiver, *Instant::parse("2026-10-31T23:59:59Z")), later = table(waiver, kNow);
  apply(then, before, *Instant::parse("2026-10-31T23:59:59Z"));
  apply(later, after);
  EXPECT_TRUE(before.accepted);
  EXPECT_FALSE(after.accepted);
  EXPECT_EQ(then.outcomes({})[0].state, facts::WaiverState::active);
  EXPECT_EQ(later.outcomes({})[0].state, facts::WaiverState::expired);
}

TEST(Waivers, AcceptNothingWhenMalformed) {
  policy::WaiverTable waivers = table("- { rule: leaf-expired, certificate: " + kDigestA + ", reason: r, owner: o }");
  rules::Finding finding = sample_finding();
  apply(waivers, finding);
  EXPECT_FALSE(finding.accepted);
  EXPECT_EQ(waivers.outcomes({})[0].state, facts::WaiverState::malformed);
}

TEST(Waivers, CarryTheirWordsToTheFinding) {
  policy::WaiverTable waivers =
      table("- { rule: leaf-expired, paths: [other]" + kWords + " }\n- { rule: leaf-expired, certificate: " + kDigestA +
            ", reason: why, owner: who, ticket: CHG-1, expires: 2027-03-31 }");
  rules::Finding finding = sample_finding();
  apply(waivers, finding);
  ASSERT_TRUE(finding.accepted);
  EXPECT_EQ(finding.accepted->kind, rules::Acceptance::Kind::waiver);
  EXPECT_EQ(finding.accepted->reason, "why");
  EXPECT_EQ(finding.accepted->owner, "who");
  EXPECT_EQ(finding.accepted->ticket, "CHG-1");
  EXPECT_EQ(finding.accepted->expires->to_string(), "2027-03-31T23:59:59Z");
  EXPECT_EQ(to_string(finding.accepted->location), ".chainlint.yaml:2:3");
}

TEST(Waivers, NeverAcceptWhatIsSaidOfThemselves) {
  rules::Finding finding = sample_finding("waiver-expired");
  finding.subject = facts::SubjectKind::waiver;
  EXPECT_FALSE(accepts("rule: waiver-expired, paths: [\"**\"]", finding));
}

TEST(Waivers, AreUnusedOnlyWhereTheirFilesWereLookedAt) {
  const std::string waiver = "rule: leaf-expired, paths: [certs/b.pem]";
  policy::RunReach reach = reach_of_rules();
  reach.files = {"/repo/certs/a.pem"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
  reach.files.push_back("/repo/certs/b.pem");
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::unused);
  reach.files.clear();
  reach.folders = {"/repo/certs"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::unused);
  reach.folders = {"/repo/certs2"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
}

TEST(Waivers, OfAPatternNeedItsWholeFolderLookedAt) {
  const std::string waiver = "rule: leaf-expired, paths: [\"certs/**\"]";
  policy::RunReach reach = reach_of_rules();
  reach.files = {"/repo/certs/a.pem"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
  reach.folders = {"/repo"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::unused);
}

TEST(Waivers, OfACertificateAreUnusedWhereItWasSeenOrCannotBe) {
  const std::string waiver = "rule: leaf-expired, certificate: " + kDigestA;
  policy::RunReach reach = reach_of_rules();
  reach.folders = {"/repo/certs"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
  reach.certificates = {kDigestA};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::unused);
  reach.certificates.clear();
  reach.folders = {"/repo"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::unused);
}

// What is locked may contain what the waiver is about.
TEST(Waivers, AreNotUnusedWhereSomethingWasNotRead) {
  policy::RunReach reach = reach_of_rules();
  reach.folders = {"/repo"};
  reach.unread = {"/repo/certs/b.pfx"};
  EXPECT_EQ(state_after("rule: leaf-expired, paths: [\"certs/*.pfx\"]", reach), facts::WaiverState::out_of_scope);
  EXPECT_EQ(state_after("rule: leaf-expired, paths: [\"certs/*.pem\"]", reach), facts::WaiverState::unused);
  EXPECT_EQ(state_after("rule: leaf-expired, certificate: " + kDigestA, reach), facts::WaiverState::out_of_scope);
}

TEST(Waivers, AreNotUnusedWhereTheirRuleDidNotRun) {
  const std::string waiver = "rule: leaf-expired, paths: [\"**\"]";
  policy::RunReach reach;
  reach.folders = {"/repo"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
  reach.rules = {"leaf-expired"};
  reach.not_evaluated = {"leaf-expired"};
  EXPECT_EQ(state_after(waiver, reach), facts::WaiverState::out_of_scope);
}

}  // namespace waiver_table_test
}  // namespace chainlint::policy::test
