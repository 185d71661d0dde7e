#include "chainlint/run/exit_status.h"

#include <algorithm>

namespace chainlint::run {
namespace {

// A rule that could not be evaluated on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const rules::NotEvaluated& entry) { return entry.subject != facts::SubjectKind::key; }

}  // namespace

int status_of(const report::Report& report, const RunOptions& options) {
  bool findings = false, open = false;
  for (const report::BundleReport& bundle : report.bundles) {
    for (const rules::Finding& finding : bundle.findings) {
      findings |= options.fail_on && finding.counts() && finding.severity <= *options.fail_on;
    }
    findings |= options.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
    open |= !bundle.not_evaluated.empty();
  }
  open |= std::any_of(report.inputs.begin(), report.inputs.end(),
                      [](const report::InputReport& i) { return i.status != formats::ReadStatus::read; });
  if (options.fail_on && *options.fail_on >= Severity::warning) {
    for (const report::InputReport& input : report.inputs) {
      findings |= std::any_of(input.diagnostics.begin(), input.diagnostics.end(),
                              [](const Diagnostic& d) { return d.severity <= Severity::warning; });
    }
  }
  if (report.summary.unreadable > 0 || (options.strict && open)) return kStatusUnreadable;
  return findings ? kStatusFindings : kStatusClean;
}

}  // namespace chainlint::run
