// The tests that are next to rules, for what they tell readers.
#pragma once

#include "chainlint/report/catalogue.h"

namespace chainlint::cli {

// From the shipped files or the folder of the rule. Empty where there are none, or none that can be read.
report::RuleExamples examples_beside(const rules::Rule& rule);

}  // namespace chainlint::cli
