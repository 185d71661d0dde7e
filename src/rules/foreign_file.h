// Files that lie among rules and are something else: told by what they are, instead of by the first key that a rule does not have.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/yaml/document.h"

namespace chainlint::rules {

// "a certificate or key (PEM), not a rule; ...": for a text that is no YAML of ours. Empty where it may be.
std::string foreign_text(std::string_view text);

// The same for a document: a policy, a file of tests under a wrong name, a deployment profile, ... Empty where it is a rule or a rule set,
// or nothing that is known.
std::string foreign_document(const yaml::Node& root);

}  // namespace chainlint::rules
