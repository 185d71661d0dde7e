#include "pem/certificate_text.h"

#include <algorithm>
#include <array>

#include "chainlint/base/base64.h"
#include "chainlint/base/limits.h"
#include "embedded.h"

namespace chainlint::formats {
namespace {

// How base64 of DER (30 80, 30 81, 30 82), of Java keystores and of base64 of DER begins.
constexpr std::array<std::string_view, 6> kBeginnings = {"MII", "MIA", "MIG", "/u3+7", "zs7Oz", "TUlJ"};
constexpr std::array<std::string_view, 3> kAnywhere = {"TFMwdExTMUNSVWRKVG", "kubernetes.io/tls", "ENC[AES256_GCM,"};

constexpr std::size_t kValueCharacters = 40;  // a shorter run of base64 is a word

// Those of RFC 4648 section 5, too.
bool is_base64_character(char c) { return is_base64_digit(c) || c == '-' || c == '_'; }

// Whether a value begins with `mark`: at the beginning or after a character of `before`, with more base64 after it.
bool has_value(std::string_view text, std::string_view mark, std::string_view before) {
  for (std::size_t at = text.find(mark); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    if (at > 0 && before.find(text[at - 1]) == std::string_view::npos) continue;
    const std::string_view value = text.substr(at, kValueCharacters);
    if (value.size() == kValueCharacters && std::all_of(value.begin(), value.end(), is_base64_character)) return true;
  }
  return false;
}

// The line that ends before `at`, without blanks at its end; `at` moves to its beginning.
std::string_view line_before(std::string_view text, std::size_t& at) {
  const std::size_t end = at;
  while (at > 0 && text[at - 1] != '\n' && text[at - 1] != '\r') --at;
  std::string_view line = text.substr(at, end - at);
  const std::size_t last = line.find_last_not_of(" \t");
  return line.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

bool is_blank(char c) { return c == ' ' || c == '\t'; }

// "key:" or "- " or both, before the value of a line.
bool opens_value(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  if (line.empty()) return false;
  const std::size_t first = line.find_first_not_of(" \t");
  if (line.substr(first) == "-") return true;
  return line.back() == ':' && line.size() > first + 1 && line.find("::") == std::string_view::npos;
}

// "key: |" with its indicators.
bool is_block_header(std::string_view line) {
  const std::size_t indicators = line.find_last_not_of("+-0123456789");
  if (indicators == std::string_view::npos || (line[indicators] != '|' && line[indicators] != '>')) return false;
  return opens_value(line.substr(0, indicators));
}

// The mark is alone after a key, or as the first text of a block that a key opens.
bool is_value_at(std::string_view text, std::size_t at) {
  std::size_t begin = at;
  std::string_view before = line_before(text, begin);
  if (!before.empty()) {
    const char last = text[at - 1];
    const bool quoted = last == '"' || last == '\'';
    if (quoted) before.remove_suffix(1);
    return (quoted || is_blank(last)) && opens_value(before);
  }
  if (begin == at) return false;  // at the margin: the file itself is PEM
  for (int i = 0; i < PemLimits::kBlankLines && begin > 0; ++i) {
    --begin;
    if (begin > 0 && text[begin] == '\n' && text[begin - 1] == '\r') --begin;
    const std::string_view line = line_before(text, begin);
    if (!line.empty()) return is_block_header(line);
  }
  return false;
}

bool any_value_at(std::string_view text, std::string_view mark) {
  std::size_t at = text.find(mark);
  for (int i = 0; i < PemLimits::kMarksLookedAt && at != std::string_view::npos; ++i) {
    if (is_value_at(text, at)) return true;
    at = text.find(mark, at + 1);
  }
  return false;
}

}  // namespace

bool mentions_certificates(std::string_view text, Mentions where) {
  const std::string_view before = where == Mentions::after_markup ? "\"' \t\r\n>" : "\"' \t\r\n";
  if (mentions_pem(text) || mentions_encoded_pem(text)) return true;
  return std::any_of(kAnywhere.begin(), kAnywhere.end(),
                     [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; }) ||
         std::any_of(kBeginnings.begin(), kBeginnings.end(), [&](std::string_view mark) { return has_value(text, mark, before); });
}

bool is_yaml_with_certificates(std::string_view text) { return any_value_at(text, "-----BEGIN ") || any_value_at(text, "LS0tLS1CRUdJTi"); }

}  // namespace chainlint::formats
