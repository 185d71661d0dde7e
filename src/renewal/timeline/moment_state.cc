#include "timeline/moment_state.h"

#include <algorithm>

namespace chainlint::renewal {
namespace {

Standing standing_for(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Standing::error;
    case Severity::warning:
      return Standing::warning;
    case Severity::note:
      return Standing::note;
  }
  return Standing::note;
}

// A rule that cannot be evaluated only because of a key is ignored, as in the exit status.
bool counts(const rules::NotEvaluated& entry) { return entry.subject != facts::SubjectKind::key; }

std::string identity_of(const rules::NotEvaluated& entry) {
  return entry.rule->id + '\n' + std::string(facts::to_string(entry.subject)) + '\n' + entry.subject_sha256 + "\nnot evaluated";
}

const HeldFinding* find(const MomentState& state, const std::string& identity) {
  const auto found = std::lower_bound(state.held.begin(), state.held.end(), identity,
                                      [](const HeldFinding& held, const std::string& key) { return held.identity < key; });
  return found == state.held.end() || found->identity != identity ? nullptr : &*found;
}

}  // namespace

Standing standing_of(const rules::Evaluation& evaluation) {
  Standing standing = Standing::good;
  for (const rules::Finding& finding : evaluation.findings) {
    if (finding.counts()) standing = std::max(standing, standing_for(finding.severity));
  }
  return std::any_of(evaluation.not_evaluated.begin(), evaluation.not_evaluated.end(), counts) ? Standing::error : standing;
}

bool MomentState::same_as(const MomentState& other) const {
  return std::equal(held.begin(), held.end(), other.held.begin(), other.held.end(),
                    [](const HeldFinding& a, const HeldFinding& b) { return a.same_as(b); });
}

MomentState state_of(const rules::Evaluation& evaluation) {
  MomentState state;
  state.standing = standing_of(evaluation);
  for (const rules::Finding& finding : evaluation.findings) {
    if (!finding.counts()) continue;
    state.held.push_back({finding.fingerprint, finding.subject_sha256, {finding.rule->id, finding.severity, finding.message}});
  }
  for (const rules::NotEvaluated& entry : evaluation.not_evaluated) {
    if (!counts(entry)) continue;
    state.held.push_back({identity_of(entry), entry.subject_sha256, {entry.rule->id, Severity::error, "not evaluated: " + entry.reason}});
  }
  const auto by_identity = [](const HeldFinding& a, const HeldFinding& b) { return a.identity < b.identity; };
  std::stable_sort(state.held.begin(), state.held.end(), by_identity);
  const auto equal_identity = [](const HeldFinding& a, const HeldFinding& b) { return a.identity == b.identity; };
  state.held.erase(std::unique(state.held.begin(), state.held.end(), equal_identity), state.held.end());
  return state;
}

std::vector<HeldFinding> newly_held(const MomentState& before, const MomentState& after) {
  std::vector<HeldFinding> found;
  for (const HeldFinding& held : after.held) {
    const HeldFinding* old = find(before, held.identity);
    if (old == nullptr || !old->same_as(held)) found.push_back(held);
  }
  return found;
}

std::vector<HeldFinding> no_longer_held(const MomentState& before, const MomentState& after) {
  std::vector<HeldFinding> found;
  for (const HeldFinding& held : before.held) {
    if (find(after, held.identity) == nullptr) found.push_back(held);
  }
  return found;
}

}  // namespace chainlint::renewal
