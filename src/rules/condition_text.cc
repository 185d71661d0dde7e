#include "chainlint/rules/condition_text.h"

#include <vector>

#include "chainlint/base/text.h"
#include "condition.h"

namespace chainlint::rules {
namespace {

std::string_view prefix_of(facts::FactReference::Hop hop) {
  switch (hop) {
    case facts::FactReference::Hop::child:
      return "child.";
    case facts::FactReference::Hop::issuer:
      return "issuer.";
    case facts::FactReference::Hop::leaf:
      return "leaf.";
    case facts::FactReference::Hop::top:
      return "top.";
    case facts::FactReference::Hop::bundle:
      return "bundle.";
    case facts::FactReference::Hop::chain:
      return "chain.";
    case facts::FactReference::Hop::previous:
      return "previous.";
    case facts::FactReference::Hop::none:
      break;
  }
  return "";
}

std::string_view relation(Operator op) {
  switch (op) {
    case Operator::equal:
      return "is";
    case Operator::not_equal:
      return "is not";
    case Operator::in:
      return "is one of";
    case Operator::not_in:
      return "is none of";
    case Operator::min:
      return "is at least";
    case Operator::max:
      return "is at most";
    case Operator::above:
      return "is more than";
    case Operator::below:
      return "is less than";
    case Operator::before:
      return "is before";
    case Operator::after:
      return "is after";
    case Operator::contains:
      return "contains";
    case Operator::not_contains:
      return "does not contain";
    case Operator::contains_any:
      return "contains one or more of";
    case Operator::contains_all:
      return "contains all of";
    case Operator::contains_only:
      return "contains only";
    case Operator::starts_with:
      return "starts with";
    case Operator::ends_with:
      return "ends with";
    case Operator::matches:
      return "fits";
    case Operator::matches_only:
      return "matches only";
    case Operator::exists:
    case Operator::empty:
      break;
  }
  return "";
}

std::string literal_text(const facts::FactValue& value) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  return printable(facts::to_string(value));
}

class Speaker {
 public:
  explicit Speaker(std::string_view quote) : quote_(quote) {}

  // `inner`: part of something else, so that what joins its parts needs brackets.
  std::string say(const Condition& condition, bool inner) const {
    switch (condition.kind) {
      case Condition::Kind::test:
        return say(condition.test);
      case Condition::Kind::negation:
        return "not (" + say(condition.children.front(), false) + ")";
      case Condition::Kind::all_of:
        return joined(condition, " and ", inner);
      case Condition::Kind::any_of:
        return joined(condition, " or ", inner);
    }
    return "";
  }

 private:
  std::string quoted(std::string_view text) const { return std::string(quote_) + std::string(text) + std::string(quote_); }

  std::string joined(const Condition& condition, std::string_view word, bool inner) const {
    std::string text;
    for (const Condition& child : condition.children) {
      text += (text.empty() ? "" : std::string(word)) + say(child, condition.children.size() > 1);
    }
    return inner && condition.children.size() > 1 ? "(" + text + ")" : text;
  }

  std::string say(const FactTest& test) const {
    const std::string fact = quoted(name_of(test.fact));
    const bool flag = !test.operands.empty() && test.operands.front().literal == facts::FactValue(true);
    if (test.op == Operator::exists) return fact + (flag ? " has a value" : " has no value");
    if (test.op == Operator::empty) return fact + (flag ? " is empty" : " is not empty");
    std::vector<std::string> operands;
    for (const Operand& operand : test.operands) operands.push_back(say(operand));
    return fact + " " + std::string(relation(test.op)) + " " + join_and(operands);
  }

  std::string say(const Operand& operand) const {
    switch (operand.source) {
      case Operand::Source::fact:
        return quoted(name_of(operand.fact));
      case Operand::Source::parameter:
        return quoted("$" + operand.parameter);
      case Operand::Source::literal:
        break;
    }
    return quoted(literal_text(operand.literal));
  }

  std::string_view quote_;
};

}  // namespace

std::string in_words(const Condition& condition, std::string_view quote) { return Speaker(quote).say(condition, false); }

std::string name_of(const facts::FactReference& fact) {
  return fact.definition == nullptr ? "" : std::string(prefix_of(fact.hop)) + std::string(fact.definition->name);
}

}  // namespace chainlint::rules
