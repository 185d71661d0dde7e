// One cause and the bundles that it makes worse.
#include <gtest/gtest.h>

#include "chainlint/renewal/timeline.h"
#include "chainlint/renewal/worsening.h"

namespace chainlint::renewal {
namespace fleet_test {

TimelineEvent end_of(const std::string& sha256, const char* at, Standing before = Standing::good, Standing after = Standing::error) {
  TimelineEvent event;
  event.at = *Instant::parse(at);
  event.cause = EventCause::certificate_ends;
  event.sha256 = event.display = sha256;
  event.message = "intermediate '" + sha256 + "' ends";
  event.before = before;
  event.after = after;
  return event;
}

Timeline with(std::vector<TimelineEvent> events) {
  Timeline timeline;
  timeline.events = std::move(events);
  return timeline;
}

TEST(Fleet, JoinsWhatOneCertificateBreaks) {
  const Timeline a = with({end_of("r10", "2027-03-12"), end_of("x", "2027-02-01")});
  const Timeline b = with({end_of("r10", "2027-03-12", Standing::note, Standing::warning)});
  const std::vector<FleetEvent> fleet = fleet_events({{"a.pem", &a}, {"b.pem", &b}});
  ASSERT_EQ(fleet.size(), 2u);
  EXPECT_EQ(fleet[0].sha256, "x");
  EXPECT_EQ(fleet[1].sha256, "r10");
  EXPECT_EQ(fleet[1].bundles, (std::vector<std::string>{"a.pem", "b.pem"}));
  EXPECT_EQ(fleet[1].after, Standing::error) << "the gravest";
}

TEST(Fleet, PutsTheWidestFirstOnADay) {
  const Timeline a = with({end_of("few", "2027-03-12"), end_of("many", "2027-03-12")});
  const Timeline b = with({end_of("many", "2027-03-12")});
  const std::vector<FleetEvent> fleet = fleet_events({{"a.pem", &a}, {"b.pem", &b}});
  ASSERT_EQ(fleet.size(), 2u);
  EXPECT_EQ(fleet[0].sha256, "many");
}

TEST(Fleet, CountsABundleOnceForAllItsTargets) {
  const Timeline a = with({end_of("r10", "2027-03-12")});
  const std::vector<FleetEvent> fleet = fleet_events({{"a.pem", &a}, {"a.pem", &a}, {"b.pem", &a}});
  ASSERT_EQ(fleet.size(), 1u);
  EXPECT_EQ(fleet[0].bundles, (std::vector<std::string>{"a.pem", "b.pem"}));
}

TEST(Fleet, LeavesOutWhatMakesNothingWorse) {
  const Timeline a =
      with({end_of("r10", "2027-03-12", Standing::error, Standing::error), end_of("r11", "2027-03-13", Standing::error, Standing::good)});
  EXPECT_TRUE(fleet_events({{"a.pem", &a}}).empty());
}

// Some other error must not hide that the chain breaks; a bundle whose leaf has expired has nothing to lose.
TEST(Fleet, CountsANewErrorOfABundleThatHasOneWhileItsLeafIsValid) {
  TimelineEvent end = end_of("r10", "2027-03-12", Standing::error, Standing::error);
  end.begin.push_back({"issuer-expired", Severity::error, ""});
  Timeline alive = with({end}), over = with({end});
  alive.leaf_ended = *Instant::parse("2027-04-01");
  over.leaf_ended = *Instant::parse("2027-03-01");
  const std::vector<FleetEvent> fleet = fleet_events({{"alive.pem", &alive}, {"over.pem", &over}});
  ASSERT_EQ(fleet.size(), 1u);
  EXPECT_EQ(fleet[0].bundles, std::vector<std::string>{"alive.pem"});
}

// notAfter is the last second of a certificate (RFC 5280 section 4.1.2.5); the new verdict begins a second later.
TEST(Fleet, TellsAnEndByItsOwnLastSecond) {
  const Instant midnight = *Instant::parse("2027-07-23");
  EXPECT_EQ(told_at(EventCause::certificate_ends, midnight).to_string(), "2027-07-22T23:59:59Z");
  EXPECT_EQ(told_at(EventCause::crl_ends, midnight).to_string(), "2027-07-22T23:59:59Z");
  EXPECT_EQ(told_at(EventCause::certificate_begins, midnight), midnight);
  EXPECT_EQ(told_at(EventCause::distrust, midnight), midnight);
}

TEST(Fleet, KeepsEndsOfDifferentDaysApart) {
  const Timeline a = with({end_of("r10", "2027-03-12")}), b = with({end_of("r10", "2027-03-13")});
  EXPECT_EQ(fleet_events({{"a.pem", &a}, {"b.pem", &b}}).size(), 2u);
}

}  // namespace fleet_test
}  // namespace chainlint::renewal
