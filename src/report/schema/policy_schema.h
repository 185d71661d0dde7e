// The schema of policy files.
#pragma once

#include "chainlint/rules/library.h"
#include "json/json_text.h"

namespace chainlint::report {

OrderedJson policy_schema(const rules::RuleLibrary& library);

}  // namespace chainlint::report
