#include "json/json_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kColumns = 140;

// As deep as the value is; the schemas that are written are made by this program.
void append(std::string& out, const OrderedJson& json, std::size_t indent, std::size_t taken) {
  const std::string compact = json.dump();
  const bool whole = taken + compact.size() < kColumns && indent > 0;
  if (whole || !json.is_structured() || json.empty()) {
    out += compact;
    return;
  }
  const std::string blanks(indent + 2, ' ');
  out += json.is_object() ? "{" : "[";
  const char* separator = "\n";
  for (const auto& [key, value] : json.items()) {
    const std::string name = json.is_object() ? OrderedJson(key).dump() + ": " : "";
    out += separator + blanks + name;
    append(out, value, indent + 2, indent + 2 + name.size());
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + (json.is_object() ? "}" : "]");
}

}  // namespace

std::string to_lines(const OrderedJson& json) {
  std::string out;
  append(out, json, 0, 0);
  return out + "\n";
}

}  // namespace chainlint::report
