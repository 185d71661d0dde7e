// Parts of the JSON document that have files of their own.
#pragma once

#include <nlohmann/json.hpp>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

nlohmann::ordered_json renewal_json(const renewal::RenewalReview& renewal, const std::vector<rules::Finding>& findings);
nlohmann::ordered_json rollout_json(const renewal::Rollout& rollout);
nlohmann::ordered_json timeline_json(const renewal::Timeline& timeline);
nlohmann::ordered_json fleet_event_json(const renewal::FleetEvent& event);
nlohmann::ordered_json run_json(const RunRecord& run);

}  // namespace chainlint::report
