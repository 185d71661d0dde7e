// Both sides of a renewal at hand.
#pragma once

#include "chainlint/facts/renewal.h"
#include "value.h"

namespace chainlint::facts {

// What is replaced and what replaces it. Borrows.
struct RenewalSides {
  const FactContext& before;
  const FactContext& after;
  const x509::Certificate& old_leaf;
  const x509::Certificate& new_leaf;
};

// Whether two certificates have the same key, whatever its encoding.
bool same_key(const x509::Certificate& a, const x509::Certificate& b);

// Whether the certificate's issuer goes by another name or has another key id than that of `before`.
bool issuer_differs(const x509::Certificate& before, const x509::Certificate& after);

// Nothing where nothing is replaced, or one of the sides has no leaf.
inline std::optional<RenewalSides> sides_of(const FactContext& context) {
  if (context.renewal == nullptr || !context.analysis.leaf || !context.renewal->previous.analysis.leaf) {
    return std::nullopt;
  }
  const FactContext& before = context.renewal->previous;
  return RenewalSides{before, context, *before.analysis.members[*before.analysis.leaf].certificate,
                      *context.analysis.members[*context.analysis.leaf].certificate};
}

// Absent where there are no two sides.
template <class Read>
FactValue of_sides(const FactContext& context, Read read) {
  const std::optional<RenewalSides> sides = sides_of(context);
  return sides ? read(*sides) : FactValue(Absent{});
}

}  // namespace chainlint::facts
