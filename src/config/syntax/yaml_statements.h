// YAML as statements: `a.b.c value` for each value of a mapping, `a.b.0 value` for each of a list.
#pragma once

#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Of all documents of the text. What does not parse is left out: a part of a file may be a template.
Parsed parse_yaml(std::string_view text, const std::string& path);

// The same with kDocumentMark between documents.
Parsed parse_yaml_documents(std::string_view text, const std::string& path);

}  // namespace chainlint::config
