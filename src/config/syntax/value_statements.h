// The values of a tree of names, such as YAML and TOML, as statements: `a.b.c value`.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "syntax/statement.h"

namespace chainlint::config {

// Line and column in a file, from 1.
struct ValuePlace {
  std::uint32_t line = 0, column = 0;
};

// Takes the values of one file. Bounds: ConfigLimits; what is over one is reported once.
class ValueStatements {
 public:
  explicit ValueStatements(const std::string& path) : path_(std::make_shared<const std::string>(path)) {}

  // Whether another node with this name may be taken.
  bool has_room(const std::string& name);
  void add(const std::string& name, ValuePlace name_place, std::string value, ValuePlace value_place, bool quoted);

  Parsed parsed;

 private:
  std::shared_ptr<const std::string> path_;
  std::size_t bytes_ = 0;  // of names
};

// "a.b", "b" below nothing.
inline std::string joined_name(const std::string& name, const std::string& member) { return name.empty() ? member : name + "." + member; }

}  // namespace chainlint::config
