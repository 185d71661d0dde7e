#include <algorithm>
#include <iterator>

#include "chainlint/policy/waiver.h"

namespace chainlint::policy {
namespace {

std::string index_key(const std::string& rule, const std::string& named) { return rule + '\n' + named; }

// Whether `path` is `folder` or is below it. Both are absolute.
bool lies_in(std::string_view path, std::string_view folder) {
  return path.starts_with(folder) && (path.size() == folder.size() || folder == "/" || path[folder.size()] == '/');
}

bool walked(const std::string& path, const RunReach& reach) {
  return std::any_of(reach.folders.begin(), reach.folders.end(), [&](const std::string& folder) { return lies_in(path, folder); });
}

bool looked_at_all(const PathPattern& pattern, const RunReach& reach) {
  const auto may_mean = [&](const std::string& path) { return pattern.fits(path); };
  if (std::any_of(reach.unread.begin(), reach.unread.end(), may_mean)) return false;
  const auto is_file = [&](const std::string& file) { return file == pattern.root() && pattern.fits(file); };
  return walked(pattern.root().empty() ? "/" : pattern.root(), reach) || std::any_of(reach.files.begin(), reach.files.end(), is_file);
}

rules::Acceptance acceptance_by(const facts::WaiverOutcome& waiver) {
  return {rules::Acceptance::Kind::waiver, waiver.reason, waiver.owner, waiver.ticket, waiver.expires, waiver.location};
}

}  // namespace

WaiverTable::WaiverTable(std::vector<facts::WaiverOutcome> waivers, std::string working_folder, Instant at)
    : working_folder_(std::move(working_folder)) {
  for (facts::WaiverOutcome& waiver : waivers) {
    Entry entry;
    const std::string file = absolute_path(waiver.location.path, working_folder_);
    entry.folder = file.substr(0, std::max<std::size_t>(file.find_last_of('/'), 1));
    for (const std::string& path : waiver.paths) entry.patterns.emplace_back(path, entry.folder);
    entry.waiver = std::move(waiver);
    facts::WaiverOutcome& kept = entry.waiver;
    if (kept.state != facts::WaiverState::malformed) {
      const bool ended = kept.expires && at > *kept.expires;
      kept.state = ended ? facts::WaiverState::expired : facts::WaiverState::unused;
      const std::string& named = kept.certificate.empty() ? kept.key : kept.certificate;
      if (!ended) index_[index_key(kept.rule, named)].push_back(entries_.size());
    }
    entries_.push_back(std::move(entry));
  }
}

std::vector<std::size_t> WaiverTable::fitting(const rules::Finding& finding) const {
  std::vector<std::size_t> fitting;
  const bool of_run = finding.subject == facts::SubjectKind::waiver || finding.subject == facts::SubjectKind::run;
  if (index_.empty() || of_run) return fitting;
  const std::string path = absolute_path(finding.location.path, working_folder_);
  std::set<std::string_view> named{finding.subject_sha256, finding.subject_key_sha256, ""};
  for (const std::string_view one : named) {
    const auto found = index_.find(index_key(finding.rule->id, std::string(one)));
    if (found == index_.end()) continue;
    std::copy_if(found->second.begin(), found->second.end(), std::back_inserter(fitting),
                 [&](std::size_t i) { return fits(entries_[i], finding, path); });
  }
  std::sort(fitting.begin(), fitting.end());
  return fitting;
}

void WaiverTable::note(const rules::Finding& finding) {
  for (const std::size_t i : fitting(finding)) entries_[i].waiver.state = facts::WaiverState::active;
}

std::optional<rules::Acceptance> WaiverTable::acceptance_at(const rules::Finding& finding, Instant at) const {
  for (const std::size_t i : fitting(finding)) {
    const facts::WaiverOutcome& waiver = entries_[i].waiver;
    if (!waiver.expires || at <= *waiver.expires) return acceptance_by(waiver);
  }
  return std::nullopt;
}

bool WaiverTable::fits(const Entry& entry, const rules::Finding& finding, const std::string& path) const {
  const facts::WaiverOutcome& waiver = entry.waiver;
  const bool about_key = finding.subject == facts::SubjectKind::key;
  if (!waiver.certificate.empty() && (about_key || waiver.certificate != finding.subject_sha256)) return false;
  if (!waiver.key.empty() && waiver.key != finding.subject_key_sha256) return false;
  const auto fits_path = [&](const PathPattern& pattern) { return pattern.fits(path); };
  return entry.patterns.empty() || std::any_of(entry.patterns.begin(), entry.patterns.end(), fits_path);
}

WaiverEvidence WaiverTable::evidence_of(const Entry& entry, const RunReach& reach) const {
  const facts::WaiverOutcome& waiver = entry.waiver;
  WaiverEvidence evidence;
  evidence.met = waiver.state == facts::WaiverState::active;
  evidence.open = !reach.rules.contains(waiver.rule) || reach.not_evaluated.contains(waiver.rule);
  if (entry.patterns.empty()) {
    evidence.seen = waiver.certificate.empty() ? reach.keys.contains(waiver.key) : reach.certificates.contains(waiver.certificate);
    evidence.covered = reach.unread.empty() && walked(entry.folder, reach);
  } else {
    evidence.covered = std::all_of(entry.patterns.begin(), entry.patterns.end(),
                                   [&](const PathPattern& pattern) { return looked_at_all(pattern, reach); });
  }
  return evidence;
}

std::vector<WaiverEvidence> WaiverTable::evidence(const RunReach& reach) const {
  std::vector<WaiverEvidence> evidence;
  for (const Entry& entry : entries_) evidence.push_back(evidence_of(entry, reach));
  return evidence;
}

std::vector<facts::WaiverOutcome> WaiverTable::outcomes(const RunReach& reach) const {
  std::vector<facts::WaiverOutcome> outcomes;
  for (const Entry& entry : entries_) {
    outcomes.push_back(entry.waiver);
    facts::WaiverState& state = outcomes.back().state;
    if (state == facts::WaiverState::unused) state = evidence_of(entry, reach).state();
  }
  return outcomes;
}

void WaiverEvidence::add(const WaiverEvidence& other) {
  met |= other.met;
  open |= other.open;
  seen |= other.seen;
  covered &= other.covered;
}

facts::WaiverState WaiverEvidence::state() const {
  if (met) return facts::WaiverState::active;
  return !open && (seen || covered) ? facts::WaiverState::unused : facts::WaiverState::out_of_scope;
}

}  // namespace chainlint::policy
