#include "chainlint/policy/baseline.h"

#include <algorithm>
#include <tuple>

#include "chainlint/base/text.h"

namespace chainlint::policy {
namespace {

std::string identity_key(const std::string& rule, const BaselineEntry& entry, bool any_bundle) {
  static constexpr char kLetters[] = {'c', 'k', 'p'};
  const std::string what = rule + '\n' + kLetters[static_cast<std::size_t>(entry.by)] + entry.identity + '\n' + entry.role + '\n';
  // Version 1.0 wrote the leaf beside keys alone.
  if (any_bundle) return what + (entry.by == BaselineEntry::By::key ? entry.leaf : "") + "\n*";
  return what + entry.leaf + '\n' + entry.bundle;
}

bool is_of_run(const rules::Finding& finding) {
  return finding.subject == facts::SubjectKind::waiver || finding.subject == facts::SubjectKind::run;
}

}  // namespace

BaselineEntry baseline_entry(const rules::Finding& finding, const BaselinePlace& place) {
  BaselineEntry entry;
  entry.rule = finding.rule->id;
  entry.role = finding.role;
  entry.path = printable(place.path);
  entry.message = printable(finding.message);
  const bool about_key = finding.subject == facts::SubjectKind::key;
  const std::string& digest = about_key ? finding.subject_key_sha256 : finding.subject_sha256;
  if (digest.empty()) {
    entry.identity = entry.path;
    return entry;
  }
  entry.by = about_key ? BaselineEntry::By::key : BaselineEntry::By::certificate;
  entry.identity = digest;
  entry.leaf = place.leaf;
  if (place.leaf.empty()) entry.bundle = printable(place.bundle);
  return entry;
}

BaselineTable::BaselineTable(std::vector<BaselineEntry> entries, std::string path)
    : entries_(std::move(entries)), met_(entries_.size()), path_(std::move(path)) {
  for (std::size_t i = 0; i < entries_.size(); ++i) by_[identity_key(entries_[i].rule, entries_[i], entries_[i].any_bundle)].push_back(i);
}

std::vector<std::size_t> BaselineTable::entries_about(const rules::Finding& finding, const BaselinePlace& place) const {
  std::vector<std::size_t> about;
  if (is_of_run(finding)) return about;
  const BaselineEntry entry = baseline_entry(finding, place);
  std::vector<std::string> ids = finding.rule->formerly;
  ids.push_back(finding.rule->id);
  for (const std::string& id : ids) {
    for (const bool any_bundle : {false, true}) {
      const auto found = by_.find(identity_key(id, entry, any_bundle));
      if (found != by_.end()) about.insert(about.end(), found->second.begin(), found->second.end());
    }
  }
  return about;
}

void BaselineTable::note(const rules::Finding& finding, const BaselinePlace& place) {
  for (const std::size_t i : entries_about(finding, place)) met_[i] = true;
}

std::optional<rules::Acceptance> BaselineTable::acceptance_of(const rules::Finding& finding, const BaselinePlace& place) const {
  if (entries_about(finding, place).empty()) return std::nullopt;
  return rules::Acceptance{rules::Acceptance::Kind::baseline, "", "", "", std::nullopt, Location{.path = path_}};
}

std::vector<std::size_t> BaselineTable::gone(const std::function<bool(const std::string& path)>& looked_at) const {
  std::vector<std::size_t> gone;
  for (std::size_t i = 0; i < entries_.size(); ++i) {
    if (!met_[i] && looked_at(entries_[i].path)) gone.push_back(i);
  }
  return gone;
}

}  // namespace chainlint::policy
