// Which findings judge a change, and what the judgement is.
#include "renewed_bundles.h"

namespace chainlint::renewal {
namespace review_test {

using enum rules::ChangeKind;

const std::string kDns = "dns: [www.example.com]";

TEST(Reviews, LeaveAsideWhatWasThereBefore) {
  const std::string files = "  old.pem: { pem: [r10, old, key(old)] }\n  new.pem: { pem: [r10, new, key(new)] }\n";
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns, files));
  EXPECT_EQ(renewed.change(order), nullptr) << "the leaf was not first before, either";
  EXPECT_GT(renewed.review.as_before, 0u);
  EXPECT_EQ(renewed.review.impact(), ChangeImpact::safe);
}

TEST(Reviews, CountWhatTheRenewalFixes) {
  const std::string files = "  old.pem: { pem: [r10, old, key(old)] }\n  new.pem: { pem: [new, r10, key(new)] }\n";
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns, files));
  EXPECT_GT(renewed.review.gone, 0u);
  EXPECT_EQ(renewed.impact(order), "safe");
}

TEST(Reviews, TakeAMoreSevereFindingForNew) {
  rules::Finding mild, grave;
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns));
  const rules::Rule* rule = shipped_rules().find_rule("leaf-expiring");
  ASSERT_NE(rule, nullptr);
  mild.rule = grave.rule = rule;
  mild.severity = Severity::note;
  grave.severity = Severity::error;
  mild.role = grave.role = "leaf";
  EXPECT_FALSE(renewed.review_of({grave}, {grave}).brought.front());
  EXPECT_TRUE(renewed.review_of({grave}, {mild}).brought.front());
  EXPECT_FALSE(renewed.review_of({mild}, {grave}).brought.front());
}

TEST(Reviews, MeetEachFindingOnce) {
  rules::Finding finding;
  finding.rule = shipped_rules().find_rule("chain-expired-copy-present");
  ASSERT_NE(finding.rule, nullptr);
  finding.role = "intermediate";
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns));
  const RenewalReview review = renewed.review_of({finding, finding}, {finding});
  EXPECT_EQ(review.as_before, 1u);
  EXPECT_EQ(review.gone, 0u);
}

// The renewal of a leaf below `root`, which is no anchor, by one of that issuer.
RenewedBundles below_unknown_root(const std::string& issuer, const std::string& old_files, const std::string& new_files) {
  return RenewedBundles(
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
      "  again: { subject: \"CN=Example Root,O=Example\", ca: true, serial: 2 }\n"
      "  other: { subject: \"CN=Other Root,O=Example\", ca: true }\n"
      "  old:   { subject: CN=www.example.com, issuer: root, dns: [www.example.com], not_after: 2026-07-01, serial: 7 }\n"
      "  new:   { subject: CN=www.example.com, issuer: " +
          issuer +
          ", dns: [www.example.com], not_before: 2026-05-01, not_after: 2026-11-01, serial: 8 }\n"
          "files:\n  old.pem: { pem: [" +
          old_files + "] }\n  new.pem: { pem: [" + new_files + "] }\n",
      false);
}

TEST(Reviews, TakeAnotherUnknownRootForNew) {
  EXPECT_EQ(below_unknown_root("root", "old, root", "new, root").review.impact(), ChangeImpact::safe);
  EXPECT_EQ(below_unknown_root("root", "old", "new").review.impact(), ChangeImpact::safe);
  EXPECT_EQ(below_unknown_root("other", "old", "new").review.impact(), ChangeImpact::attention);
  for (const std::string root : {"other", "again"}) {
    const RenewedBundles renewed = below_unknown_root(root, "old, root", "new, " + root);
    EXPECT_EQ(renewed.impact(anchor), "needs-attention");
    EXPECT_TRUE(renewed.blames(anchor, "trust-anchor-unknown"));
  }
}

TEST(Reviews, TakeTheCauseOfAChangeForNew) {
  rules::Finding cause, effect;
  cause.rule = shipped_rules().find_rule("trust-anchor-unknown");
  effect.rule = shipped_rules().find_rule("renewal-anchor-changed");
  ASSERT_TRUE(cause.rule != nullptr && effect.rule != nullptr);
  cause.fingerprint = effect.explained_by = "1";
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns));
  EXPECT_FALSE(renewed.review_of({cause}, {cause}).brought.front());
  EXPECT_TRUE(renewed.review_of({cause, effect}, {cause}).brought.front());
}

