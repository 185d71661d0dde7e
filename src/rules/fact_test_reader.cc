#include <algorithm>
#include <limits>
#include <optional>

#include "condition_reader.h"
#include "literal.h"

namespace chainlint::rules {
namespace {

// The type that an operand of `op` has where it is alone: of a list of text, its elements are requested.
facts::FactType operand_type(const facts::FactReference& fact) {
  return fact.definition->type == facts::FactType::text_list ? facts::FactType::text : fact.definition->type;
}

bool is_part_of_text(Operator op, facts::FactType type) {
  return op == Operator::starts_with || op == Operator::ends_with || op == Operator::matches || op == Operator::matches_only ||
         (type == facts::FactType::text && (op == Operator::contains || op == Operator::not_contains || op == Operator::contains_any));
}

// Reads the operands of one test.
class OperandReader {
 public:
  OperandReader(FactTest& test, const std::string& name, OperandShape shape, RuleScope& scope)
      : test_(test), name_(in_quotes(name)), shape_(shape), scope_(scope) {}

  void read(const yaml::Node& node) {
    if (node.kind == yaml::Kind::sequence && shape_ != OperandShape::one) {
      if (node.items.empty()) scope_.problems().add(node.position, "the list of values for " + name_ + " is empty");
      for (const yaml::Node& item : node.items) read_one(item, false);
    } else {
      read_one(node, shape_ != OperandShape::one);
    }
  }

 private:
  // `list_allowed`: a fact or parameter that is a list of text may be here for all of its items.
  void read_one(const yaml::Node& node, bool list_allowed) {
    if (node.kind == yaml::Kind::mapping) {
      read_fact(node, list_allowed);
    } else if (node.kind == yaml::Kind::scalar && node.scalar.starts_with('$') && !node.scalar.starts_with("$$")) {
      read_parameter(node, list_allowed);
    } else if (list_allowed && shape_ == OperandShape::list) {
      scope_.problems().add(node.position, "the test of " + name_ + " needs a list of values, not " + node.describe());
    } else {
      read_value(node);
    }
  }

  void read_fact(const yaml::Node& node, bool list_allowed) {
    const yaml::Node* fact_name = node.members.size() == 1 ? node.find("fact") : nullptr;
    if (fact_name == nullptr || !fact_name->as_text()) {
      scope_.problems().add(node.position, "a value is written out, or as $parameter, or as { fact: name }");
      return;
    }
    const std::optional<facts::FactReference> fact = scope_.fact(fact_name->scalar, fact_name->position);
    if (!fact) return;
    check_type(fact->definition->type, fact->definition->unit, "the fact " + in_quotes(fact_name->scalar), list_allowed,
               fact_name->position);
    Operand operand;
    operand.source = Operand::Source::fact;
    operand.fact = *fact;
    test_.operands.push_back(std::move(operand));
  }

  void read_parameter(const yaml::Node& node, bool list_allowed) {
    Operand operand;
    operand.source = Operand::Source::parameter;
    operand.parameter = node.scalar.substr(1);
    if (const Parameter* parameter = scope_.parameter(operand.parameter, node.position)) {
      check_type(parameter->type, parameter->unit, "the parameter " + in_quotes(operand.parameter), list_allowed, node.position);
    }
    test_.operands.push_back(std::move(operand));
  }

  void check_type(facts::FactType type, std::string_view unit, const std::string& what, bool list_allowed, yaml::Position position) {
    const facts::FactType expected = operand_type(test_.fact);
    const bool fits = type == expected || (list_allowed && expected == facts::FactType::text && type == facts::FactType::text_list);
    if (!fits) {
      scope_.problems().add(position, what + " is of type " + std::string(facts::to_string(type)) + "; " + name_ +
                                          " is compared with type " + std::string(facts::to_string(expected)));
    } else if (!unit.empty() && !test_.fact.definition->unit.empty() && unit != test_.fact.definition->unit) {
      scope_.problems().add(position,
                            what + " counts " + std::string(unit) + "; " + name_ + " counts " + std::string(test_.fact.definition->unit));
    }
  }

  void read_value(const yaml::Node& node) {
    const facts::FactType type = operand_type(test_.fact);
    std::optional<facts::FactValue> value = read_literal(node, type, name_, scope_.problems());
    if (!value) return;
    if (auto* text = std::get_if<std::string>(&*value)) {
      if (text->starts_with("$$")) text->erase(0, 1);
      if (!is_part_of_text(test_.op, test_.fact.definition->type)) {
        check_allowed(*text, test_.fact.definition->values, name_, node.position, scope_.problems());
      }
    }
    Operand operand;
    operand.literal = std::move(*value);
    test_.operands.push_back(std::move(operand));
  }

