// A timeline against evaluations of its own: what it says of a moment is what a run at that moment finds.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "timeline_bundle.h"

namespace chainlint::renewal {
namespace timeline_agreement_test {

Standing said_at(const Timeline& timeline, Instant at) {
  Standing standing = timeline.now;
  for (const TimelineEvent& event : timeline.events) {
    if (event.at <= at) standing = event.after;
  }
  return standing;
}

void expect_agreement(TimelineBundle& sample, const std::string& name) {
  const Timeline timeline = sample.timeline();
  EXPECT_FALSE(timeline.limit_reached) << name;
  std::vector<Instant> moments{timeline.from, timeline.until};
  for (const TimelineEvent& event : timeline.events) {
    moments.push_back(event.at.plus_seconds(-1));
    moments.push_back(event.at);
    EXPECT_EQ(standing_of(sample.evaluate_at(event.at.plus_seconds(-1))), event.before) << name << ' ' << event.at.to_string();
    EXPECT_EQ(standing_of(sample.evaluate_at(event.at)), event.after) << name << ' ' << event.at.to_string();
    EXPECT_FALSE(event.begin.empty() && event.end.empty()) << name;
  }
  std::mt19937_64 random(7);
  std::uniform_int_distribution<std::int64_t> in_life(timeline.from.seconds(), timeline.until.seconds());
  for (int i = 0; i < 60; ++i) moments.emplace_back(in_life(random));
  for (const Instant at : moments) {
    EXPECT_EQ(standing_of(sample.evaluate_at(at)), said_at(timeline, at)) << name << " at " << at.to_string();
  }
}

struct Case {
  const char* name;
  const char* certificates;
  std::vector<std::string> sent, anchors;
};

const char* const kRoots =
    "certificates:\n"
    "  root:   { subject: \"CN=Example Root,O=Example\", ca: true, not_after: 2046-01-01 }\n"
    "  old:    { subject: \"CN=Old Root,O=Example\", ca: true, not_after: 2027-03-03T03:03:03Z }\n"
    "  cross:  { subject: \"CN=Example Root,O=Example\", issuer: old, ca: true, key: same-as:root, not_after: 2026-09-30 }\n"
    "  inter:  { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, not_after: 2026-10-10T10:00:00Z }\n"
    "  later:  { subject: \"CN=Example CA 1,O=Example\", issuer: root, ca: true, key: same-as:inter, not_before: 2026-11-01, not_after: "
    "2030-01-01 }\n";

TEST(TimelineAgreement, HoldsForManyKindsOfBundles) {
  const std::string leaf = "  leaf: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com], not_after: 2027-06-01 }\n";
  const std::string next =
      "  next: { subject: \"CN=www.example.com\", issuer: later, dns: [www.example.com], not_before: 2026-11-02, not_after: 2027-11-02 }\n";
  const std::string brief =
      "  brief: { subject: \"CN=www.example.com\", issuer: inter, dns: [www.example.com], not_before: 2026-05-28, not_after: 2026-06-04 "
      "}\n";
  const std::string lists =
      "crls:\n"
      "  first: { issuer: inter, this_update: 2026-05-20, next_update: 2026-07-01 }\n"
      "  second: { issuer: inter, this_update: 2026-07-05, next_update: 2026-08-01, number: 2 }\n";
  const Case cases[] = {
      {"plain", leaf.c_str(), {"leaf", "inter"}, {"root"}},
      {"incomplete", leaf.c_str(), {"leaf"}, {"root"}},
      {"no anchor", leaf.c_str(), {"leaf", "inter"}, {}},
      {"root in the file", leaf.c_str(), {"leaf", "inter", "root"}, {"root"}},
      {"cross-sign", leaf.c_str(), {"leaf", "inter", "cross"}, {"old", "root"}},
      {"cross-sign alone", leaf.c_str(), {"leaf", "inter", "cross"}, {"old"}},
      {"gap between intermediates", leaf.c_str(), {"leaf", "inter", "later"}, {"root"}},
      {"two leaves", next.c_str(), {"next", "later"}, {"root"}},
      {"a week", brief.c_str(), {"brief", "inter"}, {"root"}},
      {"authorities alone", leaf.c_str(), {"inter", "cross", "root"}, {"root"}},
  };
  for (const Case& each : cases) {
    TimelineBundle sample(kRoots + std::string(each.certificates), each.sent, each.anchors);
    expect_agreement(sample, each.name);
    sample.request.at = *Instant::parse("2024-06-01");
    expect_agreement(sample, each.name + std::string(" from early on"));
  }
  TimelineBundle listed(kRoots + leaf + lists, {"leaf", "inter", "later"});
  expect_agreement(listed, "revocation lists with a gap");
  TimelineBundle both(kRoots + leaf + next, {"leaf", "next", "inter", "later"});
  expect_agreement(both, "two leaves");
}

}  // namespace timeline_agreement_test
}  // namespace chainlint::renewal
