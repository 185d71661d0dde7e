#include "syntax/ldif_statements.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>

#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "syntax/value_statements.h"

namespace chainlint::config {
namespace {

class LdifStatements {
 public:
  explicit LdifStatements(const std::string& path) : path_(path), values_(path) {}

  Parsed parse(std::string_view text) {
    std::string line;  // without its folds
    std::uint32_t number = 0, first = 0;
    for (std::size_t at = 0; at < text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      const std::string_view part = trimmed(text.substr(at, end - at), "\r");
      at = end + 1, ++number;
      if (part.starts_with(' ')) {
        line += part.substr(1);
        continue;
      }
      take(line, first);
      line = part, first = number;
    }
    take(line, first);
    return std::move(values_.parsed);
  }

 private:
  void take(const std::string& line, std::uint32_t number) {
    const std::size_t colon = line.find(':');
    if (line.starts_with('#') || colon == std::string::npos || colon == 0) return;
    const std::string name = line.substr(0, std::min(line.find(';'), colon));
    const char form = colon + 1 < line.size() ? line[colon + 1] : '\0';
    const std::size_t begin = std::min(line.find_first_not_of(' ', colon + (form == ':' ? 2 : 1)), line.size());
    const ValuePlace place{number, static_cast<std::uint32_t>(begin) + 1};
    std::string value = line.substr(begin);
    if (form == ':') {
      const std::optional<SecretBytes> decoded = bytes_of_base64(value);
      if (!decoded) return note(place);
      value = as_text(*decoded);
    }
    const bool binary = !is_utf8(value) || std::any_of(value.begin(), value.end(), [](char c) { return c >= 0 && c < ' '; });
    if (binary || form == '<' || !values_.has_room(name)) return;
    values_.add(name, {number, 1}, std::move(value), place, true);
  }

  void note(ValuePlace place) {
    if (!values_.parsed.diagnostics.empty()) return;
    values_.parsed.diagnostics.push_back({Severity::warning, "config-syntax", "has a value that is not valid base64",
                                          Location{.path = path_, .line = place.line, .column = place.column}});
  }

  const std::string path_;
  ValueStatements values_;
};

}  // namespace

Parsed parse_ldif(std::string_view text, const std::string& path) { return LdifStatements(path).parse(text); }

}  // namespace chainlint::config
