// Nodes of YAML for people.
#pragma once

#include <string>

#include "chainlint/yaml/document.h"

namespace chainlint::cli {

// The node on one line, as flow style writes it: "{ days: 45, names: [a, b] }". Printable.
std::string flow_text(const yaml::Node& node);

}  // namespace chainlint::cli
