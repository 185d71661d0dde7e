// Compiled conditions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "chainlint/facts/registry.h"
#include "chainlint/rules/operators.h"
#include "chainlint/rules/rule.h"
#include "fact_values.h"

namespace chainlint::rules {

// What a fact is compared with: a literal, another fact of the same subject, or a parameter of the rule.
struct Operand {
  enum class Source { literal, fact, parameter } source = Source::literal;
  facts::FactValue literal;
  facts::FactReference fact;
  std::string parameter;  // looked up by name when evaluated, so that a rule may be copied and its parameters replaced
};

// One fact and the tests that it must pass.
struct FactTest {
  facts::FactReference fact;
  Operator op = Operator::equal;
  std::vector<Operand> operands;  // one, or the items of a list; of a flag, one boolean literal
};

// A condition is a test, or combines others. Immutable. As deep as YAML may nest, no deeper.
class Condition {
 public:
  enum class Kind { test, all_of, any_of, negation };

  Kind kind = Kind::all_of;
  FactTest test;                    // of a test
  std::vector<Condition> children;  // of the others; one of a negation
};

// The answer, and why it is unknown.
struct Answer {
  Truth truth = Truth::yes;
  const facts::Unavailable* reason = nullptr;  // set exactly where unknown; lives as long as the FactValues
};

Answer evaluate(const FactTest& test, const Rule& rule, FactValues& facts);

// Evaluates for the subject that `facts` is at. Three-valued (Kleene): all_of is no where any part is, any_of is yes where any part is,
// whatever else is unknown.
Answer evaluate(const Condition& condition, const Rule& rule, FactValues& facts);

}  // namespace chainlint::rules
