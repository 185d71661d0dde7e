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

// A file of the private key beside that of the certificates.
inline bool holds_keys_alone(const formats::Container& container) {
  return container.count(formats::EntryKind::private_key) > 0 && container.count(formats::EntryKind::certificate) == 0;
}

}  // namespace chainlint::facts
