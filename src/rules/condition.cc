#include "condition.h"

namespace chainlint::rules {
namespace {

Answer combine(const Condition& condition, const Rule& rule, FactValues& facts) {
  // all_of is settled by a no, any_of by a yes.
  const Truth settled = condition.kind == Condition::Kind::all_of ? Truth::no : Truth::yes;
  Answer result{settled == Truth::no ? Truth::yes : Truth::no, nullptr};
  for (const Condition& child : condition.children) {
    const Answer part = evaluate(child, rule, facts);
    if (part.truth == settled) return part;
    if (part.truth == Truth::unknown && result.truth != Truth::unknown) result = part;
  }
  return result;
}

Answer negate(Answer answer) {
  if (answer.truth == Truth::unknown) return answer;
  return {answer.truth == Truth::yes ? Truth::no : Truth::yes, nullptr};
}

}  // namespace

Answer evaluate(const Condition& condition, const Rule& rule, FactValues& facts) {
  switch (condition.kind) {
    case Condition::Kind::test:
      return evaluate(condition.test, rule, facts);
    case Condition::Kind::negation:
      return negate(evaluate(condition.children.front(), rule, facts));
    case Condition::Kind::all_of:
    case Condition::Kind::any_of:
      break;
  }
  return combine(condition, rule, facts);
}

}  // namespace chainlint::rules
