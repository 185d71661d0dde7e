// One text in a YAML file and how to put another one in its place without touching the rest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chainlint/base/secret.h"
#include "chainlint/yaml/tree.h"

namespace chainlint::write {

// Where a scalar is in its file, and how it is written there.
struct YamlValue {
  enum class Form {
    plain,         // on one line or several
    double_quote,  // "..."
    single_quote,  // '...'
    block,         // the lines after '|' or '>'
  };
  Form form = Form::plain;
  std::size_t begin = 0, end = 0;   // bytes that the text takes: inside the quotes, from the first line of a block to the end of its last
  std::size_t indent = 0;           // block: blanks before each line
  std::size_t columns = 0;          // block: of its first line where it has several; 0: it has one
  std::optional<std::size_t> fold;  // block: the byte of its '>'
  std::string text;                 // what it says
};

// Finds the text of `node` in `file`, whose lines are those of its positions. Nothing where it is not there as it should.
std::optional<YamlValue> find_yaml_value(std::string_view file, const yaml::Tree::Node& node);

// `file` with `text` in place of what the value says, written in its form. Lines that are added end as those of the file do. A plain or
// single-quoted value takes text of one line alone: nothing for any other.
std::optional<SecretBytes> replace_yaml_value(std::string_view file, const YamlValue& value, std::string_view text);

}  // namespace chainlint::write
