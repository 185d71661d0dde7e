#include <algorithm>
#include <cstdint>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include "chainlint/report/report.h"

namespace chainlint::report {

namespace {

using DiagnosticKey = std::tuple<std::string_view, std::uint32_t, std::uint32_t, std::uint32_t, std::string_view>;

DiagnosticKey key_of(std::string_view code, const Location& where) {
  return {code, where.line.value_or(0), where.column.value_or(0), where.entry.value_or(0), where.inner};
}

}  // namespace

void settle_diagnostics(std::vector<InputReport>& inputs, const std::vector<BundleReport>& bundles) {
  std::unordered_map<std::string_view, std::set<DiagnosticKey>> covered;
  std::unordered_set<std::string_view> in_bundles;
  for (const BundleReport& bundle : bundles) {
    in_bundles.insert(bundle.files.begin(), bundle.files.end());
    for (const rules::Finding& finding : bundle.findings) {
      if (!finding.diagnostic.empty()) covered[finding.location.path].insert(key_of(finding.diagnostic, finding.location));
    }
  }
  for (InputReport& input : inputs) {
    if (!in_bundles.contains(input.path)) continue;
    if (const auto known = covered.find(input.path); known != covered.end()) {
      std::erase_if(input.diagnostics, [&](const Diagnostic& each) { return known->second.contains(key_of(each.code, each.location)); });
    }
    for (Diagnostic& each : input.diagnostics) {
      if (each.severity == Severity::warning) each.severity = Severity::note;
    }
  }
}

bool is_unreadable(const InputReport& input) {
  return input.incomplete || std::any_of(input.diagnostics.begin(), input.diagnostics.end(),
                                         [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

Summary summarize(const Report& report) {
  Summary summary;
  for (const BundleReport& bundle : report.bundles) {
    summary.bundles += bundle.of_run ? 0 : 1;
    for (const rules::Finding& finding : bundle.findings) {
      if (!finding.explained_by.empty()) continue;
      if (finding.accepted) {
        ++summary.waived;
        summary.in_baseline += finding.accepted->kind == rules::Acceptance::Kind::baseline ? 1 : 0;
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
    for (const Diagnostic& diagnostic : input.diagnostics) {
      summary.errors += diagnostic.severity == Severity::error ? 1 : 0;
      summary.warnings += diagnostic.severity == Severity::warning ? 1 : 0;
    }
    if (is_unreadable(input)) ++summary.unreadable;
  }
  return summary;
}

}  // namespace chainlint::report
