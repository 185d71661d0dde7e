#include "json/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kColumns = 140;

void append_escape(std::string& out, unsigned unit) { fmt::format_to(std::back_inserter(out), "\\u{:04x}", unit); }

// As deep as the value is; the schemas that are written are made by this program.
void append(std::string& out, const OrderedJson& json, std::size_t indent, std::size_t taken) {
  const std::string compact = to_inert_json(json);
  const bool whole = taken + compact.size() < kColumns && indent > 0;
  if (whole || !json.is_structured() || json.empty()) {
    out += compact;
    return;
  }
  const std::string blanks(indent + 2, ' ');
  out += json.is_object() ? "{" : "[";
  const char* separator = "\n";
  for (const auto& [key, value] : json.items()) {
    const std::string name = json.is_object() ? to_inert_json(OrderedJson(key)) + ": " : "";
    out += separator + blanks + name;
    append(out, value, indent + 2, indent + 2 + name.size());
    separator = ",\n";
  }
  out += "\n" + std::string(indent, ' ') + (json.is_object() ? "}" : "]");
}

}  // namespace

std::string to_inert_json(const OrderedJson& json, int indent) {
  const std::string text = json.dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    // Control characters below DEL are escaped already; there is no '#' outside of texts.
    if (const std::size_t plain = plain_length(std::string_view(text).substr(at))) {
      out.append(text, at, plain);
      at += plain;
      continue;
    }
    const CodePoint next = first_code_point(std::string_view(text).substr(at));
    const std::size_t length = std::max<std::size_t>(next.length, 1);
    const bool escaped = (next.value >= 0x7F && is_hidden(next.value)) || begins_command(text, at);
    if (escaped && next.value > 0xFFFF) {
      append_escape(out, static_cast<unsigned>(0xD800 + ((next.value - 0x10000) >> 10)));
      append_escape(out, static_cast<unsigned>(0xDC00 + ((next.value - 0x10000) & 0x3FF)));
    } else if (escaped) {
      append_escape(out, static_cast<unsigned>(next.value));
    } else {
      out.append(text, at, length);
    }
    at += length;
  }
  return out;
}

std::string to_lines(const OrderedJson& json) {
  std::string out;
  append(out, json, 0, 0);
  return out + "\n";
}

}  // namespace chainlint::report
