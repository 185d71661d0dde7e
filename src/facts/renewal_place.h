// Both sides of a renewal at hand.
#pragma once

#include "chainlint/facts/renewal.h"
#include "value.h"

namespace chainlint {

// What is replaced and what replaces it. Borrows.
struct RenewalSides {
  const FactContext& before;
  const FactContext& after;
  const Certificate& old_leaf;
  const Certificate& new_leaf;
};

// Whether two certificates have the same key, whatever its encoding.
bool same_key(const Certificate& a, const Certificate& b);

// Whether the certificate's issuer goes by another name or has another key id than that of `before`.
bool issuer_differs(const Certificate& before, const Certificate& after);

// Absent where one of the sides has no leaf.
template <class Read>
FactValue of_sides(const FactContext& context, Read read) {
  if (context.renewal == nullptr || !context.analysis.leaf || !context.renewal->previous.analysis.leaf) {
    return Absent{};
  }
  const FactContext& before = context.renewal->previous;
  return read(RenewalSides{before, context, *before.analysis.members[*before.analysis.leaf].certificate,
                           *context.analysis.members[*context.analysis.leaf].certificate});
}

}  // namespace chainlint
