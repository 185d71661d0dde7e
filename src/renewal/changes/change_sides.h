// What is compared, and the words for it.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/renewal.h"
#include "chainlint/facts/renewal_changes.h"
#include "chainlint/renewal/review.h"

namespace chainlint::renewal {

using Texts = std::vector<std::string>;

// Both sides of a renewal. Borrows; `old_leaf` and `new_leaf` are null where a side has none.
struct ChangeSides {
  const facts::FactContext& before;
  const facts::FactContext& after;
  const x509::Certificate* old_leaf = nullptr;
  const x509::Certificate* new_leaf = nullptr;

  bool both() const { return old_leaf != nullptr && new_leaf != nullptr; }

  // Where there are both.
  facts::RenewalSides leaves() const { return {before, after, *old_leaf, *new_leaf}; }
};

// One kind of change in words. Where nothing differs, the message says so.
struct Difference {
  bool differs = false;
  std::string message;
  Texts before, after;
};

Difference certificate_change(const ChangeSides& sides);
Difference names_change(const ChangeSides& sides);
Difference key_change(const ChangeSides& sides);
Difference key_type_change(const ChangeSides& sides);
Difference issuer_change(const ChangeSides& sides);
Difference subject_change(const ChangeSides& sides);
Difference lifetime_change(const ChangeSides& sides);
Difference extended_key_usage_change(const ChangeSides& sides);
Difference key_usage_change(const ChangeSides& sides);
Difference policies_change(const ChangeSides& sides);
Difference extensions_change(const ChangeSides& sides);
Difference chain_change(const ChangeSides& sides);
Difference anchor_change(const ChangeSides& sides);
Difference protection_change(const ChangeSides& sides);
Difference order_change(const ChangeSides& sides);

// "a, b and 4 more". What is in the list came from files and is made printable.
std::string some_of(const Texts& words);

// `phrase` behind what `message` says already, with a semicolon between.
void add_phrase(std::string& message, const std::string& phrase);

// The members of `from` that `in` does not have. Linear.
Texts missing_in(const Texts& from, const Texts& in);

}  // namespace chainlint::renewal