  FactTest& test_;
  std::string name_;
  OperandShape shape_;
  RuleScope& scope_;
};

void read_flag(const yaml::Node& node, std::string_view op, FactTest& test, yaml::Problems& problems) {
  Operand operand;
  if (std::optional<facts::FactValue> value = read_literal(node, facts::FactType::boolean, in_quotes(op), problems)) {
    operand.literal = std::move(*value);
  }
  test.operands.push_back(std::move(operand));
}

// What is near, else what other tools call so. A bare value is equality, which has no operator.
std::string suggested_operator(std::string_view typed, const std::vector<std::string>& known) {
  const std::string_view meant = operator_meant(typed);
  if (std::find(known.begin(), known.end(), meant) != known.end()) return "did you mean '" + std::string(meant) + "'?";
  for (const std::string_view equality : {"equal", "equals", "eq", "is", "==", "="}) {
    if (typed == equality) return "write the value alone for 'is equal to'";
  }
  return yaml::did_you_mean(typed, known);
}

void read_operator(const yaml::Node::Member& member, const facts::FactReference& fact, const std::string& name, RuleScope& scope,
                   std::vector<Condition>& tests) {
  const facts::FactType type = fact.definition->type;
  const OperatorDefinition* definition = find_operator(member.key);
  if (definition == nullptr || !allows(*definition, type)) {
    const std::vector<std::string> known = operator_names(type);
    const std::string what = definition == nullptr ? "there is no operator " + in_quotes(member.key)
                                                   : "the operator " + in_quotes(member.key) + " does not test " + in_quotes(name);
    scope.problems().add(member.key_position, what + "; operators for " + std::string(facts::to_string(type)) + ": " + join_and(known),
                         definition == nullptr ? suggested_operator(member.key, known) : "");
    return;
  }
  Condition condition;
  condition.kind = Condition::Kind::test;
  condition.test.fact = fact;
  condition.test.op = definition->op;
  if (definition->shape == OperandShape::flag) {
    read_flag(member.value, member.key, condition.test, scope.problems());
  } else {
    OperandReader(condition.test, name, definition->shape, scope).read(member.value);
  }
  tests.push_back(std::move(condition));
}

// A bare value: equal, or one of where it is a list.
void read_bare(const yaml::Node& node, const facts::FactReference& fact, const std::string& name, RuleScope& scope,
               std::vector<Condition>& tests) {
  const facts::FactType type = fact.definition->type;
  if (node.kind == yaml::Kind::null) {
    scope.problems().add(node.position, "the test of " + in_quotes(name) + " is missing");
    return;
  }
  const bool list = node.kind == yaml::Kind::sequence;
  if (type == facts::FactType::text_list || (type == facts::FactType::boolean && list)) {
    scope.problems().add(node.position, in_quotes(name) + " is of type " + std::string(facts::to_string(type)) +
                                            " and cannot be tested with " + (list ? "a bare list" : "a bare value") +
                                            "; operators: " + join_and(operator_names(type)));
    return;
  }
  Condition condition;
  condition.kind = Condition::Kind::test;
  condition.test.fact = fact;
  condition.test.op = list ? Operator::in : Operator::equal;
  OperandReader(condition.test, name, list ? OperandShape::list : OperandShape::one, scope).read(node);
  tests.push_back(std::move(condition));
}

// Bounds that no number is within: a slip, since the test would fail everything.
void check_bounds(const std::vector<Condition>& tests, std::size_t first, const yaml::Node& node, const std::string& name,
                  yaml::Problems& problems) {
  std::optional<std::int64_t> least, most;
  for (std::size_t i = first; i < tests.size(); ++i) {
    const FactTest& test = tests[i].test;
    const std::int64_t* number = test.operands.size() == 1 ? std::get_if<std::int64_t>(&test.operands.front().literal) : nullptr;
    if (number == nullptr) continue;
    if (test.op == Operator::min || (test.op == Operator::above && *number < std::numeric_limits<std::int64_t>::max())) {
      least = std::max(least.value_or(std::numeric_limits<std::int64_t>::min()), *number + (test.op == Operator::above ? 1 : 0));
    }
    if (test.op == Operator::max || (test.op == Operator::below && *number > std::numeric_limits<std::int64_t>::min())) {
      most = std::min(most.value_or(std::numeric_limits<std::int64_t>::max()), *number - (test.op == Operator::below ? 1 : 0));
    }
  }
  if (least && most && *least > *most) {
    problems.add(node.position, "no " + in_quotes(name) + " is at least " + std::to_string(*least) + " and at most " +
                                    std::to_string(*most) + "; use 'any_of' for one or the other");
  }
}

}  // namespace

void read_tests(const yaml::Node& node, const facts::FactReference& fact, const std::string& name, RuleScope& scope,
                std::vector<Condition>& tests) {
  const bool operators = node.kind == yaml::Kind::mapping && node.find("fact") == nullptr;
  if (!operators) {
    read_bare(node, fact, name, scope, tests);
    return;
  }
  if (node.members.empty()) scope.problems().add(node.position, "the test of " + in_quotes(name) + " has no operator");
  const std::size_t before = tests.size();
  for (const yaml::Node::Member& member : node.members) read_operator(member, fact, name, scope, tests);
  check_bounds(tests, before, node, name, scope.problems());
}

}  // namespace chainlint::rules
