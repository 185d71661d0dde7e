// Conditions over facts as schemas: which facts may be in a rule about which subject.
#pragma once

#include "chainlint/facts/subject.h"
#include "json/json_text.h"

namespace chainlint::report {

// Writes the definitions of all facts and of the conditions over them.
void define_conditions(OrderedJson& definitions);

// A reference to the definition of conditions about subjects of the kind.
OrderedJson condition_about(facts::SubjectKind kind);

// The times that may choose the step of a parameter in a rule about subjects of the kind.
std::vector<std::string> time_fact_names(facts::SubjectKind kind);

}  // namespace chainlint::report
