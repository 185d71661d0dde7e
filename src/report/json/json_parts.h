// Parts of the JSON document that have files of their own.
#pragma once

#include <vector>

#include "chainlint/report/report.h"
#include "json/json_value.h"

namespace chainlint::report {

JsonValue renewal_json(const renewal::RenewalReview& renewal, const std::vector<rules::Finding>& findings);
JsonValue rollout_json(const renewal::Rollout& rollout);
JsonValue timeline_json(const renewal::Timeline& timeline);
JsonValue fleet_event_json(const renewal::FleetEvent& event);
JsonValue run_json(const RunRecord& run);

}  // namespace chainlint::report
