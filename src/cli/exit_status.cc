#include "exit_status.h"

#include <algorithm>

namespace chainlint::cli {
namespace {

// A rule that could not be judged on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const NotEvaluated& entry) { return entry.subject != SubjectKind::key; }

}  // namespace

int status_of(const Report& report, const RunOptions& options) {
  bool findings = false, open = false;
  for (const BundleReport& bundle : report.bundles) {
    for (const Finding& finding : bundle.findings) {
      findings |= options.fail_on && finding.counts() && finding.severity <= *options.fail_on;
    }
    findings |= options.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
    open |= !bundle.not_evaluated.empty();
  }
  open |= std::any_of(report.inputs.begin(), report.inputs.end(), [](const InputReport& i) { return i.status != ReadStatus::read; });
  if (options.fail_on && *options.fail_on >= Severity::warning) {
    for (const InputReport& input : report.inputs) {
      findings |= std::any_of(input.diagnostics.begin(), input.diagnostics.end(), [](const Diagnostic& d) { return d.severity <= Severity::warning; });
    }
  }
  if (report.summary.unreadable > 0 || (options.strict && open)) return kStatusUnreadable;
  return findings ? kStatusFindings : kStatusClean;
}

}  // namespace chainlint::cli
