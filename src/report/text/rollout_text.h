// The rollout of a renewal as text: steps, what the server sends between them, commands and checks.
#pragma once

#include <string>

#include "chainlint/renewal/rollout.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

// The steps in the safe order, then those of the requested order where it differs, then the checks. Empty where there is no step.
std::string rollout_block(const TextStyle& style, const renewal::Rollout& rollout);

}  // namespace chainlint::report
