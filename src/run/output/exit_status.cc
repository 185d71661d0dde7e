#include "chainlint/run/exit_status.h"

#include <algorithm>

namespace chainlint::run {
namespace {

// A rule that could not be evaluated on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const rules::NotEvaluated& entry) { return entry.subject != facts::SubjectKind::key; }

}  // namespace

void RunStatus::add(const report::BundleReport& bundle) {
  for (const rules::Finding& finding : bundle.findings) {
    findings_ |= options_.fail_on && finding.counts() && finding.severity <= *options_.fail_on;
  }
  findings_ |= options_.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
  open_ |= !bundle.not_evaluated.empty();
}

void RunStatus::add(const report::InputReport& input) {
  open_ |= input.status != formats::ReadStatus::read;
  findings_ |=
      options_.fail_on && *options_.fail_on >= Severity::warning &&
      std::any_of(input.diagnostics.begin(), input.diagnostics.end(), [](const Diagnostic& d) { return d.severity <= Severity::warning; });
}

int RunStatus::status(const report::Summary& summary) const {
  if (summary.unreadable > 0 || (options_.strict && open_)) return kStatusUnreadable;
  return findings_ ? kStatusFindings : kStatusClean;
}

int status_of(const report::Report& report, const RunOptions& options) {
  RunStatus status(options);
  for (const report::BundleReport& bundle : report.bundles) status.add(bundle);
  for (const report::InputReport& input : report.inputs) status.add(input);
  return status.status(report.summary);
}

}  // namespace chainlint::run
