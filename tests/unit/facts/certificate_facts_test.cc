#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace certificate_facts_test {

using Texts = std::vector<std::string>;

const Subject kLeaf{SubjectKind::certificate, 0};
const Subject kInter{SubjectKind::certificate, 1};
const Subject kRoot{SubjectKind::certificate, 2};

std::string with_leaf(const std::string& leaf) {
  return "certificates:\n"
         "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
         "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true }\n"
         "  leaf:  { issuer: inter, " +
         leaf + " }\n";
}

TEST(CertificateFacts, CountDaysWithBothEndsAndABegunDayInFull) {
  // CA/Browser Forum TLS BR 1.6.1: notAfter 90 days less one second later is a validity of exactly 90 days.
  const SampleBundle exact(with_leaf("not_before: 2026-01-01T00:00:00Z, not_after: 2026-03-31T23:59:59Z"));
  EXPECT_EQ(exact.fact(kLeaf, "validity.days"), FactValue(std::int64_t{90}));
  const SampleBundle longer(with_leaf("not_before: 2026-01-01T00:00:00Z, not_after: 2026-04-01T00:00:00Z"));
  EXPECT_EQ(longer.fact(kLeaf, "validity.days"), FactValue(std::int64_t{91}));
}

TEST(CertificateFacts, CountRemainingDaysTowardsThePast) {
  SampleBundle sample(with_leaf("not_after: 2026-06-03T12:00:00Z"));
  EXPECT_EQ(sample.fact(kLeaf, "validity.remaining_days"), FactValue(std::int64_t{2}));
  EXPECT_EQ(sample.fact(kLeaf, "validity.ended_days_ago"), FactValue(Absent{}));
  sample.request.at = *Instant::parse("2026-06-03T12:00:00Z");
  EXPECT_EQ(sample.fact(kLeaf, "validity.expired"), FactValue(false));
  sample.request.at = *Instant::parse("2026-06-03T12:00:01Z");
  EXPECT_EQ(sample.fact(kLeaf, "validity.expired"), FactValue(true));
  EXPECT_EQ(sample.fact(kLeaf, "validity.remaining_days"), FactValue(std::int64_t{-1}));
  EXPECT_EQ(sample.fact(kLeaf, "validity.ended_days_ago"), FactValue(std::int64_t{0}));
}

TEST(CertificateFacts, AreUnavailableWhereTheFieldDoesNotDecode) {
  const SampleBundle sample(with_leaf("damage: validity"));
  EXPECT_TRUE(std::holds_alternative<Unavailable>(sample.fact(kLeaf, "validity.not_after")));
  EXPECT_TRUE(std::holds_alternative<Unavailable>(sample.fact(kLeaf, "validity.days")));
  EXPECT_EQ(sample.fact(kLeaf, "defects.fatal"), FactValue(true));
}

TEST(CertificateFacts, TellAnExtensionThatIsAbsentFromOneThatIsDamaged) {
  const SampleBundle absent(with_leaf("extended_key_usage: none"));
  EXPECT_EQ(absent.fact(kLeaf, "extended_key_usage"), FactValue(Absent{}));
  const SampleBundle damaged(with_leaf("extended_key_usage: none, extensions: [{ oid: 2.5.29.37, value: 0500 }]"));
  EXPECT_TRUE(std::holds_alternative<Unavailable>(damaged.fact(kLeaf, "extended_key_usage")));
}

TEST(CertificateFacts, NameUsages) {
  const SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kInter, "key_usage"), FactValue(Texts{"keyCertSign", "cRLSign"}));
  EXPECT_EQ(sample.fact(kLeaf, "extended_key_usage"), FactValue(Texts{"serverAuth"}));
  EXPECT_EQ(sample.fact(kInter, "path_length"), FactValue(std::int64_t{0}));
  EXPECT_EQ(sample.fact(kInter, "ca"), FactValue(true));
  EXPECT_EQ(sample.fact(kLeaf, "ca"), FactValue(false));
}

TEST(CertificateFacts, ListHostsThatAreNotCoveredOnlyWhereHostsWereGiven) {
  SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kLeaf, "hosts.uncovered"), FactValue(Absent{}));
  sample.request.hosts.push_back(x509::HostName::parse("www.example.com").value());
  EXPECT_EQ(sample.fact(kLeaf, "hosts.uncovered"), FactValue(Texts{}));
  sample.request.hosts.push_back(x509::HostName::parse("mail.example.com").value());
  EXPECT_EQ(sample.fact(kLeaf, "hosts.uncovered"), FactValue(Texts{"mail.example.com"}));
}

TEST(CertificateFacts, LookForTheCommonNameAmongTheAlternativeNames) {
  const SampleBundle there(with_leaf("subject: \"CN=WWW.example.com\", dns: [www.example.com]"));
  EXPECT_EQ(there.fact(kLeaf, "cn_in_san"), FactValue(true));
  const SampleBundle other(with_leaf("subject: \"CN=www.example.com\", dns: [example.com]"));
  EXPECT_EQ(other.fact(kLeaf, "cn_in_san"), FactValue(false));
  EXPECT_EQ(other.fact(kLeaf, "cn_is_host"), FactValue(true));
  const SampleBundle words(with_leaf("subject: \"CN=Web server 3\", dns: [example.com]"));
  EXPECT_EQ(words.fact(kLeaf, "cn_is_host"), FactValue(false));
}

TEST(CertificateFacts, KnowThePlaceOnThePath) {
  const SampleBundle sample(kSampleDescription);
  EXPECT_EQ(sample.fact(kLeaf, "path.position"), FactValue(std::string("leaf")));
  EXPECT_EQ(sample.fact(kInter, "path.position"), FactValue(std::string("issuer")));
  EXPECT_EQ(sample.fact(kRoot, "in_bundle"), FactValue(false));
  EXPECT_EQ(sample.fact(kRoot, "role"), FactValue(std::string("root")));
  EXPECT_EQ(sample.fact(kRoot, "subject.cn"), FactValue(std::string("Example Root")));
  EXPECT_EQ(sample.fact(kRoot, "location"), FactValue(Absent{}));
  EXPECT_EQ(sample.fact(kInter, "validity.ends_before_leaf"), FactValue(false));
}

TEST(CertificateFacts, JoinTheDetailsOfAProblem) {
  SampleBundle sample(kSampleDescription);
  sample.analysis.path->steps[1].problems = {{chain::PathProblem::not_a_ca, "no basicConstraints"}, {chain::PathProblem::key_usage, ""}};
  EXPECT_EQ(sample.fact(kInter, "problem.issuing"), FactValue(std::string("no basicConstraints; key_usage")));
  EXPECT_EQ(sample.fact(kInter, "problem.key_usage"), FactValue(std::string("key_usage")));
  EXPECT_EQ(sample.fact(kInter, "problem.expired"), FactValue(Absent{}));
  EXPECT_EQ(sample.fact(kLeaf, "problem.issuing"), FactValue(Absent{}));
}

}  // namespace certificate_facts_test
}  // namespace chainlint::facts
