// Documents packed into bytes when the program is built, so that the shipped rules need no YAML parser when it starts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "chainlint/yaml/document.h"

namespace chainlint::yaml {

// All of a document: nodes, texts, positions. Only for this build of the program: the form has no version.
std::string pack(const Node& root);

// The node that pack() was called with, of a mapping only the members with these `keys`; all where there are none. Nothing where the bytes
// are not a result of pack(); they are not trusted.
std::optional<Node> unpack(std::string_view octets, std::span<const std::string_view> keys = {});

}  // namespace chainlint::yaml
