// What must not change a verdict, and what must: derived from every bundle of the project that has a valid path.
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <random>

#include "accepted_cases.h"
#include "case.h"

namespace chainlint::chain {
namespace metamorphic_test {

// Certificates that have nothing to do with any case: CAs of other names, roots, and renewals of each other.
const Case& strangers() {
  static const std::unique_ptr<Case> made = [] {
    auto chain = std::make_unique<Case>(R"(
  zroot:  { subject: "CN=Stranger Root,O=Strangers", ca: true }
  zinter: { subject: "CN=Stranger CA 1,O=Strangers", issuer: zroot, ca: true }
  zold:   { subject: "CN=Stranger CA 1,O=Strangers", issuer: zroot, ca: true, key: same-as:zinter, not_after: 2026-01-01 }
  zcross: { subject: "CN=Stranger Root,O=Strangers", issuer: zinter, ca: true, key: same-as:zroot }
)");
    chain->file({"zroot", "zinter", "zold", "zcross"}).run();
    return chain;
  }();
  return *made;
}

formats::Entry entry_of(const x509::CertificatePtr& certificate) {
  formats::Entry entry;
  entry.kind = formats::EntryKind::certificate;
  entry.certificate = certificate;
  return entry;
}

// The path as digests, the verdict and where it ends.
std::string outcome(const BundleAnalysis& analysis) {
  if (!analysis.path) return "no path";
  std::string text(to_string(analysis.path->stop));
  for (const PathStep& step : analysis.path->steps) {
    text += " " + to_hex(step.certificate->sha256()).substr(0, 12);
    for (const ProblemDetail& problem : step.problems) text += "!" + std::string(to_string(problem.problem));
  }
  return text;
}

// With several leaves and no key the file's order decides which one is meant: that is a matter of the order, not of the path.
bool order_chooses_the_leaf(const BundleAnalysis& analysis) { return analysis.leaf_reason == "is first"; }

template <class Check>
void for_each_case(Check check) {
  ASSERT_GT(accepted_cases().size(), 40u);
  for (const AcceptedCase& accepted : accepted_cases()) {
    SCOPED_TRACE(accepted.name);
    Inquiry before(accepted);
    check(accepted, before.ask());
  }
}

TEST(Metamorphic, TheOrderOfTheFileDoesNotMatter) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    if (order_chooses_the_leaf(before)) return;
    std::mt19937 random(20261101);
    for (int round = 0; round < 4; ++round) {
      std::vector<formats::Entry> entries = accepted.entries;
      std::shuffle(entries.begin(), entries.end(), random);
      EXPECT_EQ(outcome(Inquiry(accepted).ask(std::move(entries))), outcome(before));
    }
  });
}

TEST(Metamorphic, DuplicatesDoNotMatter) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    std::vector<formats::Entry> twice = accepted.entries;
    twice.insert(twice.end(), accepted.entries.begin(), accepted.entries.end());
    EXPECT_EQ(outcome(Inquiry(accepted).ask(std::move(twice))), outcome(before));
  });
}

TEST(Metamorphic, StrangersDoNotMatter) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    std::vector<formats::Entry> more = accepted.entries;
    for (const Member& member : strangers().analysis.members) {
      more.insert(more.begin(), entry_of(member.certificate));
      more.push_back(entry_of(member.certificate));
    }
    EXPECT_EQ(outcome(Inquiry(accepted).ask(std::move(more))), outcome(before));
  });
}

TEST(Metamorphic, ARootThatIsSentDoesNotMatter) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    std::vector<formats::Entry> more = accepted.entries;
    for (const x509::CertificatePtr& anchor : accepted.anchors) more.push_back(entry_of(anchor));
    EXPECT_EQ(outcome(Inquiry(accepted).ask(std::move(more))), outcome(before));
  });
}

bool same_entity(const x509::Certificate& a, const x509::Certificate& b) {
  return a.subject().canonical() == b.subject().canonical() && a.public_key().canonical() == b.public_key().canonical();
}

TEST(Metamorphic, ANeededIssuerThatIsDroppedIsMissed) {
  int flipped = 0;
  for_each_case([&](const AcceptedCase& accepted, const BundleAnalysis& before) {
    for (std::size_t step = 1; step < before.path->steps.size(); ++step) {
      const x509::Certificate& issuer = *before.path->steps[step].certificate;
      std::vector<formats::Entry> fewer = accepted.entries;
      std::erase_if(fewer, [&](const formats::Entry& entry) { return entry.certificate && same_entity(*entry.certificate, issuer); });
      Inquiry after(accepted);
      std::erase_if(after.anchors, [&](const x509::CertificatePtr& anchor) { return same_entity(*anchor, issuer); });
      const BundleAnalysis& analysis = after.ask(std::move(fewer));
      ASSERT_TRUE(analysis.path);
      ASSERT_FALSE(analysis.path->valid()) << outcome(analysis);
      EXPECT_TRUE(analysis.path->steps.front().problems.empty()) << outcome(analysis);
      EXPECT_NE(analysis.path->stop, StopReason::signature_invalid) << outcome(analysis);
      EXPECT_NE(analysis.path->stop, StopReason::limit);
      ++flipped;
    }
  });
  EXPECT_GT(flipped, 60);
}

