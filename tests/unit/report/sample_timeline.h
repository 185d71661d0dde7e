// A report made by hand: two bundles whose common intermediate ends before their leaves.
#pragma once

#include "chainlint/report/report.h"
#include "sample_report.h"

namespace chainlint::report::test {

inline report::ChainStepReport sample_step(const char* sha256, const char* display, chain::Role role, const char* from, const char* to) {
  report::CertificateReport certificate{.sha256 = sha256, .display = display};
  certificate.not_before = Instant::parse(from);
  certificate.not_after = Instant::parse(to);
  report::ChainStepReport step;
  step.certificate = std::make_shared<const report::CertificateReport>(std::move(certificate));
  step.role = role;
  step.in_bundle = role != chain::Role::root;
  return step;
}

inline renewal::Timeline sample_timeline() {
  renewal::Timeline timeline;
  timeline.from = *Instant::parse("2026-11-01");
  timeline.until = *Instant::parse("2040-01-01");
  renewal::TimelineEvent soon;
  soon.at = *Instant::parse("2027-02-13");
  soon.cause = renewal::EventCause::threshold;
  soon.sha256 = "cc33";
  soon.display = "Example CA 1";
  soon.role = chain::Role::intermediate;
  soon.message = "intermediate 'Example CA 1' has less than 30 days left";
  soon.after = renewal::Standing::warning;
  soon.begin = {{"chain-expires-soon", Severity::warning, "'Example CA 1' expires on 2027-03-15"}};
  renewal::TimelineEvent ends = soon;
  ends.at = *Instant::parse("2027-03-15T12:00:00Z");
  ends.cause = renewal::EventCause::certificate_ends;
  ends.message = "intermediate 'Example CA 1' expires";
  ends.before = renewal::Standing::warning;
  ends.after = renewal::Standing::error;
  ends.end = soon.begin;
  ends.begin = {{"chain-expired", Severity::error, "'Example CA 1' has expired; it ended on 2027-03-15"}};
  timeline.events = {soon, ends};
  return timeline;
}

inline report::BundleReport sample_timeline_bundle(const char* name) {
  report::BundleReport bundle;
  bundle.name = name;
  bundle.files = {name};
  bundle.kind = chain::BundleKind::server;
  bundle.sent = {sample_step("aa11", "www.example.com", chain::Role::leaf, "2026-10-01", "2027-04-30"),
                 sample_step("cc33", "Example CA 1", chain::Role::intermediate, "2017-03-15", "2027-03-15T12:00:00Z")};
  bundle.path = bundle.sent;
  bundle.path.push_back(sample_step("dd44", "Example Root", chain::Role::root, "2015-01-01", "2040-01-01"));
  bundle.stop = chain::StopReason::anchor;
  bundle.timeline = sample_timeline();
  return bundle;
}

inline renewal::FleetEvent sample_fleet_event() {
  renewal::FleetEvent event;
  event.at = *Instant::parse("2027-03-15T12:00:00Z");
  event.cause = renewal::EventCause::certificate_ends;
  event.sha256 = "cc33";
  event.display = "Example CA 1";
  event.message = "intermediate 'Example CA 1' expires";
  event.role = chain::Role::intermediate;
  event.after = renewal::Standing::error;
  event.bundles = {"a.pem", "b.pem"};
  return event;
}

inline report::Report sample_timeline_report() {
  Report report;
  report.version = "0.1.0";
  report.at = *Instant::parse("2026-11-01");
  for (const char* name : {"a.pem", "b.pem"}) {
    report::InputReport input;
    input.path = name;
    input.format = formats::Format::pem;
    input.certificates = 2;
    report.inputs.push_back(input);
    report.bundles.push_back(sample_timeline_bundle(name));
  }
  report.fleet = {sample_fleet_event()};
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::report::test
