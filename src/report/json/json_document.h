// The members of the JSON document, for the writers that print them in one document or one line each.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "chainlint/report/report.h"

namespace chainlint::report {

// Grows where members are added.
inline constexpr const char* kSchemaVersion = "1.1";

nlohmann::ordered_json location_json(const Location& location);
nlohmann::ordered_json input_json(const InputReport& input);
nlohmann::ordered_json policy_json(const PolicyReport& policy);
nlohmann::ordered_json baseline_json(const BaselineReport& baseline);
nlohmann::ordered_json summary_json(const Summary& summary);

// `with_findings` is false for `show`.
nlohmann::ordered_json bundle_json(const BundleReport& bundle, bool with_findings);

// On one line, as UTF-8 whatever the texts are.
std::string to_line(const nlohmann::ordered_json& json);

}  // namespace chainlint::report
