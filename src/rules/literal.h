// Values as they are written in rule files.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "chainlint/facts/fact.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::rules {

// `node` as a value of `type`; nothing is converted: "80" is no integer and 80 no text. A problem, and nothing, otherwise. `name` is what
// it is a value of, for the message: "'validity.days'".
std::optional<facts::FactValue> read_literal(const yaml::Node& node, facts::FactType type, std::string_view name, yaml::Problems& problems);

// A problem where `values` is not empty and lacks `text`.
void check_allowed(const std::string& text, std::span<const std::string_view> values, std::string_view name, yaml::Position position,
                   yaml::Problems& problems);

}  // namespace chainlint::rules
