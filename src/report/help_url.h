// Where people read more about a rule.
#pragma once

#include <string>

#include "chainlint/rules/rule.h"

namespace chainlint::report {

inline constexpr const char* kProjectUrl = "https://github.com/OWNER/chainlint";

// The page of a shipped rule; of another, its first reference on the web, else the document about rules.
std::string help_url(const rules::Rule& rule);

}  // namespace chainlint::report
