#include "condition_reader.h"

#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::rules {
namespace {

std::vector<Condition> read_list(const yaml::Node::Member& member, RuleScope& scope) {
  std::vector<Condition> children;
  for (const yaml::Node* item : yaml::read_items(member.value, in_quotes(member.key), scope.problems(), "a list of conditions")) {
    children.push_back(read_condition(*item, scope));
  }
  return children;
}

void read_member(const yaml::Node::Member& member, RuleScope& scope, std::vector<Condition>& children) {
  if (member.key == "all_of" || member.key == "any_of") {
    Condition condition;
    condition.kind = member.key == "all_of" ? Condition::Kind::all_of : Condition::Kind::any_of;
    condition.children = read_list(member, scope);
    children.push_back(std::move(condition));
    return;
  }
  if (member.key == "not") {
    Condition condition;
    condition.kind = Condition::Kind::negation;
    condition.children.push_back(read_condition(member.value, scope));
    children.push_back(std::move(condition));
    return;
  }
  if (const std::optional<facts::FactReference> fact = scope.fact(member.key, member.key_position)) {
    read_tests(member.value, *fact, member.key, scope, children);
  }
}

}  // namespace

Condition read_condition(const yaml::Node& node, RuleScope& scope) {
  Condition condition;
  if (node.kind != yaml::Kind::mapping) {
    scope.problems().add(node.position, "a condition is a mapping of facts to tests, not " + node.describe());
    return condition;
  }
  if (node.members.empty()) scope.problems().add(node.position, "the condition has no test");
  for (const yaml::Node::Member& member : node.members) read_member(member, scope, condition.children);
  if (condition.children.size() == 1) {
    Condition only = std::move(condition.children.front());
    return only;
  }
  return condition;
}

}  // namespace chainlint::rules
