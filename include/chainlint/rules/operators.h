// The operators that a test may use: name, types of facts, and what is after the colon. The reader of conditions, its messages and the
// schema for editors all come from this table.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/facts/fact.h"

namespace chainlint::rules {

enum class Operator {
  equal,      // written as a bare value
  not_equal,  // `not`
  in,         // also written as a bare list
  not_in,
  min,
  max,
  above,
  below,
  before,
  after,
  exists,
  empty,
  contains,
  not_contains,
  contains_any,
  contains_all,
  contains_only,
  starts_with,
  ends_with,
  matches,
  matches_only,
};

// What an operator compares with.
enum class OperandShape {
  one,   // a value of the fact's type; of a list of text, one text
  list,  // a list of them
  one_or_list,
  flag,  // true or false
};

struct OperatorDefinition {
  Operator op;
  std::string_view name;
  OperandShape shape;
  std::span<const facts::FactType> types;  // of the facts that it may test
  std::string_view sentence;
};

// In the order in which messages list them; without `equal`, which has no name.
std::span<const OperatorDefinition> all_operators();

// Null where there is no such operator for facts of any type.
const OperatorDefinition* find_operator(std::string_view name);

bool allows(const OperatorDefinition& definition, facts::FactType type);

// The operator for a name that other tools use: "max" for "maximum", "lte" and "<=". Empty where nothing is known.
std::string_view operator_meant(std::string_view name);

// Names of those that may test facts of `type`.
std::vector<std::string> operator_names(facts::FactType type);

// Whether the test holds where the fact is absent: `not`, `not_in` and `not_contains` do, since nothing is none of the values; all others
// do not. `exists` and `empty` are handled elsewhere.
bool holds_when_absent(Operator op);

}  // namespace chainlint::rules
