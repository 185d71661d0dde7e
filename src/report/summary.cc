#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

void drop_diagnostic(InputReport& input, const rules::Finding& finding) {
  const Location& where = finding.location;
  // A file without its password says the same of each of its keys.
  const bool locked = finding.diagnostic == "password-required";
  std::erase_if(input.diagnostics, [&](const Diagnostic& each) {
    const Location& place = each.location;
    if (locked && each.code == "key-locked") return true;
    return each.code == finding.diagnostic && place.line.value_or(0) == where.line.value_or(0) &&
           place.column.value_or(0) == where.column.value_or(0) && place.entry.value_or(0) == where.entry.value_or(0) &&
           place.inner == where.inner;
  });
}

void lower_warnings(InputReport& input) {
  for (Diagnostic& each : input.diagnostics) {
    if (each.severity == Severity::warning) each.severity = Severity::note;
  }
}

void settle_diagnostics(std::vector<InputReport>& inputs, const std::vector<BundleReport>& bundles) {
  std::unordered_map<std::string_view, std::vector<const rules::Finding*>> about;
  std::unordered_set<std::string_view> in_bundles;
  for (const BundleReport& bundle : bundles) {
    in_bundles.insert(bundle.files.begin(), bundle.files.end());
    for (const rules::Finding& finding : bundle.findings) {
      if (!finding.diagnostic.empty()) about[finding.location.path].push_back(&finding);
    }
  }
  for (InputReport& input : inputs) {
    if (!in_bundles.contains(input.path)) continue;
    if (const auto known = about.find(input.path); known != about.end()) {
      for (const rules::Finding* finding : known->second) drop_diagnostic(input, *finding);
    }
    lower_warnings(input);
  }
}

bool has_read_error(const InputReport& input) {
  return std::any_of(input.diagnostics.begin(), input.diagnostics.end(),
                     [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; });
}

bool is_unreadable(const InputReport& input) { return input.incomplete || has_read_error(input); }

void count(const BundleReport& bundle, Summary& summary) {
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

void count(const InputReport& input, Summary& summary) {
  for (const Diagnostic& diagnostic : input.diagnostics) {
    summary.errors += diagnostic.severity == Severity::error ? 1 : 0;
    summary.warnings += diagnostic.severity == Severity::warning ? 1 : 0;
  }
  if (is_unreadable(input)) ++summary.unreadable;
}

Summary summarize(const Report& report) {
  Summary summary;
  for (const BundleReport& bundle : report.bundles) count(bundle, summary);
  for (const InputReport& input : report.inputs) count(input, summary);
  return summary;
}

}  // namespace chainlint::report
