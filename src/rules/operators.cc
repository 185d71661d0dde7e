#include "chainlint/rules/operators.h"

#include <algorithm>

namespace chainlint::rules {
namespace {

using enum facts::FactType;
constexpr facts::FactType kAny[] = {boolean, integer, text, text_list, time};
constexpr facts::FactType kSingle[] = {boolean, integer, text, time};
constexpr facts::FactType kListed[] = {integer, text, time};
constexpr facts::FactType kInteger[] = {integer};
constexpr facts::FactType kTime[] = {time};
constexpr facts::FactType kText[] = {text};
constexpr facts::FactType kTextual[] = {text, text_list};
constexpr facts::FactType kList[] = {text_list};

constexpr OperatorDefinition kOperators[] = {
    {Operator::not_equal, "not", OperandShape::one, kSingle, "is another value, or absent"},
    {Operator::in, "in", OperandShape::list, kListed, "is one of the values"},
    {Operator::not_in, "not_in", OperandShape::list, kListed, "is none of the values, or absent"},
    {Operator::min, "min", OperandShape::one, kInteger, "is the number or more"},
    {Operator::max, "max", OperandShape::one, kInteger, "is the number or less"},
    {Operator::above, "above", OperandShape::one, kInteger, "is more than the number"},
    {Operator::below, "below", OperandShape::one, kInteger, "is less than the number"},
    {Operator::before, "before", OperandShape::one, kTime, "is earlier than the time"},
    {Operator::after, "after", OperandShape::one, kTime, "is later than the time"},
    {Operator::contains, "contains", OperandShape::one, kTextual, "the list has the given text as an item, or the text contains it"},
    {Operator::not_contains, "not_contains", OperandShape::one_or_list, kTextual, "contains none of the given texts, or is absent"},
    {Operator::contains_any, "contains_any", OperandShape::list, kTextual, "contains at least one of the given texts"},
    {Operator::contains_all, "contains_all", OperandShape::list, kList, "the list contains each of the given texts"},
    {Operator::contains_only, "contains_only", OperandShape::list, kList, "the list contains only the given texts"},
    {Operator::starts_with, "starts_with", OperandShape::one, kText, "begins with the text"},
    {Operator::ends_with, "ends_with", OperandShape::one, kText, "ends with the text"},
    {Operator::matches, "matches", OperandShape::one, kText,
     "the pattern matches as a whole: '*' is any characters, '?' is one character, and a backslash before either makes it literal"},
    {Operator::matches_only, "matches_only", OperandShape::one_or_list, kTextual,
     "the text, or each text of the list, matches one of the patterns as a whole; ASCII case is ignored"},
    {Operator::exists, "exists", OperandShape::flag, kAny, "true: there is a value; false: it is absent"},
    {Operator::empty, "empty", OperandShape::flag, kTextual, "true: absent, or an empty text or list; false: not empty"},
};

struct OtherName {
  std::string_view name, meant;
};

constexpr OtherName kOtherNames[] = {
    {"maximum", "max"},
    {"at_most", "max"},
    {"lte", "max"},
    {"le", "max"},
    {"<=", "max"},
    {"minimum", "min"},
    {"at_least", "min"},
    {"gte", "min"},
    {"ge", "min"},
    {">=", "min"},
    {"gt", "above"},
    {"more_than", "above"},
    {"greater_than", "above"},
    {">", "above"},
    {"lt", "below"},
    {"less_than", "below"},
    {"<", "below"},
    {"ne", "not"},
    {"neq", "not"},
    {"not_equal", "not"},
    {"!=", "not"},
    {"one_of", "in"},
    {"any_of", "in"},
    {"enum", "in"},
    {"none_of", "not_in"},
    {"nin", "not_in"},
    {"has", "contains"},
    {"includes", "contains"},
    {"all", "contains_all"},
    {"subset", "contains_only"},
    {"prefix", "starts_with"},
    {"suffix", "ends_with"},
    {"regex", "matches"},
    {"pattern", "matches"},
    {"glob", "matches"},
    {"like", "matches"},
    {"present", "exists"},
    {"defined", "exists"},
    {"earlier", "before"},
    {"later", "after"},
};

}  // namespace

std::string_view operator_meant(std::string_view name) {
  const auto* found = std::find_if(std::begin(kOtherNames), std::end(kOtherNames), [&](const OtherName& row) { return row.name == name; });
  return found == std::end(kOtherNames) ? "" : found->meant;
}

std::span<const OperatorDefinition> all_operators() { return kOperators; }

const OperatorDefinition* find_operator(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kOperators), std::end(kOperators), [&](const OperatorDefinition& row) { return row.name == name; });
  return found == std::end(kOperators) ? nullptr : found;
}

bool allows(const OperatorDefinition& definition, facts::FactType type) {
  return std::find(definition.types.begin(), definition.types.end(), type) != definition.types.end();
}

std::vector<std::string> operator_names(facts::FactType type) {
  std::vector<std::string> names;
  for (const OperatorDefinition& definition : kOperators) {
    if (allows(definition, type)) names.emplace_back(definition.name);
  }
  return names;
}

bool holds_when_absent(Operator op) { return op == Operator::not_equal || op == Operator::not_in || op == Operator::not_contains; }

}  // namespace chainlint::rules
