// Conditions in words, for catalogues and explanations.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/rules/rule.h"

namespace chainlint::rules {

// "role is leaf and validity.days is more than $max_days". `quote` is put around every name and value: "`" for Markdown, nothing for a
// terminal.
std::string in_words(const Condition& condition, std::string_view quote);

// The name as it is written in a rule, prefix and all: "leaf.validity.days".
std::string name_of(const facts::FactReference& fact);

}  // namespace chainlint::rules
