#include "chainlint/run/exit_status.h"

#include <algorithm>

namespace chainlint::run {
namespace {

// A rule that could not be evaluated on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const rules::NotEvaluated& entry) { return entry.subject != facts::SubjectKind::key; }

}  // namespace

void BundleStatus::add(const report::BundleReport& bundle) {
  for (const rules::Finding& finding : bundle.findings) {
    findings_ |= options_.fail_on && finding.counts() && finding.severity <= *options_.fail_on;
  }
  findings_ |= options_.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
  open_ |= !bundle.not_evaluated.empty();
}

int BundleStatus::status(const report::Report& report) const {
  bool findings = findings_;
  const bool open = open_ || std::any_of(report.inputs.begin(), report.inputs.end(),
                                         [](const report::InputReport& i) { return i.status != formats::ReadStatus::read; });
  if (options_.fail_on && *options_.fail_on >= Severity::warning) {
    for (const report::InputReport& input : report.inputs) {
      findings |= std::any_of(input.diagnostics.begin(), input.diagnostics.end(),
                              [](const Diagnostic& d) { return d.severity <= Severity::warning; });
    }
  }
  if (report.summary.unreadable > 0 || (options_.strict && open)) return kStatusUnreadable;
  return findings ? kStatusFindings : kStatusClean;
}

int status_of(const report::Report& report, const RunOptions& options) {
  BundleStatus status(options);
  for (const report::BundleReport& bundle : report.bundles) status.add(bundle);
  return status.status(report);
}

}  // namespace chainlint::run
