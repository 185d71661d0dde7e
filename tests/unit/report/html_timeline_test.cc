#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "html/html_parts.h"
#include "sample_timeline.h"

namespace chainlint::report::test {
namespace html_timeline_test {

CertificateReportPtr valid_between(std::optional<Instant> begin, std::optional<Instant> end) {
  return std::make_shared<const CertificateReport>(CertificateReport{.not_before = begin, .not_after = end});
}

std::string count_of(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++count;
  return std::to_string(count);
}

// Left and right end, in per cent, of the rectangles of the class.
std::vector<std::pair<double, double>> spans_of(const std::string& svg, const std::string& kind) {
  std::vector<std::pair<double, double>> spans;
  const std::string begin = "<rect class=\"" + kind + "\" x=\"";
  for (std::size_t at = svg.find(begin); at != std::string::npos; at = svg.find(begin, at + 1)) {
    const double left = std::strtod(svg.c_str() + at + begin.size(), nullptr);
    const double width = std::strtod(svg.c_str() + svg.find("width=\"", at) + 7, nullptr);
    spans.emplace_back(left, left + width);
  }
  return spans;
}

TEST(TimelinePicture, HasABarForEachCertificateOfThePath) {
  const std::string svg = html_timeline_picture(sample_timeline_bundle("a.pem"), 1);
  EXPECT_EQ(spans_of(svg, "bar").size(), 2U);
  EXPECT_EQ(spans_of(svg, "bar root").size(), 1U);
  EXPECT_NE(svg.find(">www.example.com</tspan></text>"), std::string::npos);
}

// 2026-10-01 to 2027-04-30 are 211 days; the picture begins a fortieth of them before and ends a twelfth after.
TEST(TimelinePicture, PlacesBarsByTheirDates) {
  const std::string svg = html_timeline_picture(sample_timeline_bundle("a.pem"), 1);
  const double total = 211.0 / 40 + 211 + 211.0 / 12;
  const auto bars = spans_of(svg, "bar");
  ASSERT_EQ(bars.size(), 2U);
  EXPECT_NEAR(bars[0].first, 100 * (211.0 / 40) / total, 0.02);
  EXPECT_NEAR(bars[0].second, 100 * (211.0 / 40 + 211) / total, 0.02);
  EXPECT_NEAR(bars[1].first, 0, 0.02);
  EXPECT_NEAR(bars[1].second, 100 * (211.0 / 40 + 165.5) / total, 0.02);  // 165.5 days from 2026-10-01 to 2027-03-15T12:00:00Z
}

TEST(TimelinePicture, ShowsTheVerdictWithoutGaps) {
  const std::string svg = html_timeline_picture(sample_timeline_bundle("a.pem"), 1);
  const auto good = spans_of(svg, "good"), warning = spans_of(svg, "warning"), error = spans_of(svg, "error");
  ASSERT_EQ(good.size() + warning.size() + error.size(), 3U);
  EXPECT_NEAR(good[0].second, warning[0].first, 0.02);
  EXPECT_NEAR(warning[0].second, error[0].first, 0.02);
  EXPECT_NEAR(error[0].second, 100, 0.02);
}

TEST(TimelinePicture, HasWordsForThoseWhoDoNotSeeIt) {
  const std::string svg = html_timeline_picture(sample_timeline_bundle("a.pem"), 7);
  EXPECT_NE(svg.find("role=\"img\""), std::string::npos);
  EXPECT_NE(svg.find("aria-labelledby=\"t7 d7\""), std::string::npos);
  EXPECT_NE(svg.find("leaf www.example.com: 2026-10-01 to 2027-04-30."), std::string::npos);
}

TEST(TimelinePicture, PutsNearEventsUnderOneMark) {
  report::BundleReport bundle = sample_timeline_bundle("a.pem");
  renewal::TimelineEvent next = bundle.timeline->events[1];
  next.at = next.at.plus_seconds(60);
  bundle.timeline->events.push_back(next);
  const std::string svg = html_timeline_picture(bundle, 1);
  EXPECT_NE(svg.find(">1</text>"), std::string::npos);
  EXPECT_NE(svg.find(">2–3</text>"), std::string::npos);
}

TEST(TimelinePicture, SurvivesCertificatesWithoutDatesAndWithImpossibleOnes) {
  report::BundleReport bundle = sample_timeline_bundle("a.pem");
  bundle.path[0].certificate = valid_between(std::nullopt, std::nullopt);
  bundle.path[1].certificate = valid_between(Instant::parse("9999-12-31"), Instant::parse("0001-01-01"));
  const std::string svg = html_timeline_picture(bundle, 1);
  EXPECT_EQ(count_of(svg, "<svg"), count_of(svg, "</svg>"));
  EXPECT_EQ(svg.find("nan"), std::string::npos);
}

TEST(TimelinePicture, DrawsAMomentAndAThousandYears) {
  for (const char* end : {"2026-11-01", "9999-12-31"}) {
    report::BundleReport bundle = sample_timeline_bundle("a.pem");
    bundle.path[0].certificate = valid_between(Instant::parse("2026-11-01"), Instant::parse(end));
    const std::string svg = html_timeline_picture(bundle, 1);
    EXPECT_LT(svg.size(), 20000U) << end;
  }
}

TEST(HtmlTimeline, SaysTheSameInATable) {
  const std::string html = html_timeline(sample_timeline_bundle("a.pem"), 1);
  EXPECT_NE(html.find("<time datetime=\"2027-03-15T11:59:59Z\">2027-03-15</time><span class=\"small\">11:59:59 UTC</span>"),
            std::string::npos);
  EXPECT_NE(html.find("new error <code>chain-expired</code></li>"), std::string::npos);
  EXPECT_NE(html.find("gone warning <code>chain-expires-soon</code></li>"), std::string::npos);
}

TEST(TimelinePicture, LetsNoLineRunThroughALabel) {
  const std::string svg = html_timeline_picture(sample_timeline_bundle("a.pem"), 1);
  const std::size_t line = svg.find("<line class=\"now\""), room = svg.find("<rect class=\"plate\""), label = svg.find(">leaf</tspan>");
  ASSERT_NE(label, std::string::npos);
  EXPECT_LT(line, room);
  EXPECT_LT(room, label);
}

TEST(HtmlTimeline, SaysThatNothingChanges) {
  report::BundleReport bundle = sample_timeline_bundle("a.pem");
  bundle.timeline->events.clear();
  const std::string html = html_timeline(bundle, 1);
  EXPECT_NE(html.find("No later change: the verdict stays "), std::string::npos);
  EXPECT_EQ(html.find("<table"), std::string::npos);
}

}  // namespace html_timeline_test
}  // namespace chainlint::report::test
