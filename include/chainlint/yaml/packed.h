// Documents packed into bytes when the program is built, so that the shipped rules need no YAML parser when it starts.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/yaml/document.h"

namespace chainlint::yaml {

// All of a document: nodes, texts, positions. Only for this build of the program: the form has no version.
std::string pack(const Node& root);

// The node that pack() was called with. Nothing where the bytes are not a result of pack(); they are not trusted.
std::optional<Node> unpack(std::string_view octets);

}  // namespace chainlint::yaml
