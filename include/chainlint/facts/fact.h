// Facts: typed, named, documented values about a subject. Rules are conditions over them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"

namespace chainlint::facts {

// The subject has no such value: the path length of a leaf, the missing issuer of a complete chain.
struct Absent {
  friend bool operator==(Absent, Absent) = default;
};

// The value exists and could not be looked at. Never a pass: a rule that needs it is not evaluated.
struct Unavailable {
  std::string reason;  // "private key is locked: no password opens it"
  friend bool operator==(const Unavailable&, const Unavailable&) = default;
};

using FactValue = std::variant<Absent, Unavailable, bool, std::int64_t, std::string, std::vector<std::string>, Instant>;

enum class FactType { boolean, integer, text, text_list, time };
inline constexpr EnumNames<FactType::time> kFactTypeNames{"boolean", "integer", "text", "list of text", "time"};
constexpr std::string_view to_string(FactType type) { return kFactTypeNames[type]; }

// The value for messages: "yes", "2048", "a, b", "2026-12-01T22:00:00Z"; "none" where absent, "unknown" where unavailable.
std::string to_string(const FactValue& value);

}  // namespace chainlint::facts
