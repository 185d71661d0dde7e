// The members of the JSON document, for the writers that print them in one document or one line each.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/report/report.h"
#include "json/json_value.h"

namespace chainlint::report {

// Grows where members are added.
inline constexpr const char* kSchemaVersion = "1.1";

JsonValue location_json(const Location& location);
JsonValue input_json(const InputReport& input);
JsonValue policy_json(const PolicyReport& policy);
JsonValue baseline_json(const BaselineReport& baseline);
JsonValue summary_json(const Summary& summary);

// `with_findings` is false for `show`. `kind` is the name of the member that says what the bundle is for.
JsonValue bundle_json(const BundleReport& bundle, bool with_findings, std::string_view kind = "kind");

}  // namespace chainlint::report
