// Reads members of a mapping over values that are there already: what is not said stays as it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/profiles/profile.h"
#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::profiles {

// Wrong types, negative numbers and unknown words become problems. Borrows the node and the problems.
class FieldReader {
 public:
  FieldReader(const yaml::Node& node, std::string_view what, yaml::Problems& problems)
      : mapping_(node, what, problems), problems_(problems) {}

  bool is_mapping() const { return mapping_.is_mapping(); }
  const yaml::Node* node(std::string_view key) { return mapping_.node(key); }

  void read(std::string_view key, bool& value);
  void read(std::string_view key, std::string& value);
  void read(std::string_view key, std::uint32_t& value);
  void read(std::string_view key, std::size_t& value);
  // One of `known`.
  void read(std::string_view key, std::string& value, const std::vector<std::string>& known);
  // A list, which replaces the whole of what was there and may be empty. With `known`, each item is one of them.
  void read(std::string_view key, std::vector<std::string>& list, const std::vector<std::string>& known = {});

  // A value of an enum, by its name.
  template <auto kLast>
  void read(std::string_view key, decltype(kLast)& value, const EnumNames<kLast>& names) {
    if (const auto chosen = mapping_.choice(key, names)) value = *chosen;
  }

  // Every key that was not asked for is a problem.
  void finish() { mapping_.finish(); }

 private:
  yaml::MappingReader mapping_;
  yaml::Problems& problems_;
};

}  // namespace chainlint::profiles
