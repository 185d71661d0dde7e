// Whether the run contains a newer certificate in place of that of the bundle.
#pragma once

#include "chainlint/chain/successor.h"
#include "chainlint/facts/subject.h"

namespace chainlint::facts {

// The newer certificate for the names of the leaf, where it is valid at the evaluation time and was found with its private key or the file
// of the leaf is a backup; null without one.
const chain::Successor* successor_of(const FactContext& context);

// Whether the leaf has a successor and its file is a backup by its name or folder: no server sends it.
bool is_superseded_copy(const FactContext& context);

}  // namespace chainlint::facts
