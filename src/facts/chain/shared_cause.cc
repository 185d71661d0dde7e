#include "chainlint/facts/shared_cause.h"

#include <algorithm>
#include <optional>
#include <vector>

#include "chain/place.h"

namespace chainlint::facts {
namespace {

// As indexes of certificate subjects.
std::vector<std::size_t> certificates_of(const Subject& subject, const FactContext& context) {
  switch (subject.kind) {
    case SubjectKind::certificate:
      return {subject.index};
    case SubjectKind::link:
      return {certificate_at_step(subject.index, context).index, certificate_at_step(subject.index + 1, context).index};
    case SubjectKind::key: {
      std::vector<std::size_t> members = context.analysis.keys[subject.index].members;
      if (members.empty() && context.analysis.leaf) members.push_back(*context.analysis.leaf);
      return members;
    }
    default:
      return {};
  }
}

bool is_about(const formats::Container& container, const Subject& subject, const FactContext& context) {
  const chain::BundleAnalysis& analysis = context.analysis;
  if (subject.kind == SubjectKind::key) {
    if (!analysis.leaf || container_with(analysis.entries[analysis.keys[subject.index].entry], context) == &container) return true;
  }
  const std::vector<std::size_t> certificates = certificates_of(subject, context);
  return std::any_of(certificates.begin(), certificates.end(), [&](std::size_t certificate) {
    const chain::Member* member = member_of({SubjectKind::certificate, certificate}, context);
    return member != nullptr && std::any_of(member->entries.begin(), member->entries.end(), [&](std::size_t entry) {
             return container_with(analysis.entries[entry], context) == &container;
           });
  });
}

// The container that the subject is or that a reader has something to say about; null for any other.
const formats::Container* container_of(const Subject& subject, const FactContext& context) {
  if (subject.kind == SubjectKind::container) return &context.bundle.containers[subject.index];
  return subject.kind == SubjectKind::diagnostic ? &diagnostic_of(subject, context).container : nullptr;
}

bool is_whole(SubjectKind kind) { return kind == SubjectKind::bundle || kind == SubjectKind::chain || kind == SubjectKind::renewal; }

}  // namespace

bool share_cause(const Subject& effect, const Subject& cause, const FactContext& context) {
  if (effect.kind == cause.kind && effect.index == cause.index) return true;
  const formats::Container* of_effect = container_of(effect, context);
  const formats::Container* of_cause = container_of(cause, context);
  if (effect.kind == SubjectKind::chain && cause.kind == SubjectKind::diagnostic) {
    return of_cause->count(formats::EntryKind::certificate) > 0;
  }
  if (is_whole(effect.kind) || is_whole(cause.kind)) return true;
  if (of_effect != nullptr && of_cause != nullptr) return effect.kind != cause.kind && of_effect == of_cause;
  if (of_cause != nullptr) return is_about(*of_cause, effect, context);
  if (of_effect != nullptr) return is_about(*of_effect, cause, context);
  const std::vector<std::size_t> ours = certificates_of(effect, context), theirs = certificates_of(cause, context);
  return effect.kind != cause.kind && std::find_first_of(ours.begin(), ours.end(), theirs.begin(), theirs.end()) != ours.end();
}

}  // namespace chainlint::facts
