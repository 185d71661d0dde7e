// The names of an enum's values, declared once beside the enum: to_string, parsing and every list of allowed values read this table.
//
//   enum class Severity { error, warning, note };
//   inline constexpr EnumNames<Severity::note> kSeverityNames{"error", "warning", "note"};
//   constexpr std::string_view to_string(Severity severity) { return kSeverityNames[severity]; }
//
// The enum counts from 0 without a gap. A table with too few or too many names does not compile, nor does one whose `kLast` is not the
// last enumerator.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <type_traits>

namespace chainlint {

namespace enum_names_detail {

// Compilers print an enumerator by its name and every other value as a cast: "(Severity)3".
template <auto kValue>
consteval bool is_enumerator() {
  return std::string_view(__PRETTY_FUNCTION__).find("kValue = (") == std::string_view::npos;
}

}  // namespace enum_names_detail

template <auto kLast>
class EnumNames {
 public:
  using Enum = decltype(kLast);
  static constexpr std::size_t kCount = static_cast<std::size_t>(kLast) + 1;
  static_assert(!enum_names_detail::is_enumerator<static_cast<Enum>(kCount)>(), "the enum has values after kLast");

  // The names in the order of the enumerators, with static lifetime.
  template <typename... Names>
  requires(sizeof...(Names) == kCount) consteval explicit EnumNames(Names... names) : names_{names...} {}

  constexpr std::string_view operator[](Enum value) const { return names_[static_cast<std::size_t>(value)]; }

  // The value with this name; nothing for an unknown name.
  constexpr std::optional<Enum> find(std::string_view name) const {
    const auto found = std::find(names_.begin(), names_.end(), name);
    if (found == names_.end()) return std::nullopt;
    return static_cast<Enum>(found - names_.begin());
  }

  // All values in their order.
  static constexpr std::array<Enum, kCount> values() {
    std::array<Enum, kCount> all{};
    for (std::size_t i = 0; i < kCount; ++i) all[i] = static_cast<Enum>(i);
    return all;
  }

  // All names in the same order: a table is a std::span<const std::string_view> wherever one is taken.
  constexpr auto begin() const { return names_.begin(); }
  constexpr auto end() const { return names_.end(); }
  constexpr const std::string_view* data() const { return names_.data(); }
  static constexpr std::size_t size() { return kCount; }

 private:
  std::array<std::string_view, kCount> names_;
};

}  // namespace chainlint
