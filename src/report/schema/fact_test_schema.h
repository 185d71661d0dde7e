// What may be behind a fact in a condition, as schemas: a value, a list of values, or operators.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "chainlint/facts/registry.h"
#include "json/json_text.h"

namespace chainlint::report {

// Writes the definitions of tests into `definitions`, which it borrows: one for each type of facts, and one for each set of words that
// facts have for values.
class FactTestSchemas {
 public:
  explicit FactTestSchemas(OrderedJson& definitions);

  // A reference to the definition for the tests of the fact.
  OrderedJson tests_of(const facts::FactDefinition& fact);

 private:
  void add_shared_values();
  void add_operands();

  OrderedJson& definitions_;
  std::map<std::vector<std::string>, std::string> by_words_;
};

// The name that a type has in the names of definitions and in `params`: "text_list".
std::string_view type_name(facts::FactType type);

}  // namespace chainlint::report
