// Reads a mapping whose keys are known.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::yaml {

// Asked for each key that may stand in a mapping, then told to finish: every key that was not asked for is a problem then. A value of the
// wrong type, or a required one that is missing, is a problem at once, and the answer is nothing.
//
// `what` names the mapping in messages: "a rule", "a parameter". Borrows the node and the problems.
class MappingReader {
 public:
  enum class Need { required, optional };

  MappingReader(const Node& node, std::string_view what, Problems& problems);

  bool is_mapping() const { return node_.kind == Kind::mapping; }

  // The value, of whatever type. Null where it is missing.
  const Node* node(std::string_view key, Need need = Need::optional);
  std::optional<std::string> text(std::string_view key, Need need = Need::optional);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  // Empty where the key is missing.
  std::vector<const Node*> items(std::string_view key, Need need = Need::optional);
  std::vector<std::string> texts(std::string_view key, Need need = Need::optional);

  // One of `allowed`, as its index.
  std::optional<std::size_t> choice(std::string_view key, const std::vector<std::string>& allowed, Need need = Need::optional);
  // A value of an enum, by its name.
  template <auto kLast>
  std::optional<decltype(kLast)> choice(std::string_view key, const EnumNames<kLast>& names, Need need = Need::optional) {
    const auto chosen = choice(key, std::vector<std::string>(names.begin(), names.end()), need);
    if (!chosen) return std::nullopt;
    return names.values()[*chosen];
  }

  void finish();

 private:
  void wrong_type(const Node& value, std::string_view key, std::string_view expected);

  const Node& node_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string> asked_;
};

// `value` as text; a problem otherwise. `name` is what it is called in the message: "'title'".
std::optional<std::string> read_text(const Node& value, std::string_view name, Problems& problems);

}  // namespace chainlint::yaml
