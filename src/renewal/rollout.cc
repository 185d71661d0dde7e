#include "chainlint/renewal/rollout.h"

#include <algorithm>

namespace chainlint {

std::string_view to_string(RolloutAction action) {
  switch (action) {
    case RolloutAction::trust:
      return "trust";
    case RolloutAction::pins:
      return "pins";
    case RolloutAction::intermediates:
      return "intermediates";
    case RolloutAction::leaf:
      return "leaf";
    case RolloutAction::cleanup:
      return "cleanup";
  }
  return "";
}

bool Rollout::safe_order_has_outage() const {
  return std::any_of(steps.begin(), steps.end(), [](const RolloutStep& step) { return !step.outage.empty(); });
}

bool Rollout::asked_order_has_outage() const {
  return std::any_of(asked.begin(), asked.end(), [](const RolloutStep& step) { return !step.outage.empty(); });
}

Result<std::vector<RolloutAction>> parse_rollout_order(std::string_view) { return std::vector<RolloutAction>(); }

Rollout plan_rollout(const FactContext&, const std::vector<RolloutAction>*, SignatureVerifier&) { return {}; }

}  // namespace chainlint
