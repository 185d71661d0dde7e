#include "line_index.h"

#include <algorithm>

namespace chainlint::yaml {

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view kBom = "\xEF\xBB\xBF";
  if (text.starts_with(kBom)) text.remove_prefix(kBom.size());
  return text;
}

bool quote_closes(std::string_view text, std::size_t start) {
  if (start >= text.size()) return false;
  const char quote = text[start];
  for (std::size_t i = start + 1; i < text.size(); ++i) {
    if (quote == '"' && text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      const bool doubled = quote == '\'' && i + 1 < text.size() && text[i + 1] == quote;
      if (!doubled) return true;
      ++i;
    }
  }
  return false;
}

LineIndex::LineIndex(std::string_view text) : text_(text), starts_{0} {
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) starts_.push_back(at + 1);
}

std::string_view LineIndex::line(std::size_t line) const {
  if (line >= starts_.size()) return {};
  const std::size_t end = line + 1 < starts_.size() ? starts_[line + 1] - 1 : text_.size();
  std::string_view found = text_.substr(starts_[line], end - starts_[line]);
  if (found.ends_with('\r')) found.remove_suffix(1);
  return found;
}

Position LineIndex::position(int line, int octet) const {
  const auto line_number = static_cast<std::size_t>(std::max(line, 0));
  const std::string_view before = this->line(line_number).substr(0, static_cast<std::size_t>(std::max(octet, 0)));
  if (last_.line != line_number || last_.octets > before.size()) last_ = {line_number, 0, 0};
  const auto starts_character = [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; };
  const std::string_view further = before.substr(last_.octets);
  last_.characters += static_cast<std::size_t>(std::count_if(further.begin(), further.end(), starts_character));
  last_.octets = before.size();
  return {static_cast<std::uint32_t>(line_number + 1), static_cast<std::uint32_t>(last_.characters + 1)};
}

char LineIndex::at(int line, int octet) const {
  const std::string_view text = this->line(static_cast<std::size_t>(std::max(line, 0)));
  const auto index = static_cast<std::size_t>(std::max(octet, 0));
  return index < text.size() ? text[index] : '\0';
}

bool LineIndex::quote_closes(int line, int octet) const {
  const auto line_number = static_cast<std::size_t>(std::max(line, 0));
  return line_number < starts_.size() && yaml::quote_closes(text_, starts_[line_number] + static_cast<std::size_t>(std::max(octet, 0)));
}

}  // namespace chainlint::yaml
