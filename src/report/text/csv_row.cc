#include "text/csv_row.h"

#include <algorithm>
#include <array>

#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// The wide forms of "=+-@" count as the narrow ones in spreadsheets set to Chinese or Japanese.
bool begins_formula(std::string_view text) {
  static constexpr std::array<std::string_view, 9> kStarts = {
      "=", "+", "-", "@", "\t", "\xEF\xBC\x9D", "\xEF\xBC\x8B", "\xEF\xBC\x8D", "\xEF\xBC\xA0"};
  if (text == "-") return false;  // standard input
  return std::any_of(kStarts.begin(), kStarts.end(), [&](std::string_view start) { return text.starts_with(start); });
}

}  // namespace

std::string csv_value(std::string_view text) {
  std::string value = (text.starts_with('\t') || text.starts_with('\r') ? "'" : "") + on_one_line(text);
  // Blanks before it do not disarm a formula everywhere.
  const std::size_t first = value.find_first_not_of(' ');
  if (first != std::string::npos && begins_formula(std::string_view(value).substr(first))) value.insert(0, "'");
  const bool quoted = value.find_first_of("\",;") != std::string::npos || value.starts_with(' ') || value.ends_with(' ');
  if (!quoted) return value;
  std::string out = "\"";
  for (const char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string csv_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

std::string csv_row(const std::vector<std::string>& values) {
  std::string out;
  for (std::size_t i = 0; i < values.size(); ++i) out += (i == 0 ? "" : ",") + csv_value(values[i]);
  return out + "\r\n";
}

}  // namespace chainlint::report
