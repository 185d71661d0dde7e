// Fact values from what other layers give.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "chainlint/facts/fact.h"

namespace chainlint::facts {

inline FactValue integer(std::size_t value) { return static_cast<std::int64_t>(value); }

inline FactValue text(std::string_view value) { return std::string(value); }

// Absent where the text is empty.
inline FactValue text_or_absent(std::string value) {
  if (value.empty()) return Absent{};
  return value;
}

template <class T>
FactValue value_or_absent(std::optional<T> value) {
  if (!value) return Absent{};
  return std::move(*value);
}

template <class Value>
void push_unique(std::vector<Value>& list, std::type_identity_t<Value> value) {
  for (const Value& known : list) {
    if (known == value) return;
  }
  list.push_back(std::move(value));
}

}  // namespace chainlint::facts
