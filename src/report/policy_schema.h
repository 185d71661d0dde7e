// The schema of policy files.
#pragma once

#include "chainlint/rules/library.h"
#include "json_text.h"

namespace chainlint {

OrderedJson policy_schema(const RuleLibrary& library);

}  // namespace chainlint
