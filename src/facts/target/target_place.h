// From a fact's context to what the target says and sends.
#pragma once

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The profile of the target; null without one.
inline const profiles::Profile* profile_of(const FactContext& context) {
  return context.deployment == nullptr ? nullptr : context.deployment->target.profile;
}

// A fact about the target, absent without one: `Compute` takes the context and the profile.
template <auto Compute>
FactValue of_target(const FactContext& context, const Subject&) {
  const profiles::Profile* profile = profile_of(context);
  return profile == nullptr ? FactValue(Absent{}) : Compute(context, *profile);
}

// True or absent: a fact that exists only where something is wrong.
inline FactValue true_or_absent(bool value) { return value ? FactValue(true) : FactValue(Absent{}); }

// The leaf; null without one.
inline const x509::Certificate* leaf_of(const FactContext& context) {
  return context.analysis.leaf ? context.analysis.members[*context.analysis.leaf].certificate.get() : nullptr;
}

}  // namespace chainlint::facts
