// A report made by hand: two bundles whose common intermediate ends before their leaves.
#pragma once

#include "chainlint/report/report.h"
#include "sample_report.h"

namespace chainlint::test {

inline ChainStepReport sample_step(const char* sha256, const char* display, Role role, const char* from, const char* to) {
  ChainStepReport step;
  step.sha256 = sha256;
  step.display = display;
  step.role = role;
  step.not_before = Instant::parse(from);
  step.not_after = Instant::parse(to);
  step.in_bundle = role != Role::root;
  return step;
}

inline Timeline sample_timeline() {
  Timeline timeline;
  timeline.from = *Instant::parse("2026-11-01");
  timeline.until = *Instant::parse("2040-01-01");
  TimelineEvent soon;
  soon.at = *Instant::parse("2027-02-13");
  soon.cause = EventCause::threshold;
  soon.sha256 = "cc33";
  soon.display = "Example CA 1";
  soon.role = Role::intermediate;
  soon.message = "intermediate 'Example CA 1' has less than 30 days left";
  soon.after = Standing::warning;
  soon.begin = {{"chain-expires-soon", Severity::warning, "'Example CA 1' ends on 2027-03-15"}};
  TimelineEvent ends = soon;
  ends.at = *Instant::parse("2027-03-15T12:00:00Z");
  ends.cause = EventCause::certificate_ends;
  ends.message = "intermediate 'Example CA 1' ends";
  ends.before = Standing::warning;
  ends.after = Standing::error;
  ends.end = soon.begin;
  ends.begin = {{"chain-expired", Severity::error, "'Example CA 1' has expired; it ended on 2027-03-15"}};
  timeline.events = {soon, ends};
  return timeline;
}

inline BundleReport sample_timeline_bundle(const char* name) {
  BundleReport bundle;
  bundle.name = name;
  bundle.files = {name};
  bundle.kind = BundleKind::server;
  bundle.sent = {sample_step("aa11", "www.example.com", Role::leaf, "2026-10-01", "2027-04-30"),
                 sample_step("cc33", "Example CA 1", Role::intermediate, "2017-03-15", "2027-03-15T12:00:00Z")};
  bundle.path = bundle.sent;
  bundle.path.push_back(sample_step("dd44", "Example Root", Role::root, "2015-01-01", "2040-01-01"));
  bundle.stop = StopReason::anchor;
  bundle.timeline = sample_timeline();
  return bundle;
}

inline FleetEvent sample_fleet_event() {
  FleetEvent event;
  event.at = *Instant::parse("2027-03-15T12:00:00Z");
  event.cause = EventCause::certificate_ends;
  event.sha256 = "cc33";
  event.display = "Example CA 1";
  event.message = "intermediate 'Example CA 1' ends";
  event.role = Role::intermediate;
  event.after = Standing::error;
  event.bundles = {"a.pem", "b.pem"};
  return event;
}

inline Report sample_timeline_report() {
  Report report;
  report.version = "0.1.0";
  report.at = *Instant::parse("2026-11-01");
  for (const char* name : {"a.pem", "b.pem"}) {
    InputReport input;
    input.path = name;
    input.format = Format::pem;
    input.certificates = 2;
    report.inputs.push_back(input);
    report.bundles.push_back(sample_timeline_bundle(name));
  }
  report.fleet = {sample_fleet_event()};
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::test