TEST(Metamorphic, AnotherAnchorEndsNoPath) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis&) {
    Inquiry after(accepted);
    after.anchors = {strangers().member("zroot").certificate};
    const BundleAnalysis& analysis = after.ask();
    ASSERT_TRUE(analysis.path);
    EXPECT_FALSE(analysis.path->valid());
    const StopReason stop = analysis.path->stop;
    const std::string wanted = analysis.path->steps.back().certificate->issuer().canonical();
    const bool namesake = std::any_of(analysis.members.begin(), analysis.members.end(), [&](const Member& member) {
      return member.certificate->subject().canonical() == wanted && !analysis.path->steps.back().certificate->self_issued();
    });
    EXPECT_TRUE(stop == StopReason::untrusted_root || stop == (namesake ? StopReason::issuer_rekeyed : StopReason::issuer_missing))
        << outcome(analysis);
    EXPECT_TRUE(analysis.path->steps.front().problems.empty()) << outcome(analysis);
  });
}

// The last byte of a certificate is the last one of its signature.
x509::CertificatePtr with_damaged_signature(const x509::Certificate& certificate) {
  Bytes der(certificate.der().begin(), certificate.der().end());
  der.back() ^= 1;
  formats::CertificateCache cache;
  return cache.intern(der).value();
}

TEST(Metamorphic, ADamagedSignatureOfTheLeafIsRefused) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    const x509::CertificatePtr leaf = before.path->steps.front().certificate;
    const x509::CertificatePtr damaged = with_damaged_signature(*leaf);
    std::vector<formats::Entry> entries = accepted.entries;
    for (formats::Entry& entry : entries) {
      if (entry.certificate && entry.certificate->sha256() == leaf->sha256()) entry.certificate = damaged;
    }
    Inquiry after(accepted);
    const BundleAnalysis& analysis = after.ask(std::move(entries));
    ASSERT_TRUE(analysis.path);
    EXPECT_FALSE(analysis.path->valid());
    const StopReason stop = analysis.path->stop;
    EXPECT_TRUE(stop == StopReason::signature_invalid || stop == StopReason::issuer_rekeyed || stop == StopReason::issuer_missing)
        << outcome(analysis);
    EXPECT_EQ(analysis.path->steps.size(), 1u) << outcome(analysis);
  });
}

TEST(Metamorphic, ATimeOutsideOfTheValidityIsRefusedForThatReason) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    const x509::Certificate& leaf = *before.path->steps.front().certificate;
    const auto leaf_problem_at = [&](Instant time) -> std::string {
      Inquiry after(accepted);
      after.at = time;
      const BundleAnalysis& analysis = after.ask();
      // Another leaf of the bundle may be the one that is valid then.
      if (!analysis.path || analysis.path->steps.front().certificate->sha256() != leaf.sha256()) return "another leaf";
      if (analysis.path->valid()) return "valid";
      std::string problems;
      for (const ProblemDetail& problem : analysis.path->steps.front().problems) problems += to_string(problem.problem);
      return problems;
    };
    const std::string late = leaf_problem_at(Instant(leaf.not_after()->seconds() + 1));
    EXPECT_TRUE(late == "expired" || late == "another leaf") << late;
    const std::string early = leaf_problem_at(Instant(leaf.not_before()->seconds() - 1));
    EXPECT_TRUE(early == "not_yet_valid" || early == "another leaf") << early;
  });
}

TEST(Metamorphic, AskingForAllPathsDoesNotChangeTheAnswer) {
  for_each_case([](const AcceptedCase& accepted, const BundleAnalysis& before) {
    Inquiry explained(accepted);
    explained.explain = true;
    const BundleAnalysis& analysis = explained.ask();
    EXPECT_EQ(outcome(analysis), outcome(before));
    EXPECT_EQ(analysis.candidates, before.candidates);
    EXPECT_TRUE(before.tried.empty());
    for (const TriedPath& tried : analysis.tried) EXPECT_FALSE(tried.reason.empty());
  });
}

}  // namespace metamorphic_test
}  // namespace chainlint::chain
