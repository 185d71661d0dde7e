// Parts of the JSON document that have files of their own.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint {

nlohmann::ordered_json renewal_json(const RenewalReview& renewal, const std::vector<Finding>& findings);
nlohmann::ordered_json rollout_json(const Rollout& rollout);
nlohmann::ordered_json timeline_json(const Timeline& timeline);
nlohmann::ordered_json fleet_event_json(const FleetEvent& event);
nlohmann::ordered_json run_json(const RunRecord& run);

}  // namespace chainlint
