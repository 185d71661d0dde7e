// Reads conditions: YAML to compiled, with every mistake noted.
#pragma once

#include <memory>

#include "condition.h"
#include "rule_scope.h"

namespace chainlint::rules {

// Reads the mapping `node` as a condition: fact names with their tests, and all_of, any_of and not, which must all hold. What could be read
// is returned even where there are problems; it must not be evaluated then.
Condition read_condition(const yaml::Node& node, RuleScope& scope);

// Reads what is behind a fact name: a value (equal), a list (one of), or a mapping of operators (all must hold). Appends to `tests`.
void read_tests(const yaml::Node& node, const facts::FactReference& fact, const std::string& name, RuleScope& scope,
                std::vector<Condition>& tests);

}  // namespace chainlint::rules
