// From a fact's context to what the target says and sends.
#pragma once

#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// A fact about the target, absent without one: `Compute` takes the context and the profile.
template <auto Compute>
FactValue of_target(const FactContext& context) {
  const profiles::Profile* profile = profile_of(context);
  return profile == nullptr ? FactValue(Absent{}) : Compute(context, *profile);
}

// True or absent: a fact that exists only where something is wrong.
inline FactValue true_or_absent(bool value) { return value ? FactValue(true) : FactValue(Absent{}); }

}  // namespace chainlint::facts
