// A rule with the changes of a rule set or policy: other parameters, another severity, a narrower scope. The rule file is not changed.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "chainlint/rules/rule.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::rules {

// The changes to one rule, checked against it. Immutable once read; valid for the rule it was read for and for copies of it.
struct RuleAdjustment {
  std::optional<Severity> severity;             // replaces the rule's own and its escalations
  std::map<std::string, Parameter> parameters;  // those that it replaces, with the new value: one with steps gets a single value
  std::shared_ptr<const Condition> when;        // must be true as well as the rule's own; null: no condition

  // `later` over this one: its severity, each of its parameters and its `when` take the place of those here.
  void apply(const RuleAdjustment& later);
};

// Reads `parameters`, a mapping of names to values, and `when`, a condition over facts of the rule's subject; either may be null. Values
// have the type of the parameter, are within its range, and are among the values of the facts that they are compared with. Every mistake
// goes to `problems`; what was read must not be used then.
RuleAdjustment read_rule_adjustment(const Rule& rule, const yaml::Node* parameters, const yaml::Node* when, yaml::Problems& problems);

// The rule with new parameters and scope; the severity is for the set that it becomes a member of.
std::shared_ptr<const Rule> adjusted(const Rule& rule, const RuleAdjustment& adjustment);

}  // namespace chainlint::rules
