#include "chainlint/rules/adjust.h"

#include <algorithm>
#include <utility>

#include "condition.h"
#include "condition_reader.h"
#include "literal.h"
#include "parameter_reader.h"
#include "rule_scope.h"

namespace chainlint::rules {
namespace {

// Calls `use` for every test in which `name` is an operand.
template <class Use>
void for_each_test_of(const Condition& condition, const std::string& name, Use use) {
  if (condition.kind == Condition::Kind::test) {
    const auto& operands = condition.test.operands;
    const bool uses = std::any_of(operands.begin(), operands.end(), [&](const Operand& operand) {
      return operand.source == Operand::Source::parameter && operand.parameter == name;
    });
    if (uses) use(condition.test);
  }
  for (const Condition& child : condition.children) for_each_test_of(child, name, use);
}

bool compares_whole_values(Operator op, facts::FactType type) {
  switch (op) {
    case Operator::equal:
    case Operator::not_equal:
    case Operator::in:
    case Operator::not_in:
    case Operator::contains_all:
    case Operator::contains_only:
      return true;
    case Operator::contains:
    case Operator::not_contains:
    case Operator::contains_any:
      return type == facts::FactType::text_list;
    default:
      return false;
  }
}

// A value that the fact never has would make the rule mute or always wrong.
void check_against_facts(const Rule& rule, const std::string& name, const yaml::Node& node, yaml::Problems& problems) {
  const FactTest* closed = nullptr;
  for (const Condition* condition : {rule.logic->when.get(), rule.logic->require.get()}) {
    if (condition == nullptr) continue;
    for_each_test_of(*condition, name, [&](const FactTest& test) {
      if (!test.fact.definition->values.empty() && compares_whole_values(test.op, test.fact.definition->type)) closed = &test;
    });
  }
  if (closed == nullptr) return;
  const auto check = [&](const yaml::Node& item) {
    if (const auto text = item.as_text()) check_allowed(*text, closed->fact.definition->values, in_quotes(name), item.position, problems);
  };
  if (node.kind == yaml::Kind::scalar) check(node);
  for (const yaml::Node& item : node.items) check(item);
}

std::vector<std::string> names_of(const std::map<std::string, Parameter>& parameters) {
  std::vector<std::string> names;
  for (const auto& [name, parameter] : parameters) names.push_back(name);
  return names;
}

std::optional<Parameter> read_parameter(const Rule& rule, const yaml::Node::Member& member, yaml::Problems& problems) {
  const std::map<std::string, Parameter>& parameters = rule.logic->parameters;
  const auto known = parameters.find(member.key);
  if (known == parameters.end()) {
    const std::vector<std::string> names = names_of(parameters);
    problems.add(member.key_position,
                 "the rule " + in_quotes(rule.id) + " has no parameter " + in_quotes(member.key) +
                     (names.empty() ? "; it has none" : "; it has " + join_and(names)),
                 yaml::did_you_mean(member.key, names));
    return std::nullopt;
  }
  Parameter parameter = known->second;
  // One text where a list is wanted is a list of one.
  yaml::Node list;
  const bool one_of_list = parameter.type == facts::FactType::text_list && member.value.kind == yaml::Kind::scalar;
  if (one_of_list) {
    list.kind = yaml::Kind::sequence;
    list.position = member.value.position;
    list.items.push_back(member.value);
  }
  const yaml::Node& node = one_of_list ? list : member.value;
  const std::size_t before = problems.size();
  std::optional<facts::FactValue> value = read_literal(node, parameter.type, in_quotes(member.key), problems);
  if (!value) return std::nullopt;
  if (const std::string problem = out_of_range(parameter, *value); !problem.empty()) {
    problems.add(node.position, in_quotes(member.key) + " " + problem);
  }
  check_against_facts(rule, member.key, node, problems);
  if (problems.size() != before) return std::nullopt;
  parameter.default_value = std::move(*value);
  parameter.by.reset();
  parameter.steps.clear();
  return parameter;
}

void read_parameters_of(const Rule& rule, const yaml::Node& node, RuleAdjustment& adjustment, yaml::Problems& problems) {
  if (node.kind != yaml::Kind::mapping) {
    problems.add(node.position, "'params' is a mapping of parameters to values, not " + node.describe());
    return;
  }
  for (const yaml::Node::Member& member : node.members) {
    if (std::optional<Parameter> parameter = read_parameter(rule, member, problems)) {
      adjustment.parameters.insert_or_assign(member.key, std::move(*parameter));
    }
  }
}

}  // namespace

void RuleAdjustment::apply(const RuleAdjustment& later) {
  if (later.severity) severity = later.severity;
  for (const auto& [name, parameter] : later.parameters) parameters.insert_or_assign(name, parameter);
  if (later.when != nullptr) when = later.when;
}

RuleAdjustment read_rule_adjustment(const Rule& rule, const yaml::Node* parameters, const yaml::Node* when, yaml::Problems& problems) {
  RuleAdjustment adjustment;
  if (parameters != nullptr) read_parameters_of(rule, *parameters, adjustment, problems);
  if (when != nullptr) {
    RuleScope scope(rule.subject, problems);
    for (const auto& [name, parameter] : rule.logic->parameters) scope.declare(name, parameter, when->position);
    adjustment.when = std::make_shared<const Condition>(read_condition(*when, scope));
  }
  return adjustment;
}

std::shared_ptr<const Rule> adjusted(const Rule& rule, const RuleAdjustment& adjustment) {
  auto copy = std::make_shared<Rule>(rule);
  RuleLogic logic = *rule.logic;
  for (const auto& [name, parameter] : adjustment.parameters) logic.parameters.insert_or_assign(name, parameter);
  if (adjustment.when != nullptr) {
    Condition both;
    both.kind = Condition::Kind::all_of;
    if (logic.when != nullptr) both.children.push_back(*logic.when);
    both.children.push_back(*adjustment.when);
    logic.when = std::make_shared<const Condition>(std::move(both));
  }
  copy->logic = std::move(logic);
  return copy;
}

}  // namespace chainlint::rules
