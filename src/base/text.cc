#include "chainlint/base/text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>

#include "chainlint/base/limits.h"

namespace chainlint {
namespace {

// Optimal string alignment distance: insert, delete, replace, swap neighbours.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[j] = std::min(row[j], before[j - 2] + 1);
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

std::optional<std::string> nearest(std::string_view typed, std::span<const std::string_view> known) {
  std::size_t best = std::max<std::size_t>(1, typed.size() / 3) + 1;
  std::optional<std::string> found;
  for (std::string_view word : known) {
    const std::size_t gap = word.size() > typed.size() ? word.size() - typed.size() : typed.size() - word.size();
    if (gap >= best || std::max(word.size(), typed.size()) > TextLimits::kSuggestionBytes) continue;
    const std::size_t distance = edit_distance(to_lower_ascii(typed), to_lower_ascii(word));
    if (distance < best) {
      best = distance;
      found = std::string(word);
    }
  }
  return found;
}

std::optional<std::string> nearest(std::string_view typed, const std::vector<std::string>& known) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  return nearest(typed, std::span<const std::string_view>(views));
}

CodePoint first_code_point(std::string_view text) {
  if (text.empty()) return {};
  const auto byte_at = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  const std::uint8_t first = byte_at(0);
  if (first < 0x80) return {first, 1};
  const std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {};
  char32_t value = first & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte_at(i) & 0xC0) != 0x80) return {};
    value = (value << 6) | (byte_at(i) & 0x3Fu);
  }
  static constexpr std::array<char32_t, 5> kSmallest{0, 0, 0x80, 0x800, 0x10000};
  if (value < kSmallest[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {value, length};
}

std::size_t plain_length(std::string_view text) {
  const auto is_plain = [](char c) { return c >= ' ' && c < '\x7F' && c != '#'; };
  return static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_plain) - text.begin());
}

bool is_hidden(char32_t c) {
  struct Range {
    char32_t first, last;
  };
  static constexpr std::array<Range, 20> kRanges{{
      {0, 0x1F},           // C0
      {0x7F, 0x9F},        // DEL, C1
      {0xAD, 0xAD},        // soft hyphen
      {0x034F, 0x034F},    // grapheme joiner
      {0x061C, 0x061C},    // Arabic letter mark
      {0x115F, 0x1160},    // Hangul fillers
      {0x17B4, 0x17B5},    // Khmer inherent vowels
      {0x180B, 0x180F},    // Mongolian selectors
      {0x200B, 0x200F},    // zero width, direction marks
      {0x2028, 0x202E},    // line separators, direction overrides
      {0x2060, 0x206F},    // invisible operators, direction isolates
      {0x3164, 0x3164},    // Hangul filler
      {0xFEFF, 0xFEFF},    // byte order mark
      {0xFFA0, 0xFFA0},    // half-width Hangul filler
      {0xFFF0, 0xFFFB},    // interlinear annotation
      {0xFFFE, 0xFFFF},    // no characters
      {0x13430, 0x1345F},  // Egyptian format controls
      {0x1BCA0, 0x1BCA3},  // shorthand format controls
      {0x1D173, 0x1D17A},  // musical format controls
      {0xE0000, 0xE0FFF},  // tags, variation selectors
  }};
  if (c >= 0x20 && c < 0x7F) return false;
  return std::any_of(kRanges.begin(), kRanges.end(), [&](const Range& range) { return c >= range.first && c <= range.last; });
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    if (const std::size_t plain = plain_length(text)) {
      out.append(text.substr(0, plain));
      text.remove_prefix(plain);
      continue;
    }
    const CodePoint decoded = first_code_point(text);
    if (decoded.length == 0) {
      out += "\xEF\xBF\xBD";
      text.remove_prefix(1);
      continue;
    }
    if (is_hidden(decoded.value)) {
      std::array<char, 16> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u{%X}", static_cast<unsigned>(decoded.value));
      out += escape.data();
    } else {
      out.append(text.substr(0, decoded.length));
    }
    text.remove_prefix(decoded.length);
  }
  return out;
}

bool is_utf8(std::string_view text) {
  while (true) {
    text.remove_prefix(plain_length(text));
    if (text.empty()) return true;
    const CodePoint decoded = first_code_point(text);
    if (decoded.length == 0) return false;
    text.remove_prefix(decoded.length);
  }
}

void append_utf8(std::string& text, char32_t code_point) {
  if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF)) code_point = 0xFFFD;
  const auto put = [&](char32_t octet) { text += static_cast<char>(static_cast<unsigned char>(octet)); };
  if (code_point < 0x80) {
    put(code_point);
  } else if (code_point < 0x800) {
    put(0xC0 | (code_point >> 6));
    put(0x80 | (code_point & 0x3F));
  } else if (code_point < 0x10000) {
    put(0xE0 | (code_point >> 12));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  } else {
    put(0xF0 | (code_point >> 18));
    put(0x80 | ((code_point >> 12) & 0x3F));
    put(0x80 | ((code_point >> 6) & 0x3F));
    put(0x80 | (code_point & 0x3F));
  }
}

std::string utf16_to_utf8(std::string_view octets, bool big_endian) {
  std::string text;
  text.reserve(octets.size());
  const auto unit = [&](std::size_t i) {
    const auto a = static_cast<std::uint8_t>(octets[i]);
    const auto b = static_cast<std::uint8_t>(octets[i + 1]);
    return static_cast<char32_t>(big_endian ? a << 8 | b : b << 8 | a);
  };
  for (std::size_t i = 0; i + 1 < octets.size(); i += 2) {
    char32_t value = unit(i);
    if (value >= 0xD800 && value <= 0xDBFF && i + 3 < octets.size()) {
      const char32_t low = unit(i + 2);
      if (low >= 0xDC00 && low <= 0xDFFF) {
        value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_utf8(text, value);
  }
  return text;
}

static char lower_ascii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_ascii(c);
  return lower;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower_ascii(x) == lower_ascii(y); });
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
  const std::size_t first = text.find_first_not_of(blanks);
  return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

std::string in_quotes(std::string_view text) { return "'" + printable(text) + "'"; }

std::string join_and(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) text += i + 1 == words.size() ? " and " : ", ";
    text += words[i];
  }
  return text;
}

std::string join_and(std::vector<std::string> words, std::size_t most) {
  if (words.size() > most) {
    const std::size_t more = words.size() - most;
    words.resize(most);
    words.push_back(std::to_string(more) + " more");
  }
  return join_and(words);
}

bool contains_template(std::string_view text) {
  return text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
}

std::string count_noun(std::size_t count, std::string_view noun) {
  const std::string text = std::to_string(count) + " ";
  if (count == 1) return text + std::string(noun);
  const bool ies =
      noun.size() > 1 && noun.ends_with('y') && std::string_view("aeiou").find(noun[noun.size() - 2]) == std::string_view::npos;
  return text + (ies ? std::string(noun.substr(0, noun.size() - 1)) + "ies" : std::string(noun) + "s");
}

}  // namespace chainlint
