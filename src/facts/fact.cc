#include "chainlint/facts/fact.h"

namespace chainlint::facts {

namespace {

struct ValueText {
  std::string operator()(Absent) const { return "none"; }
  std::string operator()(const Unavailable&) const { return "unknown"; }
  std::string operator()(bool value) const { return value ? "yes" : "no"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(Instant value) const { return value.to_string(); }
  std::string operator()(const std::vector<std::string>& values) const {
    if (values.empty()) return "none";
    std::string joined = values.front();
    for (std::size_t i = 1; i < values.size(); ++i) joined += ", " + values[i];
    return joined;
  }
};

}  // namespace

std::string to_string(const FactValue& value) { return std::visit(ValueText{}, value); }

}  // namespace chainlint::facts