TEST(Reviews, IgnoreAcceptedFindings) {
  RenewedBundles renewed(leaves("dns: [www.example.com, a.example.com]", "issuer: r10, " + kDns));
  ASSERT_EQ(renewed.impact(names), "breaks");
  for (rules::Finding& finding : renewed.found.findings) finding.accepted = rules::Acceptance{};
  renewed.review = renewed.review_of(renewed.found.findings, renewed.found_before.findings);
  EXPECT_EQ(renewed.impact(names), "safe");
  EXPECT_EQ(renewed.review.impact(), ChangeImpact::safe);
}

TEST(Reviews, SayThatNothingWasRenewed) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [old, r10, key(old)] }\n"));
  ASSERT_EQ(renewed.review.changes.size(), 1u);
  EXPECT_EQ(renewed.message(certificate), "the same certificate as before: the files are identical");
  EXPECT_EQ(renewed.impact(certificate), "breaks");
}

TEST(Reviews, TellAnotherFileWithTheSameCertificates) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns, "  old.pem: { pem: [old, r10] }\n  new.pem: { pem: [old, r10, key(old)] }\n"));
  EXPECT_EQ(renewed.message(certificate), "the same certificate as before, in a file with other differences");
  EXPECT_EQ(renewed.impact(certificate), "needs-attention");
}

TEST(Reviews, MissAPrivateKeyThatCameBefore) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [new, r10] }\n"));
  EXPECT_EQ(renewed.impact(key), "needs-attention");
  EXPECT_TRUE(renewed.blames(key, "renewal-key-absent"));
  EXPECT_EQ(renewed.change(protection), nullptr) << "the row of the key says it";
}

TEST(Reviews, BeginARowWithItsDefect) {
  const std::string files = "  old.pem: { pem: [old, r10, key(old)] }\n";
  const RenewedBundles other_key(
      leaves(kDns, "issuer: r10, key: same-as:old, " + kDns, files + "  new.pem: { pem: [new, r10, key(r11)] }\n"));
  EXPECT_EQ(other_key.impact(key), "breaks");
  EXPECT_TRUE(other_key.message(key).starts_with("private key does not match 'www.example.com'; ")) << other_key.message(key);
  EXPECT_TRUE(other_key.message(key).ends_with("; the same key as before")) << other_key.message(key);
  const RenewedBundles reordered(leaves(kDns, "issuer: r10, " + kDns, files + "  new.pem: { pem: [r10, new, key(new)] }\n"));
  EXPECT_EQ(reordered.message(order), "leaf 'www.example.com' is not the first certificate of the file");
}

TEST(Reviews, CountFurtherDefectsOfARow) {
  const RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns));
  rules::Finding finding;
  finding.rule = shipped_rules().find_rule("certificate-revoked");
  ASSERT_NE(finding.rule, nullptr);
  finding.severity = Severity::error;
  finding.message = "'www.example.com' was revoked";
  rules::Finding accepted = finding;
  accepted.accepted = rules::Acceptance{};
  const RenewalReview review = renewed.review_of({finding, finding, accepted}, {});
  EXPECT_TRUE(review.changes.front().message.starts_with("'www.example.com' was revoked (and 1 more finding); serial number "))
      << review.changes.front().message;
  EXPECT_TRUE(renewed.review_of({accepted}, {}).changes.front().message.starts_with("serial number "));
}

TEST(Reviews, CompareWhatTheyCanWithoutALeaf) {
  const RenewedBundles renewed(
      leaves(kDns, "issuer: r10, " + kDns, "  old.pem: { pem: [old, r10, key(old)] }\n  new.pem: { pem: [r11] }\n"));
  EXPECT_EQ(renewed.message(certificate), "there is no leaf certificate to compare");
  EXPECT_EQ(renewed.message(chain), "'R11' is added; 'R10' is removed");
  EXPECT_EQ(renewed.change(names), nullptr);
}

TEST(Reviews, LetOtherFindingsOfTheNextBundleCount) {
  RenewedBundles renewed(leaves(kDns, "issuer: r10, " + kDns));
  rules::Finding finding;
  finding.rule = shipped_rules().find_rule("certificate-malformed");
  ASSERT_NE(finding.rule, nullptr);
  ASSERT_FALSE(finding.rule->change.has_value());
  finding.severity = Severity::error;
  const RenewalReview review = renewed.review_of({finding}, {});
  EXPECT_EQ(review.others, std::vector<std::size_t>{0});
  EXPECT_EQ(review.impact(), ChangeImpact::breaks);
}

TEST(Reviews, KnowAKindForEveryRuleAboutRenewals) {
  for (const auto& rule : shipped_rules().rules()) {
    if (rule->subject == facts::SubjectKind::renewal || rule->id.starts_with("renewal-")) {
      EXPECT_TRUE(rule->change.has_value()) << rule->id;
    }
  }
}

}  // namespace review_test
}  // namespace chainlint::renewal
