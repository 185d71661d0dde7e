// A small report made by hand: one PEM file whose intermediate is missing.
#pragma once

#include "chainlint/report/report.h"

namespace chainlint::report::test {

// The rule that the finding of sample_report() is about. Lives as long as the program.
inline const rules::Rule& sample_rule() {
  static const rules::Rule kRule = [] {
    rules::Rule rule;
    rule.id = "chain-missing-intermediate";
    rule.title = "Intermediate certificate is missing";
    rule.severity = Severity::error;
    rule.about = rules::Question::path;
    rule.subject = facts::SubjectKind::chain;
    rules::RuleOutcome outcome;
    outcome.why = "Clients do not fetch it.";
    outcome.fix = {{"add it", nullptr}};
    outcome.references = {{"RFC 8446 section 4.4.2", "https://www.rfc-editor.org/rfc/rfc8446#section-4.4.2"}, {"KB 954755", ""}};
    rule.outcome = std::move(outcome);
    return rule;
  }();
  return kRule;
}

inline report::CertificateReportPtr sample_leaf() {
  report::CertificateReport leaf{.sha256 = "aa11", .subject = "CN=www.example.com", .issuer = "CN=Example CA 2"};
  leaf.display = "www.example.com";
  leaf.not_before = Instant::parse("2026-01-01");
  leaf.not_after = Instant::parse("2027-01-01");
  return std::make_shared<const report::CertificateReport>(std::move(leaf));
}

inline report::ChainStepReport sample_leaf_step() {
  report::ChainStepReport step;
  step.certificate = sample_leaf();
  step.role = chain::Role::leaf;
  step.location = Location{.path = "site.pem", .entry = 1, .line = 3, .end_line = 20};
  return step;
}

inline rules::Acceptance sample_waiver() {
  rules::Acceptance waiver;
  waiver.reason = "replaced in March";
  waiver.owner = "network team";
  waiver.ticket = "CHG-1";
  waiver.expires = Instant::parse("2027-03-31T23:59:59Z");
  waiver.location = Location{.path = ".chainlint.yaml", .line = 12, .column = 5};
  return waiver;
}

inline report::Report sample_report() {
  Report report;
  report.version = "0.1.0";
  report.at = *Instant::parse("2026-11-01");

  report::InputReport input;
  input.path = "site.pem";
  input.format = formats::Format::pem;
  input.certificates = 1;
  report.inputs.push_back(input);

  report::BundleReport bundle;
  bundle.name = "site.pem";
  bundle.files = {"site.pem"};
  bundle.kind = chain::BundleKind::server;
  bundle.sent = bundle.path = {sample_leaf_step()};
  bundle.stop = chain::StopReason::issuer_missing;
  bundle.candidates = 1;
  bundle.missing = "Example CA 2";
  report::EntryReport entry;
  entry.kind = formats::EntryKind::certificate;
  entry.role = chain::Role::leaf;
  entry.certificate = sample_leaf();
  entry.location = sample_leaf_step().location;
  bundle.entries.push_back(entry);
  rules::Finding finding;
  finding.rule = &sample_rule();
  finding.severity = Severity::error;
  finding.subject = facts::SubjectKind::chain;
  finding.subject_sha256 = "aa11";
  finding.message = "'www.example.com' was issued by 'CN=Example CA 2', which is not in the bundle";
  finding.fix_steps = {"add 'CN=Example CA 2' after the leaf"};
  finding.location = sample_leaf_step().location;
  finding.fingerprint = "f00d";
  finding.subject_key_sha256 = "bb22";
  finding.role = "leaf";
  finding.subject_name = "www.example.com";
  finding.details = {{"expected issuer", "CN=Example CA 2,O=Example"},
                     {"AKI", "E8:F2:3F:89:00:00:00:00:00:00:00:00:00:00:00:00:82:59:C3:00"}};
  bundle.findings.push_back(finding);
  report.bundles.push_back(bundle);
  report.summary = summarize(report);
  return report;
}

}  // namespace chainlint::report::test
