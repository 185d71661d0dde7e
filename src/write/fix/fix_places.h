// Which file, or value of a manifest, is to contain which certificates.
#pragma once

#include <vector>

#include "chainlint/write/fix_plan.h"
#include "fix/fix_chain.h"
#include "fix/fix_completion.h"

namespace chainlint::write {

struct PlacedEdits {
  std::vector<FixPlan::FileEdit> edits;  // of what changes alone
  std::vector<Fix> fixes;                // those of the choice that are made, then order and copies
  std::vector<RefusedFix> refused;
};

// Each file keeps its part: the leaf's file the leaf, the chain's file the chain, a file with both contains both. What is new goes to the
// files with a chain. No file ends up empty.
PlacedEdits place_certificates(const facts::FactContext& context, const Completion& completed, const ChainChoice& choice);

}  // namespace chainlint::write
