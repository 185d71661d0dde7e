// Every future time at which a verdict changes, found by evaluating.
#include "chainlint/renewal/timeline.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "chainlint/base/limits.h"
#include "timeline_bundle.h"

namespace chainlint::renewal {
namespace timeline_test {

using Lines = std::vector<std::string>;

std::vector<std::string> rules_of(const std::vector<TimelineFinding>& findings) {
  std::vector<std::string> rules;
  for (const TimelineFinding& finding : findings) rules.push_back(finding.rule);
  return rules;
}

TEST(Timeline, TellsTheEndOfEachCertificateAndTheDaysBefore) {
  TimelineBundle sample(kTimelineDescription, {"leaf", "inter"});
  const Timeline timeline = sample.timeline();
  EXPECT_EQ(timeline.now, Standing::good);
  EXPECT_EQ(timeline.from.to_string(), "2026-06-01T00:00:00Z");
  EXPECT_EQ(timeline.until.to_string(), "2046-01-01T00:00:01Z");
  EXPECT_EQ(timeline.leaf_ended->to_string(), "2027-01-01T00:00:01Z");
  // The leaf is valid until 2027-01-01T00:00:00Z, that second included; less than 30 days are left from 2026-12-02T00:00:01Z on.
  EXPECT_EQ(in_lines(timeline),
            (Lines{"2026-12-02T00:00:01Z threshold good -> warning: leaf 'www.example.com' reaches the limit of leaf-expiring",
                   "2027-01-01T00:00:01Z certificate-ends warning -> error: leaf 'www.example.com' expires",
                   "2030-01-01T00:00:01Z certificate-ends error -> error: intermediate 'Example CA 1' expires",
                   "2046-01-01T00:00:01Z certificate-ends error -> error: root 'Example Root' expires"}));
  EXPECT_LE(timeline.evaluations, 20u);
  EXPECT_FALSE(timeline.limit_reached);
}

TEST(Timeline, NamesTheIntermediateThatExpiresFirst) {
  TimelineBundle sample(
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
      "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, not_after: 2026-10-10T10:00:00Z }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n",
      {"leaf", "inter"});
  const Timeline timeline = sample.timeline();
  const auto end = std::find_if(timeline.events.begin(), timeline.events.end(),
                                [](const TimelineEvent& event) { return event.cause == EventCause::certificate_ends; });
  ASSERT_NE(end, timeline.events.end());
  EXPECT_EQ(end->at.to_string(), "2026-10-10T10:00:01Z");
  EXPECT_EQ(end->message, "intermediate 'Example CA 1' expires");
  EXPECT_EQ(end->sha256, to_hex(sample.certificates.at("inter")->sha256()));
  EXPECT_EQ(end->role, chain::Role::intermediate);
  const Lines begins = rules_of(end->begin), ends = rules_of(end->end);
  EXPECT_NE(std::find(begins.begin(), begins.end(), "issuer-expired"), begins.end());
  EXPECT_NE(std::find(ends.begin(), ends.end(), "issuer-expiring"), ends.end());
}

// The intermediate was issued again before the first one ends: whoever has both notices nothing on that day.
TEST(Timeline, KnowsAnotherPathThatTakesOver) {
  const std::string description =
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
      "  old:   { subject: \"CN=Old Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
      "  cross: { subject: \"CN=Example Root,O=Example\", issuer: old, ca: true, key: same-as:root, not_after: 2026-09-30 }\n"
      "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, not_after: 2030-01-01 }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com] }\n";
  const Instant ended = *Instant::parse("2026-09-30T00:00:01Z");
  TimelineBundle both(description, {"leaf", "inter", "cross"}, {"root", "old"});
  for (const TimelineEvent& event : both.timeline().events) {
    EXPECT_FALSE(event.at == ended && event.after == Standing::error) << "clients that know the new root go on";
  }
  TimelineBundle old_alone(description, {"leaf", "inter", "cross"}, {"old"});
  const Timeline timeline = old_alone.timeline();
  const auto event =
      std::find_if(timeline.events.begin(), timeline.events.end(), [&](const TimelineEvent& each) { return each.at == ended; });
  ASSERT_NE(event, timeline.events.end());
  EXPECT_EQ(event->after, Standing::error);
  EXPECT_EQ(event->sha256, to_hex(old_alone.certificates.at("cross")->sha256()));
}

TEST(Timeline, TellsTheEndOfARevocationList) {
  TimelineBundle sample(
      std::string(kTimelineDescription) + "crls:\n  list: { issuer: inter, this_update: 2026-05-20, next_update: 2026-07-01T12:00:00Z }\n",
      {"leaf", "inter"});
  const Timeline timeline = sample.timeline();
  ASSERT_FALSE(timeline.events.empty());
  const TimelineEvent& first = timeline.events.front();
  EXPECT_EQ(first.at.to_string(), "2026-07-01T12:00:01Z");
  EXPECT_EQ(first.cause, EventCause::crl_ends);
  EXPECT_EQ(first.message, "CRL of 'Example CA 1' expires");
  EXPECT_EQ(first.sha256, to_hex(sample.certificates.at("inter")->sha256()));
}

TEST(Timeline, TellsWhenACertificateBecomesValid) {
  TimelineBundle sample(kTimelineDescription, {"leaf", "inter"});
  sample.request.at = *Instant::parse("2025-12-01");
  const Timeline timeline = sample.timeline();
  EXPECT_EQ(timeline.now, Standing::error);
  ASSERT_FALSE(timeline.events.empty());
  const auto begins = std::find_if(timeline.events.begin(), timeline.events.end(),
                                   [](const TimelineEvent& event) { return event.cause == EventCause::certificate_begins; });
  ASSERT_NE(begins, timeline.events.end());
  EXPECT_EQ(begins->at.to_string(), "2026-01-01T00:00:00Z");
  EXPECT_EQ(begins->message, "leaf 'www.example.com' becomes valid");
  EXPECT_FALSE(begins->worse());
}

// A leaf and an intermediate of the same last second: each has what is said of itself.
TEST(Timeline, DistinguishesSeveralExpiriesInOneSecond) {
  TimelineBundle sample(
      "certificates:\n"
      "  root:  { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
      "  inter: { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, not_after: 2027-01-01 }\n"
      "  leaf:  { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com], not_after: 2027-01-01 }\n",
      {"leaf", "inter"});
  const Timeline timeline = sample.timeline();
  const Instant ended = *Instant::parse("2027-01-01T00:00:01Z");
  Lines messages;
  for (const TimelineEvent& event : timeline.events) {
    if (event.at == ended) messages.push_back(event.message);
  }
  EXPECT_EQ(messages, (Lines{"intermediate 'Example CA 1' expires", "leaf 'www.example.com' expires"}));
}

TEST(Timeline, TellsTheDayOnWhichAProgramDropsTheRoot) {
  TimelineBundle sample(kTimelineDescription, {"leaf", "inter"});
  const std::string key = to_hex(crypto::sha256(sample.certificates.at("root")->public_key().der));
  records::Records records;
  records::Distrust distrust;
  distrust.program = "chrome";
  distrust.cas = {{"Example Root", "Example", key, ""}};
  distrust.compares = records::DistrustCompares::everything;
  distrust.from = *Instant::parse("2026-08-01");
  records.distrusts.push_back(distrust);
  records.public_roots.push_back({{"Example Root", "Example", key, ""}, {"chrome"}});
  records.index();
  sample.records = &records;
  const Timeline timeline = sample.timeline();
  ASSERT_FALSE(timeline.events.empty());
  const TimelineEvent& first = timeline.events.front();
  EXPECT_EQ(first.at.to_string(), "2026-08-01T00:00:00Z");
  EXPECT_EQ(first.cause, EventCause::distrust);
  EXPECT_EQ(first.message, "chrome no longer trusts 'Example Root'");
  EXPECT_EQ(rules_of(first.begin), (Lines{"trust-issuer-distrusted"}));
}

TEST(Timeline, TellsTheEndOfAWaiver) {
  TimelineBundle sample(kTimelineDescription, {"leaf", "inter"});
  sample.request.at = *Instant::parse("2026-12-10");
  const Instant last = *Instant::parse("2026-12-20T23:59:59Z");
  sample.accept = [&](rules::Evaluation& evaluation, Instant at) {
    for (rules::Finding& finding : evaluation.findings) {
      if (finding.rule->id == "leaf-expiring" && at <= last) {
        finding.accepted = rules::Acceptance{rules::Acceptance::Kind::waiver, "holidays", "network team", "", last, {}};
      }
    }
  };
  const Timeline timeline = sample.timeline();
  EXPECT_EQ(timeline.now, Standing::good);
  ASSERT_FALSE(timeline.events.empty());
  EXPECT_EQ(in_lines(timeline).front(),
            "2026-12-21T00:00:00Z waiver-ends good -> warning: waiver of leaf-expiring by network team expires");
}

TEST(Timeline, IsEmptyOnceAllHasEnded) {
  TimelineBundle sample(kTimelineDescription, {"leaf", "inter"});
  sample.request.at = *Instant::parse("2050-01-01");
  const Timeline timeline = sample.timeline();
  EXPECT_EQ(timeline.now, Standing::error);
  EXPECT_EQ(timeline.until, timeline.from);
  EXPECT_TRUE(timeline.events.empty());
}

TEST(Timeline, LooksAHundredYearsAhead) {
  TimelineBundle sample(
      "certificates:\n"
      "  root: { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 9999-12-31T23:59:59Z }\n"
      "  leaf: { subject: \"CN=www.example.com\", issuer: root, dns: [www.example.com], not_after: 9999-12-31T23:59:59Z }\n",
      {"leaf"});
  const Timeline timeline = sample.timeline();
  EXPECT_EQ(timeline.until, timeline.from.plus_days(TimelineLimits::kDays));
  EXPECT_LE(timeline.evaluations, 60u);
}

TEST(Timeline, SaysHowFarItLookedWhereThatIsNotToTheEnd) {
  std::string description = kTimelineDescription;
  std::vector<std::string> sent{"leaf", "inter"};
  TimelineBundle sample(description, sent);
  std::vector<formats::Entry>& entries = sample.bundle.containers.front().entries;
  const formats::Entry copy = entries.back();
  while (entries.size() < TimelineLimits::kCertificates / 8) entries.push_back(copy);
  const Timeline timeline = sample.timeline();
  EXPECT_TRUE(timeline.limit_reached);
  EXPECT_LE(timeline.evaluations, 8u);
  EXPECT_LT(timeline.until.to_string(), "2046");
  for (const TimelineEvent& event : timeline.events) EXPECT_LE(event.at, timeline.until);
}

}  // namespace timeline_test
}  // namespace chainlint::renewal
