// The chain at the moments that a window makes matter, and how a window is written.
#include "chainlint/facts/outlook.h"

#include <gtest/gtest.h>

#include "sample_bundle.h"

namespace chainlint::facts {
namespace outlook_test {

ChangeWindow window(const std::string& text, int margin = 30) {
  const Result<ChangeWindow> parsed = parse_window(text);
  EXPECT_TRUE(parsed.ok()) << text;
  ChangeWindow result = parsed.ok() ? *parsed : ChangeWindow{};
  result.margin_days = margin;
  return result;
}

std::string error(const std::string& text) {
  const Result<ChangeWindow> parsed = parse_window(text);
  return parsed.ok() ? "" : parsed.error().message;
}

TEST(Window, IsTwoTimesOrDates) {
  const ChangeWindow parsed = window("2026-12-01T23:00:00+01:00/2026-12-02");
  EXPECT_EQ(parsed.start.to_string(), "2026-12-01T22:00:00Z");
  EXPECT_EQ(parsed.end.to_string(), "2026-12-02T00:00:00Z");
  EXPECT_EQ(parsed.until().to_string(), "2027-01-01T00:00:00Z");
}

TEST(Window, SaysWhatIsWrong) {
  EXPECT_TRUE(error("2026-12-01").starts_with("'2026-12-01', which has no '/'; expected START/END"));
  EXPECT_TRUE(error("tomorrow/2026-12-01").starts_with("'tomorrow/2026-12-01', which has an invalid start"));
  EXPECT_TRUE(error("2026-12-01/").starts_with("'2026-12-01/', which has an invalid end"));
  EXPECT_EQ(error("2026-12-02/2026-12-01"), "'2026-12-02/2026-12-01', which has its end before its start");
  EXPECT_EQ(error("2026-12-01/2026-12-01"), "'2026-12-01/2026-12-01', which has its end at its start");
}

bool has(const Moment& moment, chain::PathProblem problem) {
  for (const chain::PathStep& step : moment.path->steps) {
    for (const chain::ProblemDetail& each : step.problems) {
      if (each.problem == problem) return true;
    }
  }
  return false;
}

TEST(Outlook, AnalyzesAtEveryMomentOfTheWindow) {
  const SampleBundle sample(kSampleDescription);  // the leaf lives from 2026-01-01 to 2027-01-01
  const ChangeWindow change = window("2026-01-01T12:00:00Z/2026-12-31", 1);
  crypto::SignatureVerifier verifier;
  const Outlook outlook = look_ahead(sample.bundle, sample.request, &change, verifier);
  ASSERT_EQ(outlook.moments.size(), 4u);
  using Kind = Moment::Kind;
  const Kind kinds[] = {Kind::skewed, Kind::start, Kind::end, Kind::until};
  const char* times[] = {"2025-12-31T12:00:00Z", "2026-01-01T12:00:00Z", "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"};
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ(outlook.moments[i].kind, kinds[i]);
    EXPECT_EQ(outlook.moments[i].at.to_string(), times[i]);
    ASSERT_TRUE(outlook.moments[i].path);
    EXPECT_EQ(has(outlook.moments[i], chain::PathProblem::not_yet_valid), i == 0);
    EXPECT_FALSE(has(outlook.moments[i], chain::PathProblem::expired)) << "the last second belongs to the validity";
  }
}

TEST(Outlook, LooksAtTheSecondAfterSomethingEndsInTheWindow) {
  // A twin of the intermediate takes over an hour after the first one ends.
  SampleBundle sample(
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root,O=Example\", ca: true }\n"
      "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, not_after: 2026-06-10T12:00:00Z }\n"
      "  twin:  { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, key: same-as:inter, serial: 9, "
      "not_before: 2026-06-10T13:00:00Z }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n");
  sample.add("twin", chain::Role::intermediate);
  const ChangeWindow change = window("2026-06-01/2026-06-02");
  crypto::SignatureVerifier verifier;
  const Outlook outlook = look_ahead(sample.bundle, sample.request, &change, verifier);
  ASSERT_EQ(outlook.moments.size(), 5u);
  const Moment& gap = outlook.moments[3];
  EXPECT_EQ(gap.kind, Moment::Kind::between);
  EXPECT_EQ(gap.at.to_string(), "2026-06-10T12:00:01Z");
  EXPECT_TRUE(has(gap, chain::PathProblem::expired) || has(gap, chain::PathProblem::not_yet_valid));
  EXPECT_FALSE(has(outlook.moments[4], chain::PathProblem::expired)) << "the other one has taken over by the end of the margin";
}

TEST(Outlook, IsNowAloneWithoutAWindow) {
  const SampleBundle sample(kSampleDescription);
  crypto::SignatureVerifier verifier;
  const Outlook outlook = look_ahead(sample.bundle, sample.request, nullptr, verifier);
  ASSERT_EQ(outlook.moments.size(), 1u);
  EXPECT_EQ(outlook.moments.front().at, sample.request.at);
}

TEST(Outlook, HasNoPathWithoutALeaf) {
  SampleBundle sample(kSampleDescription);
  sample.bundle.containers.front().entries.clear();
  crypto::SignatureVerifier verifier;
  EXPECT_FALSE(look_ahead(sample.bundle, sample.request, nullptr, verifier).moments.front().path);
}

}  // namespace outlook_test
}  // namespace chainlint::facts
