// Reads a mapping whose keys are known.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::yaml {

// The caller reads each key that a mapping may contain and then calls finish(): every key that was not read is a problem. A value of the
// wrong type, or a required one that is missing, is a problem at once, and the answer is nothing.
//
// `what` names the mapping in messages: "a rule", "a parameter". Borrows the node, the problems and the keys.
class MappingReader {
 public:
  enum class Need { required, optional };

  MappingReader(const Node& node, std::string_view what, Problems& problems);

  bool is_mapping() const { return node_.kind == Kind::mapping; }

  // The value, of any type. Null where it is missing.
  const Node* node(std::string_view key, Need need = Need::optional);
  std::optional<std::string> text(std::string_view key, Need need = Need::optional);
  std::optional<bool> boolean(std::string_view key);
  std::optional<std::int64_t> integer(std::string_view key);
  // A day or a time (RFC 3339).
  std::optional<Instant> instant(std::string_view key, Need need = Need::optional);
  // Empty where the key is missing.
  std::vector<const Node*> items(std::string_view key, Need need = Need::optional);
  std::vector<std::string> texts(std::string_view key, Need need = Need::optional);

  // One of `allowed`, as its index.
  std::optional<std::size_t> choice(std::string_view key, const std::vector<std::string>& allowed, Need need = Need::optional);
  // A value of an enum, by its name.
  template <auto kLast>
  std::optional<decltype(kLast)> choice(std::string_view key, const EnumNames<kLast>& names, Need need = Need::optional) {
    const auto chosen = choose(key, names, need);
    if (!chosen) return std::nullopt;
    return static_cast<decltype(kLast)>(*chosen);
  }

  // Replaces an existing value, which is unchanged where the key is missing or its value is a problem. Numbers are from 0 to 2^31 - 1.
  void read(std::string_view key, bool& value);
  void read(std::string_view key, std::string& value, Need need = Need::optional);
  void read(std::string_view key, std::uint32_t& value);
  void read(std::string_view key, std::size_t& value);
  // One of `allowed`.
  void read(std::string_view key, std::string& value, const std::vector<std::string>& allowed);
  // A list, which replaces the whole of what was there and may be empty. With `allowed`, each item is one of them.
  void read(std::string_view key, std::vector<std::string>& list, const std::vector<std::string>& allowed = {});
  // A value of an enum, by its name.
  template <auto kLast>
  void read(std::string_view key, decltype(kLast)& value, const EnumNames<kLast>& names, Need need = Need::optional) {
    if (const auto chosen = choice(key, names, need)) value = *chosen;
  }

  // Every key that was not read is a problem.
  void finish();

 private:
  std::optional<std::int64_t> count(std::string_view key);
  std::optional<std::size_t> choose(std::string_view key, std::span<const std::string_view> allowed, Need need);

  const Node& node_;
  std::string what_;
  Problems& problems_;
  std::vector<std::string_view> asked_;
};

// `value` as what the name of the function says; a problem otherwise. `name` is what it is called in the message: "'title'".
std::optional<std::string> read_text(const Node& value, std::string_view name, Problems& problems);
std::optional<bool> read_boolean(const Node& value, std::string_view name, Problems& problems);
std::optional<std::int64_t> read_integer(const Node& value, std::string_view name, Problems& problems);
std::optional<std::int64_t> read_integer(const Node& value, std::string_view name, std::int64_t least, std::int64_t most,
                                         Problems& problems);
// The items of a list; a problem where the value is empty or not a list, which the message calls `expected`.
std::vector<const Node*> read_items(const Node& value, std::string_view name, Problems& problems, std::string_view expected = "a list");

}  // namespace chainlint::yaml
