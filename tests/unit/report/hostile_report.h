// A report in which every text is what an enemy would write into a certificate, a file name or a policy.
#pragma once

#include <string>

#include "sample_report.h"

namespace chainlint::report::test {

// Invalid UTF-8, control characters, what XML cannot say, direction overrides, markup, mentions, workflow commands, formulas.
inline const std::string& hostile_text() {
  static const std::string kText = [] {
    std::string text = "=1+1|<img src=x onerror=alert(1)>](http://evil.example/)@everyone #1 $x$ `\\\\|` '' 'a' ]]> &amp; \"q\",;";
    text += "\r\n::error file=x::injected\n::set-output name=a::b\n##[add-path]/evil\t%0A%25";
    text += std::string("\0", 1);
    text += "\x01\x1B[31m\x7F\xC2\x85\xFF\xC3\xE2\x80\xAE\xE2\x80\x8F\xEF\xBF\xBE\xEF\xBF\xBF\xF4\x90\x80\x80\xED\xA0\x80www.evil.example";
    return text;
  }();
  return kText;
}

inline renewal::RenewalReview hostile_renewal(const std::string& text) {
  renewal::RenewalReview renewal;
  renewal.previous = text;
  renewal::Change change;
  change.kind = rules::ChangeKind::chain;
  change.impact = renewal::ChangeImpact::breaks;
  change.message = text;
  change.before = {text, text};
  change.after = {text};
  change.findings = {0};
  renewal.changes = {change, change};
  renewal.changes[1].kind = rules::ChangeKind::names;
  renewal.brought = {true};
  return renewal;
}

inline renewal::Rollout hostile_rollout(const std::string& text) {
  renewal::Rollout rollout;
  rollout.target = text;
  renewal::RolloutStep step;
  step.what = step.command = step.outage = text;
  step.certificates = step.sent = {text};
  rollout.steps = rollout.asked = {step};
  rollout.checks = {{text, text}};
  rollout.no_safe_order = text;
  return rollout;
}

inline renewal::Timeline hostile_timeline(const std::string& text) {
  renewal::Timeline timeline;
  timeline.from = *Instant::parse("2026-11-01");
  timeline.until = *Instant::parse("2036-11-01");
  renewal::TimelineEvent event;
  event.at = *Instant::parse("2027-01-01");
  event.display = event.message = text;
  event.after = renewal::Standing::error;
  event.begin = {{text, Severity::error, text}};
  timeline.events = {event};
  return timeline;
}

// One bundle with everything in it. `text` stands for each text that somebody else wrote.
inline report::Report hostile_report(const std::string& text) {
  Report report = sample_report();
  report::InputReport& input = report.inputs[0];
  input.path = text;
  input.diagnostics = {{Severity::error, "pem-truncated", text, Location{.path = text, .line = 7, .inner = text}}};
  report::BundleReport& bundle = report.bundles[0];
  bundle.name = bundle.target = bundle.missing = text;
  bundle.files = {text, text};
  CertificateReport described{.subject = text, .issuer = text, .display = text, .names = std::vector<std::string>(2, text)};
  CertificateDetails& details = described.details.emplace();
  details.signature_algorithm = text;
  details.name_kinds = {x509::GeneralNameKind::dns, x509::GeneralNameKind::uri};
  details.permitted = details.policies = details.crl_urls = details.defects = {text};
  const auto certificate = std::make_shared<const CertificateReport>(std::move(described));
  for (ChainStepReport* step : {&bundle.sent[0], &bundle.path[0]}) {
    step->certificate = certificate;
    step->store = step->reason = text;
    step->remarks = {text};
    step->location.path = step->location.inner = text;
  }
  report::EntryReport& entry = bundle.entries[0];
  entry.certificate = certificate;
  entry.label = entry.store = entry.unit = entry.protection = text;
  rules::Finding& finding = bundle.findings[0];
  finding.message = finding.subject_name = finding.location.path = finding.location.inner = text;
  finding.fix_steps = {text, text};
  finding.details = {{text, text}};
  rules::Finding waived = finding;
  waived.fingerprint = "beef";
  waived.accepted = sample_waiver();
  waived.accepted->reason = waived.accepted->owner = waived.accepted->ticket = waived.accepted->location.path = text;
  bundle.findings.push_back(waived);
  bundle.not_evaluated = {{&sample_rule(), facts::SubjectKind::chain, "aa11", Location{.path = text}, text}};
  bundle.renewal = hostile_renewal(text);
  bundle.rollout = hostile_rollout(text);
  bundle.timeline = hostile_timeline(text);
  renewal::FleetEvent event;
  event.at = *Instant::parse("2027-01-01");
  event.display = text;
  event.bundles = {text};
  report.fleet = {event};
  report.skipped = {text};
  report.title = text;
  report.meta = {{text, text}};
  report.policy = PolicyReport{text, {text}};
  report.run.arguments = {"check", "--at", "2026-11-01T00:00:00Z", text};
  report.run.files = {{text, "aa"}};
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::report::test
