// Files in a folder of rules that are of another kind: the message says which kind, not which key a rule does not have.
#pragma once

#include <string>

#include "chainlint/yaml/document.h"

namespace chainlint::rules {

// "a policy, not a rule; use --policy": for a document that is something else and known. Empty where it is a rule or a rule set, or
// nothing that is known.
std::string foreign_document(const yaml::Node& root);

}  // namespace chainlint::rules
