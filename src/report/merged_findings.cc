#include "merged_findings.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

namespace chainlint::report {
namespace {

using Key = std::tuple<std::string_view, std::string_view, std::string_view>;

bool graver(const rules::Finding& a, const rules::Finding& b) {
  if (a.accepted.has_value() != b.accepted.has_value()) return b.accepted.has_value();
  return a.severity < b.severity;
}

class Merger {
 public:
  void add(const BundleReport& bundle, std::size_t index, const rules::Effects& effects) {
    const rules::Finding& finding = bundle.findings[index];
    if (!finding.explained_by.empty()) return;
    const Key key{finding.rule->id, finding.fingerprint, finding.location.path};
    const auto [place, fresh] = places_.try_emplace(key, results_.size());
    if (fresh) results_.push_back({&finding, &bundle, index, {}, {}, {}, {}});
    MergedFinding& result = results_[place->second];
    if (graver(finding, *result.finding)) {
      result.finding = &finding;
      result.bundle = &bundle;
      result.index = index;
    }
    if (bundles_.insert({place->second, bundle.name}).second) result.bundles.push_back(bundle.name);
    if (!bundle.target.empty() && targets_.insert({place->second, bundle.target}).second) result.targets.push_back(bundle.target);
    add_different(result.worded, finding,
                  [](const rules::Finding& a, const rules::Finding& b) { return a.message == b.message && a.fix_steps == b.fix_steps; });
    for (const rules::Finding* effect : effects.of(finding)) {
      add_different(result.effects, *effect,
                    [](const rules::Finding& a, const rules::Finding& b) { return a.rule->id == b.rule->id && a.message == b.message; });
    }
  }

  std::vector<MergedFinding> results() { return std::move(results_); }

 private:
  template <class Same>
  static void add_different(std::vector<const rules::Finding*>& list, const rules::Finding& finding, Same same) {
    if (list.size() == kMostWordings) return;
    const bool known = std::any_of(list.begin(), list.end(), [&](const rules::Finding* other) { return same(*other, finding); });
    if (!known) list.push_back(&finding);
  }

  std::vector<MergedFinding> results_;
  std::map<Key, std::size_t> places_;
  std::set<std::pair<std::size_t, std::string_view>> bundles_, targets_;
};

}  // namespace

std::vector<MergedFinding> merged_findings(const Report& report) {
  Merger merger;
  for (const BundleReport& bundle : report.bundles) {
    const rules::Effects effects(bundle.findings);
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) merger.add(bundle, i, effects);
  }
  return merger.results();
}

}  // namespace chainlint::report
