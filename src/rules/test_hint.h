// What to look at where a rule test did not end as expected.
#pragma once

#include <string>

#include "verdict.h"

namespace chainlint::rules {

// Lines that follow "expected fail, but it is pass": what the message would have been for each subject that passed, so that its values can
// be seen; or which subjects `when` left out. Empty where the findings say enough. Each line begins with a line break.
std::string hint_for(const Rule& rule, Verdict verdict, const facts::FactContext& context);

}  // namespace chainlint::rules
