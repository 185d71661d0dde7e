#include "comparison.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace chainlint::report {
namespace {

// Removes findings that are not new. Returns the new index of each finding by its old one.
template <class T>
std::vector<std::optional<std::size_t>> keep_brought(std::vector<T>& all, std::vector<bool>& brought) {
  std::vector<std::optional<std::size_t>> places(all.size());
  std::vector<T> kept;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i < brought.size() && !brought[i]) continue;
    places[i] = kept.size();
    kept.push_back(std::move(all[i]));
  }
  all = std::move(kept);
  brought.assign(all.size(), true);
  return places;
}

void move_to(const std::vector<std::optional<std::size_t>>& places, std::vector<std::size_t>& indexes) {
  std::vector<std::size_t> moved;
  for (const std::size_t index : indexes) {
    if (index < places.size() && places[index]) moved.push_back(*places[index]);
  }
  indexes = std::move(moved);
}

}  // namespace

bool counts_changes_alone(const Report& report) { return !report.run.arguments.empty() && report.run.arguments.front() == "diff"; }

bool is_as_before(const BundleReport& bundle, std::size_t finding) {
  return bundle.renewal && finding < bundle.renewal->brought.size() && !bundle.renewal->brought[finding];
}

bool is_open_as_before(const BundleReport& bundle, std::size_t not_evaluated) {
  return bundle.renewal && not_evaluated < bundle.renewal->brought_open.size() && !bundle.renewal->brought_open[not_evaluated];
}

Report counted(Report report) {
  if (!counts_changes_alone(report)) return report;
  for (BundleReport& bundle : report.bundles) {
    if (!bundle.renewal) continue;
    const auto findings = keep_brought(bundle.findings, bundle.renewal->brought);
    const auto open = keep_brought(bundle.not_evaluated, bundle.renewal->brought_open);
    for (renewal::Change& change : bundle.renewal->changes) {
      move_to(findings, change.findings);
      move_to(open, change.open);
    }
    move_to(findings, bundle.renewal->others);
    bundle.renewal->as_before = 0;
  }
  report.summary = summarize(report);
  return report;
}

std::size_t count_as_before(const Report& report) {
  std::size_t count = 0;
  if (!counts_changes_alone(report)) return count;
  for (const BundleReport& bundle : report.bundles) {
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
      if (bundle.findings[i].counts() && is_as_before(bundle, i)) ++count;
    }
  }
  return count;
}

std::vector<const renewal::Change*> gravest_first(const renewal::RenewalReview& renewal) {
  std::vector<const renewal::Change*> changes;
  for (const renewal::Change& change : renewal.changes) changes.push_back(&change);
  std::stable_sort(changes.begin(), changes.end(),
                   [](const renewal::Change* a, const renewal::Change* b) { return a->impact > b->impact; });
  return changes;
}

}  // namespace chainlint::report
