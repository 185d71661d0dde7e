// The schemas of single kinds of files, put together by write_schema.
#pragma once

#include "chainlint/rules/library.h"
#include "json/json_text.h"

namespace chainlint::report {

OrderedJson rule_schema();
OrderedJson rule_set_schema(const rules::RuleLibrary& library);
OrderedJson rule_test_schema(const rules::RuleLibrary& library);

// The sections `certificates`, `crls` and `files`, which describe what tests mint, as properties; their definitions go into `definitions`.
OrderedJson mint_properties(OrderedJson& definitions);

}  // namespace chainlint::report
