// What the formats json and jsonl contain.
#pragma once

#include "json/json_text.h"

namespace chainlint::report {

// The document of `json`. Objects have no other members: a member that a writer adds must be added here, which
// tests/report/validate_results.py checks.
OrderedJson result_schema();

// One line of `jsonl`.
OrderedJson result_line_schema();

}  // namespace chainlint::report
