#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace place_facts_test {

constexpr const char* kTwins =
    "certificates:\n"
    "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
    "  old:   { subject: \"CN=Old Root,O=Example\", ca: true }\n"
    "  cross: { subject: \"CN=Example Root,O=Example\", key: same-as:root, issuer: old, ca: true }\n"
    "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
    "  stale: { subject: \"CN=Example CA 1,O=Example\", key: same-as:inter, issuer: root, ca: true, not_after: 2026-01-01 }\n"
    "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n";

TEST(PlaceFacts, TellACrossSignByTheAnchorOfItsNameAndKey) {
  SampleBundle sample(kTwins);
  sample.add("cross", chain::Role::intermediate);
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "cross_sign"), FactValue(true));
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 1}, "cross_sign"), FactValue(false));
  sample.request.anchors = nullptr;
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "cross_sign"), FactValue(false));
}

TEST(PlaceFacts, TellACrossSignByTheSelfSignedTwinInTheBundle) {
  SampleBundle sample(kTwins);
  sample.request.anchors = nullptr;
  sample.add("root", chain::Role::root);
  sample.add("cross", chain::Role::intermediate);
  sample.analysis.members[2].self_signed = true;
  sample.analysis.members[2].twins = {3};
  sample.analysis.members[3].twins = {2};
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 3}, "cross_sign"), FactValue(true));
  EXPECT_TRUE(std::holds_alternative<std::string>(sample.fact({SubjectKind::certificate, 2}, "hidden_cross_sign")));
  std::swap(sample.analysis.members[2].entries, sample.analysis.members[3].entries);
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "hidden_cross_sign"), FactValue(Absent{}));
}

TEST(PlaceFacts, FindTheValidCopyOfAnExpiredCertificate) {
  SampleBundle sample(kTwins);
  sample.add("stale", chain::Role::intermediate);
  sample.analysis.members[1].twins = {2};
  sample.analysis.members[2].twins = {1};
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "before_valid_copy"), FactValue(false));
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 1}, "before_valid_copy"), FactValue(Absent{}));
  std::swap(sample.analysis.members[1].entries, sample.analysis.members[2].entries);
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "before_valid_copy"), FactValue(true));
}

TEST(PlaceFacts, DoNotTakeTheCrossSignForACopyOfTheRoot) {
  SampleBundle sample(kTwins);
  sample.add("root", chain::Role::root);
  sample.add("cross", chain::Role::intermediate);
  sample.analysis.members[2].twins = {3};
  EXPECT_EQ(sample.fact({SubjectKind::certificate, 2}, "valid_copy"), FactValue(Absent{}));
}

TEST(Subjects, CountStepsFromTheAnchorsAfterTheMembers) {
  const SampleBundle sample(kSampleDescription);
  const std::vector<Subject> subjects = subjects_of(SubjectKind::certificate, sample.context());
  ASSERT_EQ(subjects.size(), 3u);
  EXPECT_EQ(&certificate_of(subjects[2], sample.context()), sample.certificates.at("root").get());
  EXPECT_EQ(location_of(subjects[2], sample.context()).path, "site.pem");
  EXPECT_FALSE(location_of(subjects[2], sample.context()).entry.has_value());
  EXPECT_EQ(location_of(subjects[1], sample.context()).entry, 2u);
}

TEST(Subjects, AreIdentifiedByTheCertificateThatTheyAreAbout) {
  const SampleBundle sample(kSampleDescription);
  const std::string leaf = to_hex(sample.certificates.at("leaf")->sha256());
  EXPECT_EQ(identity_of({SubjectKind::bundle, 0}, sample.context()), leaf);
  EXPECT_EQ(identity_of({SubjectKind::chain, 0}, sample.context()), leaf);
  EXPECT_EQ(identity_of({SubjectKind::link, 1}, sample.context()), to_hex(sample.certificates.at("inter")->sha256()));
}

TEST(Subjects, HaveNoChainAndNoLinksWithoutAPath) {
  SampleBundle sample(kSampleDescription);
  sample.analysis.path.reset();
  EXPECT_TRUE(subjects_of(SubjectKind::chain, sample.context()).empty());
  EXPECT_TRUE(subjects_of(SubjectKind::link, sample.context()).empty());
  EXPECT_EQ(sample.fact({SubjectKind::bundle, 0}, "chain.stop"), FactValue(Absent{}));
}

TEST(Subjects, ReachEachOtherOverPrefixes) {
  const SampleBundle sample(kSampleDescription);
  const Subject link{SubjectKind::link, 1};
  EXPECT_EQ(sample.fact(link, "child.subject.cn"), FactValue(std::string("Example CA 1")));
  EXPECT_EQ(sample.fact(link, "issuer.subject.cn"), FactValue(std::string("Example Root")));
  EXPECT_EQ(sample.fact({SubjectKind::chain, 0}, "top.subject.cn"), FactValue(std::string("Example Root")));
  EXPECT_EQ(sample.fact({SubjectKind::chain, 0}, "leaf.subject.cn"), FactValue(std::string("www.example.com")));
  EXPECT_EQ(sample.fact(link, "bundle.kind"), FactValue(std::string("server")));
}

}  // namespace place_facts_test
}  // namespace chainlint::facts
