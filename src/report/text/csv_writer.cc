#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "text/csv_row.h"

namespace chainlint::report {
namespace {

// The columns of every line, whatever it is about; those that mean nothing for it are empty. Columns are only ever added at the end.
enum Column : std::size_t {
  kRecord,  // finding, not-evaluated, diagnostic, change, event, fleet
  kBundle,
  kTarget,
  kRule,  // or the code of a diagnostic
  kSeverity,
  kAbout,
  kSubject,
  kRole,
  kSha256,
  kPath,
  kEntry,
  kLine,
  kMessage,
  kFix,
  kFingerprint,
  kWaived,  // waiver or baseline
  kReason,
  kOwner,
  kTicket,
  kExpires,
  kChange,
  kImpact,
  kBefore,
  kAfter,
  kAt,
  kBrought,      // no: the bundle that is replaced has it as well
  kKind,         // of the bundle
  kExplainedBy,  // fingerprint of the finding of the same bundle that is the cause; such a line is not counted
  kColumns
};
constexpr std::array<std::string_view, kColumns> kNames = {
    "record", "bundle",    "target",  "rule",  "severity",    "about",   "subject", "role",        "sha256", "path",
    "entry",  "line",      "message", "fix",   "fingerprint", "waived",  "reason",  "owner",       "ticket", "expires",
    "change", "judgement", "before",  "after", "at",          "brought", "kind",    "explained_by"};

using Row = std::vector<std::string>;

Row row_of(std::string_view record, const BundleReport* bundle) {
  Row row(kColumns);
  row[kRecord] = record;
  if (bundle == nullptr) return row;
  row[kBundle] = bundle->name;
  row[kTarget] = bundle->target;
  if (!bundle->of_run) row[kKind] = chain::to_string(bundle->kind);
  return row;
}

void place(Row& row, const Location& location) {
  row[kPath] = location.path;
  if (location.entry) row[kEntry] = std::to_string(*location.entry);
  if (location.line) row[kLine] = std::to_string(*location.line);
}

void accept(Row& row, const rules::Acceptance& accepted) {
  row[kWaived] = accepted.kind == rules::Acceptance::Kind::waiver ? "waiver" : "baseline";
  row[kReason] = accepted.reason;
  row[kOwner] = accepted.owner;
  row[kTicket] = accepted.ticket;
  if (accepted.expires) row[kExpires] = accepted.expires->to_string();
}

Row finding_row(const BundleReport& bundle, const rules::Finding& finding) {
  Row row = row_of("finding", &bundle);
  row[kRule] = finding.rule->id;
  row[kSeverity] = to_string(finding.severity);
  row[kAbout] = rules::to_string(finding.rule->about);
  row[kSubject] = facts::to_string(finding.subject);
  row[kRole] = finding.role;
  row[kSha256] = finding.subject_sha256;
  place(row, finding.location);
  row[kMessage] = finding.message;
  row[kFix] = finding.fix();
  row[kFingerprint] = finding.fingerprint;
  row[kExplainedBy] = finding.explained_by;
  if (finding.accepted) accept(row, *finding.accepted);
  return row;
}

void add_changes(std::string& out, const BundleReport& bundle) {
  if (!bundle.renewal) return;
  for (const renewal::Change* each : gravest_first(*bundle.renewal)) {
    const renewal::Change& change = *each;
    Row row = row_of("change", &bundle);
    row[kMessage] = change.message;
    row[kChange] = rules::to_string(change.kind);
    row[kImpact] = renewal::to_string(change.impact);
    row[kBefore] = csv_list(change.before);
    row[kAfter] = csv_list(change.after);
    out += csv_row(row);
  }
}

void add_findings(std::string& out, const BundleReport& bundle) {
  std::map<std::size_t, const renewal::Change*> changes;
  if (bundle.renewal) {
    for (const renewal::Change& change : bundle.renewal->changes) {
      for (const std::size_t index : change.findings) changes.emplace(index, &change);
    }
  }
  for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
    Row row = finding_row(bundle, bundle.findings[i]);
    if (bundle.renewal) row[kBrought] = is_as_before(bundle, i) ? "no" : "yes";
    if (const auto found = changes.find(i); found != changes.end()) {
      row[kChange] = rules::to_string(found->second->kind);
      row[kImpact] = renewal::to_string(found->second->impact);
    }
    out += csv_row(row);
  }
  for (std::size_t i = 0; i < bundle.not_evaluated.size(); ++i) {
    const rules::NotEvaluated& entry = bundle.not_evaluated[i];
    Row row = row_of("not-evaluated", &bundle);
    if (bundle.renewal) row[kBrought] = is_open_as_before(bundle, i) ? "no" : "yes";
    row[kRule] = entry.rule->id;
    row[kAbout] = rules::to_string(entry.rule->about);
    row[kSubject] = facts::to_string(entry.subject);
    row[kSha256] = entry.subject_sha256;
    place(row, entry.location);
    row[kMessage] = entry.reason;
    out += csv_row(row);
  }
}

void add_events(std::string& out, const BundleReport& bundle) {
  if (!bundle.timeline) return;
  for (const renewal::TimelineEvent& event : bundle.timeline->events) {
    Row row = row_of("event", &bundle);
    row[kSubject] = renewal::to_string(event.cause);
    if (!event.sha256.empty()) row[kRole] = chain::to_string(event.role);
    row[kSha256] = event.sha256;
    row[kMessage] = event.message;
    row[kBefore] = renewal::to_string(event.before);
    row[kAfter] = renewal::to_string(event.after);
    row[kAt] = event.at.to_string();
    std::vector<std::string> rules;
    for (const renewal::TimelineFinding& finding : event.begin) rules.push_back(finding.rule);
    row[kRule] = csv_list(rules);
    out += csv_row(row);
  }
}

void add_diagnostics(std::string& out, const InputReport& input) {
  for (const Diagnostic& diagnostic : input.diagnostics) {
    Row row = row_of("diagnostic", nullptr);
    row[kRule] = diagnostic.code;
    row[kSeverity] = to_string(diagnostic.severity);
    place(row, diagnostic.location);
    if (row[kPath].empty()) row[kPath] = input.path;
    row[kMessage] = diagnostic.message;
    row[kFix] = diagnostic.advice;
    out += csv_row(row);
  }
}

void add_fleet(std::string& out, const renewal::FleetEvent& event) {
  Row row = row_of("fleet", nullptr);
  row[kBundle] = csv_list(event.bundles);
  row[kSubject] = renewal::to_string(event.cause);
  if (!event.sha256.empty()) row[kRole] = chain::to_string(event.role);
  row[kSha256] = event.sha256;
  row[kMessage] = event.display + ": " + count_noun(event.bundles.size(), "bundle");
  row[kAfter] = renewal::to_string(event.after);
  row[kAt] = event.at.to_string();
  out += csv_row(row);
}

}  // namespace

std::string write_csv(const Report& report) {
  std::string out = csv_row({kNames.begin(), kNames.end()});
  for (const InputReport& input : report.inputs) add_diagnostics(out, input);
  for (const BundleReport& bundle : report.bundles) {
    add_findings(out, bundle);
    add_changes(out, bundle);
    add_events(out, bundle);
  }
  for (const renewal::FleetEvent& event : report.fleet) add_fleet(out, event);
  return out;
}

}  // namespace chainlint::report
