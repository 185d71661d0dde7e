// Reads the parameters of a rule.
#pragma once

#include "rule_scope.h"

namespace chainlint::rules {

// Declares in `scope` every parameter of the mapping `node`, the value of `params`.
void read_parameters(const yaml::Node& node, RuleScope& scope);

// "is 500 days; the maximum is 398 days"; empty where the value is within the range of the parameter.
std::string out_of_range(const Parameter& parameter, const facts::FactValue& value);

}  // namespace chainlint::rules
