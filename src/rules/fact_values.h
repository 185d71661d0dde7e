// The facts of one bundle while its rules are evaluated: each computed at most once a subject.
#pragma once

#include <cstdint>
#include <deque>
#include <vector>

#include "chainlint/facts/registry.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/rule.h"

namespace chainlint::rules {

// For one call of evaluate(); not for several threads. Values stay where they are as long as this lives.
class FactValues {
 public:
  explicit FactValues(const facts::FactContext& context);

  // The subject of the facts that are read from now on.
  void begin(const facts::Subject& subject);

  // Of the declared type, or Absent, or Unavailable.
  const facts::FactValue& value(const facts::FactReference& reference);

  // The value of a parameter for the current subject: of its step where it has some. Unavailable where the fact that chooses the step is.
  const facts::FactValue& value(const Parameter& parameter);

  // Takes `value` for the fact of the current subject, instead of computing it: so that the logic can be tested with any value.
  void assume(const facts::FactReference& reference, facts::FactValue value);

  const facts::FactContext& context() const { return context_; }

 private:
  std::size_t slot_of(const facts::FactReference& reference) const;

  const facts::FactContext& context_;
  facts::Subject subject_;
  std::deque<facts::FactValue> values_;
  std::size_t first_of_subject_ = 0;  // values before it are about earlier subjects
  std::vector<std::uint32_t> slots_;  // place in values_ plus one, by definition and hop
};

}  // namespace chainlint::rules
