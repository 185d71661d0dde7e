#include <algorithm>

#include "chainlint/report/report.h"

namespace chainlint {

Summary summarize(const Report& report) {
  Summary summary;
  summary.bundles = report.bundles.size();
  for (const BundleReport& bundle : report.bundles) {
    for (const Finding& finding : bundle.findings) {
      switch (finding.severity) {
        case Severity::error:
          ++summary.errors;
          break;
        case Severity::warning:
          ++summary.warnings;
          break;
        case Severity::note:
          ++summary.notes;
          break;
      }
    }
    summary.not_evaluated += bundle.not_evaluated.size();
  }
  for (const InputReport& input : report.inputs) {
    const bool broken = std::any_of(input.diagnostics.begin(), input.diagnostics.end(),
                                    [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
    if (broken) ++summary.unreadable;
  }
  return summary;
}

}  // namespace chainlint
