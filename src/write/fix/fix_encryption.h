// The encryption of a PFX that its target reads.
#pragma once

#include <vector>

#include "chainlint/write/fix_plan.h"

namespace chainlint::write {

// Adds to the plan, where re-encryption is among `unsafe`, the encryption of each PFX of the bundle that is not so already; where it is not
// and the target does not read the PFX, that it is needed.
void plan_encryption(const facts::FactContext& context, const std::vector<FixKind>& unsafe, FixPlan& plan);

}  // namespace chainlint::write
