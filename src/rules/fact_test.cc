#include <algorithm>
#include <string_view>

#include "chainlint/base/glob.h"
#include "chainlint/base/text.h"
#include "condition.h"

namespace chainlint::rules {
namespace {

using TextList = std::vector<std::string>;

Answer answer(bool holds) { return {holds ? Truth::yes : Truth::no, nullptr}; }

const facts::FactValue& value_of(const Operand& operand, const Rule& rule, FactValues& facts) {
  static const facts::FactValue kNoParameter = facts::Unavailable{"the rule has no such parameter"};
  switch (operand.source) {
    case Operand::Source::literal:
      return operand.literal;
    case Operand::Source::fact:
      return facts.value(operand.fact);
    case Operand::Source::parameter:
      break;
  }
  const std::map<std::string, Parameter>& parameters = rule.logic->parameters;
  const auto found = parameters.find(operand.parameter);
  return found == parameters.end() ? kNoParameter : facts.value(found->second);
}

bool is_empty(const facts::FactValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  if (const auto* list = std::get_if<TextList>(&value)) return list->empty();
  return std::holds_alternative<facts::Absent>(value);
}

bool has(const TextList& list, const std::string& text) { return std::find(list.begin(), list.end(), text) != list.end(); }

// Whether `value` is `other`, or is in it where `other` is a list.
bool is_or_is_in(const facts::FactValue& value, const facts::FactValue& other) {
  const auto* list = std::get_if<TextList>(&other);
  const auto* text = std::get_if<std::string>(&value);
  return list != nullptr && text != nullptr ? has(*list, *text) : value == other;
}

// Whether `value` contains `other`: an element, or a part of a text. Of a list, any of its items.
bool contains(const facts::FactValue& value, const facts::FactValue& other) {
  if (const auto* items = std::get_if<TextList>(&other)) {
    return std::any_of(items->begin(), items->end(), [&](const std::string& item) { return contains(value, facts::FactValue(item)); });
  }
  const auto* part = std::get_if<std::string>(&other);
  if (part == nullptr) return false;
  if (const auto* list = std::get_if<TextList>(&value)) return has(*list, *part);
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr && text->find(*part) != std::string::npos;
}

bool contains_all(const facts::FactValue& value, const facts::FactValue& other) {
  const auto* list = std::get_if<TextList>(&value);
  if (list == nullptr) return false;
  const auto* items = std::get_if<TextList>(&other);
  if (items == nullptr) return contains(value, other);
  return std::all_of(items->begin(), items->end(), [&](const std::string& item) { return has(*list, item); });
}

template <class T, class Compare>
bool compare(const facts::FactValue& value, const facts::FactValue& other, Compare holds) {
  const T* left = std::get_if<T>(&value);
  const T* right = std::get_if<T>(&other);
  return left != nullptr && right != nullptr && holds(*left, *right);
}

bool holds_of_text(Operator op, const facts::FactValue& value, const facts::FactValue& other) {
  return compare<std::string>(value, other, [op](std::string_view text, std::string_view part) {
    if (op == Operator::starts_with) return text.starts_with(part);
    if (op == Operator::ends_with) return text.ends_with(part);
    return glob_matches(part, text);
  });
}

// One value against one operand, both there. The negative operators ask the positive question here.
bool holds(Operator op, const facts::FactValue& value, const facts::FactValue& other) {
  using Integer = std::int64_t;
  switch (op) {
    case Operator::equal:
    case Operator::not_equal:
      return value == other;
    case Operator::in:
    case Operator::not_in:
      return is_or_is_in(value, other);
    case Operator::min:
      return compare<Integer>(value, other, [](Integer a, Integer b) { return a >= b; });
    case Operator::max:
      return compare<Integer>(value, other, [](Integer a, Integer b) { return a <= b; });
    case Operator::above:
      return compare<Integer>(value, other, [](Integer a, Integer b) { return a > b; });
    case Operator::below:
      return compare<Integer>(value, other, [](Integer a, Integer b) { return a < b; });
    case Operator::before:
      return compare<Instant>(value, other, [](Instant a, Instant b) { return a < b; });
    case Operator::after:
      return compare<Instant>(value, other, [](Instant a, Instant b) { return a > b; });
    case Operator::contains:
    case Operator::not_contains:
    case Operator::contains_any:
      return contains(value, other);
    case Operator::contains_all:
      return contains_all(value, other);
    case Operator::starts_with:
    case Operator::ends_with:
    case Operator::matches:
      return holds_of_text(op, value, other);
    case Operator::contains_only:
    case Operator::matches_only:
    case Operator::exists:
    case Operator::empty:
      break;
  }
  return false;
}

// An operand that is unavailable leaves the answer open unless the others settle it; one that is absent equals nothing.
Answer against_each(const FactTest& test, const facts::FactValue& value, const Rule& rule, FactValues& facts) {
  const bool needs_all = test.op == Operator::contains_all;
  Answer result = answer(needs_all);
  for (const Operand& operand : test.operands) {
    const facts::FactValue& other = value_of(operand, rule, facts);
    if (const auto* unavailable = std::get_if<facts::Unavailable>(&other)) {
      if (result.truth != Truth::unknown) result = {Truth::unknown, unavailable};
    } else if (holds(test.op, value, other) != needs_all) {
      return answer(!needs_all);
    }
  }
  return result;
}

// Whether one element is allowed by an operand: is it, or fits it as a pattern.
bool allows_element(Operator op, const std::string& element, const facts::FactValue& other) {
  if (op == Operator::contains_only) return is_or_is_in(facts::FactValue(element), other);
  const auto fits = [&](const std::string& pattern) { return glob_matches(to_lower_ascii(pattern), to_lower_ascii(element)); };
  const auto* patterns = std::get_if<TextList>(&other);
  const auto* pattern = std::get_if<std::string>(&other);
  return patterns != nullptr ? std::any_of(patterns->begin(), patterns->end(), fits) : pattern != nullptr && fits(*pattern);
}

// Each element must be allowed by one of the operands, taken together.
Answer only(const FactTest& test, const facts::FactValue& value, const Rule& rule, FactValues& facts) {
  const auto* list = std::get_if<TextList>(&value);
  const auto* text = std::get_if<std::string>(&value);
  const facts::Unavailable* unavailable = nullptr;
  TextList strangers = list != nullptr ? *list : text != nullptr ? TextList{*text} : TextList{};
  for (const Operand& operand : test.operands) {
    const facts::FactValue& other = value_of(operand, rule, facts);
    if (const auto* unknown = std::get_if<facts::Unavailable>(&other)) {
      unavailable = unavailable == nullptr ? unknown : unavailable;
      continue;
    }
    std::erase_if(strangers, [&](const std::string& element) { return allows_element(test.op, element, other); });
  }
  if (strangers.empty()) return answer(true);
  return unavailable == nullptr ? answer(false) : Answer{Truth::unknown, unavailable};
}

}  // namespace

Answer evaluate(const FactTest& test, const Rule& rule, FactValues& facts) {
  const facts::FactValue& value = facts.value(test.fact);
  if (const auto* unavailable = std::get_if<facts::Unavailable>(&value)) return {Truth::unknown, unavailable};
  const bool absent = std::holds_alternative<facts::Absent>(value);
  if (test.op == Operator::exists || test.op == Operator::empty) {
    const bool found = test.op == Operator::exists ? !absent : is_empty(value);
    return answer(test.operands.front().literal == facts::FactValue(found));
  }
  if (absent) return answer(holds_when_absent(test.op));
  if (test.op == Operator::contains_only || test.op == Operator::matches_only) return only(test, value, rule, facts);

  Answer result = against_each(test, value, rule, facts);
  if (holds_when_absent(test.op) && result.truth != Truth::unknown) result.truth = result.truth == Truth::yes ? Truth::no : Truth::yes;
  return result;
}

}  // namespace chainlint::rules
