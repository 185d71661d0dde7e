// JSON as a tree with lines: the only door to nlohmann-json on input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "chainlint/yaml/tree.h"

namespace chainlint::formats {

// One document of a text that may contain several back to back. `tree` contains what is before the damage where the text is no JSON.
struct JsonDocument {
  yaml::Tree tree;
  std::vector<yaml::Issue> issues;
  std::size_t end = 0;         // offset after the document; the end of the text after damage
  std::uint32_t end_line = 1;  // the line there
};

// Reads the document that begins at offset `begin`, on line `line`. Objects, arrays and strings become nodes with the lines of the file;
// numbers, true, false and null keep their place in an array and, with `all_members`, as members without a value; else nothing. Of a key
// that occurs twice the last counts, with a warning. Errors: "json-syntax", "json-depth", "json-values". Linear; never throws; no
// recursion.
JsonDocument parse_json(std::string_view text, std::size_t begin, std::uint32_t line, const yaml::TreeLimits& limits = {},
                        bool all_members = false);

}  // namespace chainlint::formats
