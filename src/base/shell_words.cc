#include "chainlint/base/shell_words.h"

#include <algorithm>

#include "chainlint/base/text.h"

namespace chainlint {
namespace {

bool is_alphanumeric(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_among(char c, std::string_view others) { return is_alphanumeric(c) || others.find(c) != std::string_view::npos; }

bool all_among(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(), [&](char c) { return is_among(c, others); });
}

}  // namespace

std::string shell_word(std::string_view text, std::string_view instead) {
  if (text.empty() || text.front() == '-' || printable(text) != text) return std::string(instead);
  if (all_among(text, "._-/:+,@%=")) return std::string(text);
  std::string word = "'";
  for (const char c : text) word += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return word + "'";
}

std::string windows_word(std::string_view text, std::string_view instead) {
  if (text.empty() || text.front() == '-' || printable(text) != text) return std::string(instead);
  if (all_among(text, "._-/:\\+")) return std::string(text);
  return all_among(text, "._-/:\\+ ()") ? "\"" + std::string(text) + "\"" : std::string(instead);
}

std::string endpoint_word(std::string_view text) { return all_among(text, ".:-[]") ? std::string(text) : std::string(); }

std::string file_name_of(std::string_view display) {
  std::string name;
  for (const char c : display) {
    const char kept = is_among(c, "._") ? c : '-';
    if (kept != '-' || (!name.empty() && name.back() != '-')) name += kept;
  }
  while (!name.empty() && (name.back() == '-' || name.back() == '.')) name.pop_back();
  return name.empty() || name.front() == '.' ? "certificate" : name;
}

}  // namespace chainlint
