#include "causes.h"

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>

namespace chainlint::report {
namespace {

constexpr std::ptrdiff_t kMostOfRule = 5;  // causes; more are one

struct Found {
  const rules::Finding* finding;
  const BundleReport* bundle;
};

// About the same certificate that is not the bundle's own, or the same in the same words.
std::string_view common_part(const rules::Finding& finding) {
  const bool of_ca = finding.role == "intermediate" || finding.role == "root";
  return of_ca && !finding.subject_sha256.empty() ? std::string_view(finding.subject_sha256) : std::string_view(finding.message);
}

Cause make_cause(const std::vector<Found>& found) {
  Cause cause;
  cause.finding = found.front().finding;
  cause.fix = first_step(*cause.finding);
  if (!std::all_of(found.begin(), found.end(), [&](const Found& each) { return first_step(*each.finding) == cause.fix; })) cause.fix = "";
  const bool same =
      std::all_of(found.begin(), found.end(), [&](const Found& each) { return each.finding->message == cause.finding->message; });
  cause.message = same ? cause.finding->message : cause.finding->rule->title;
  for (const Found& each : found) {
    if (cause.bundles.empty() || cause.bundles.back() != each.bundle) cause.bundles.push_back(each.bundle);
  }
  return cause;
}

}  // namespace

std::string first_step(const rules::Finding& finding) {
  if (finding.fix_steps.size() < 2) return finding.fix_steps.empty() ? "" : finding.fix_steps.front();
  const std::vector<std::string> marks = finding.step_marks();
  const auto ways = static_cast<std::size_t>(std::count(marks.begin(), marks.end(), "- "));
  const std::size_t steps = marks.size() - ways;
  const std::string place = steps == 0 ? "one of " + std::to_string(ways) + " ways" : "step 1 of " + std::to_string(steps);
  return "(" + place + ") " + finding.fix_steps.front();
}

std::vector<Cause> causes_of(const std::vector<BundlePtr>& bundles) {
  using OfRule = std::tuple<Severity, std::string_view>;
  std::map<OfRule, std::map<std::string_view, std::vector<Found>>> by_rule;
  std::unordered_map<const BundleReport*, std::size_t> place_of;
  for (const BundlePtr& bundle : bundles) {
    place_of.try_emplace(bundle.get(), place_of.size());
    for (const rules::Finding& finding : bundle->findings) {
      if (finding.counts()) by_rule[{finding.severity, finding.rule->id}][common_part(finding)].push_back({&finding, bundle.get()});
    }
  }
  std::vector<Cause> causes;
  for (const auto& [rule, groups] : by_rule) {
    const auto several = std::count_if(groups.begin(), groups.end(), [](const auto& group) { return group.second.size() > 1; });
    std::vector<Found> single;
    for (const auto& [part, found] : groups) {
      Cause cause = make_cause(found);
      if (cause.bundles.size() > 1 && several <= kMostOfRule) {
        causes.push_back(std::move(cause));
      } else {
        single.insert(single.end(), found.begin(), found.end());
      }
    }
    if (single.empty()) continue;
    std::stable_sort(single.begin(), single.end(), [&](const Found& a, const Found& b) { return place_of[a.bundle] < place_of[b.bundle]; });
    causes.push_back(make_cause(single));
  }
  const auto is_protection = [](const Cause& cause) { return cause.finding->rule->about == rules::Question::protection; };
  std::stable_sort(causes.begin(), causes.end(), [&](const Cause& a, const Cause& b) {
    return std::tuple(a.finding->severity, is_protection(a), b.bundles.size()) <
           std::tuple(b.finding->severity, is_protection(b), a.bundles.size());
  });
  return causes;
}

}  // namespace chainlint::report
