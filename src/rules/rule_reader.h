// Reads one rule file.
#pragma once

#include <memory>

#include "chainlint/rules/rule.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::rules {

// The rule in `root`, the document of `source`. What could be read is returned with its problems in `problems`; a rule that has some must
// not be evaluated. `id` is empty where it could not be read. The logic and the outcome of a packed file are read when they are needed.
std::unique_ptr<Rule> read_rule(const yaml::Node& root, const yaml::SourceFile& source, yaml::Problems& problems);

// "leaf-expired" of "rules/leaf/leaf-expired.yaml".
std::string file_stem(std::string_view path);

// Lower-case words of letters and digits, joined by single hyphens.
bool is_kebab_case(std::string_view text);

}  // namespace chainlint::rules
