#include <algorithm>

#include "chainlint/report/report.h"

namespace chainlint {

Summary summarize(const Report& report) {
  Summary summary;
  for (const BundleReport& bundle : report.bundles) {
    summary.bundles += bundle.of_run ? 0 : 1;
    for (const Finding& finding : bundle.findings) {
      if (!finding.explained_by.empty()) continue;
      if (finding.accepted) {
        ++summary.waived;
        summary.in_baseline += finding.accepted->kind == Acceptance::Kind::baseline ? 1 : 0;
        continue;
      }
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
