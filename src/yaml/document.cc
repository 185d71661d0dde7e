#include "chainlint/yaml/document.h"

#include <charconv>

#include "chainlint/base/text.h"

namespace chainlint::yaml {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
  while (at < text.size() && is_digit(text[at])) ++at;
  return at;
}

bool all_of(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

// Whether any YAML 1.2 reader takes the plain scalar for a number. More than as_integer accepts, so that what looks like a number and is
// none that we read is never silently text.
bool looks_like_number(std::string_view text) {
  const char first = text.empty() ? 'x' : text.front();
  if (!is_digit(first) && first != '+' && first != '-' && first != '.') return false;
  if (text.starts_with("0x")) return all_of(text.substr(2), "0123456789abcdefABCDEF");
  if (text.starts_with("0o")) return all_of(text.substr(2), "01234567");
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF" || text == ".nan" || text == ".NaN" || text == ".NAN") return true;
  const std::size_t whole = skip_digits(text, 0);
  std::size_t at = whole;
  std::size_t digits = whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t end = skip_digits(text, at + 1);
    digits += end - at - 1;
    at = end;
  }
  if (digits == 0) return false;
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '-' || text[at] == '+')) ++at;
    const std::size_t end = skip_digits(text, at);
    if (end == at) return false;
    at = end;
  }
  return at == text.size();
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (const Member& member : members) {
    if (member.key == key) return &member.value;
  }
  return nullptr;
}

std::optional<bool> Node::as_bool() const {
  if (kind != Kind::scalar || quoted) return std::nullopt;
  const std::string_view text = scalar;
  if (text == "true") return true;
  if (text == "false") return false;
  return std::nullopt;
}

std::optional<std::int64_t> Node::as_integer() const {
  if (kind != Kind::scalar || quoted) return std::nullopt;
  std::string_view digits = scalar;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  if (digits.empty() || skip_digits(digits, 0) != digits.size()) return std::nullopt;
  // 0755 is octal to some readers and decimal to others.
  if (digits.size() > 1 && digits.front() == '0') return std::nullopt;
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(scalar.data(), scalar.data() + scalar.size(), value);
  if (error != std::errc() || end != scalar.data() + scalar.size()) return std::nullopt;
  return value;
}

std::optional<std::string> Node::as_text() const {
  if (kind != Kind::scalar) return std::nullopt;
  if (!quoted && (as_bool() || looks_like_number(scalar))) return std::nullopt;
  return scalar;
}

std::string Node::describe() const {
  switch (kind) {
    case Kind::null:
      return "nothing";
    case Kind::sequence:
      return "a list";
    case Kind::mapping:
      return "a mapping";
    case Kind::scalar:
      break;
  }
  if (as_bool()) return scalar;
  if (!quoted && looks_like_number(scalar)) return "the number " + scalar;
  constexpr std::size_t kShown = 60;
  if (scalar.size() > kShown) return "the text " + in_quotes(scalar.substr(0, kShown)) + " and more";
  return "the text " + in_quotes(scalar);
}

}  // namespace chainlint::yaml
