#include "text/excerpt.h"

#include "chainlint/base/text.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

std::string excerpt(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && most - end < 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

std::string with_short_hex(std::string_view text) {
  constexpr std::size_t kShortest = 24, kShown = 8;  // digits
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); };
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::string digits;
    std::size_t end = i;
    const bool begins = i == 0 || !is_letter(text[i - 1]);
    // Pairs with or without colons; of an IPv6 address, whose colons are elsewhere, nothing is left out.
    while (begins && end + 1 < text.size() && hex_digit(text[end]) >= 0 && hex_digit(text[end + 1]) >= 0) {
      digits += text.substr(end, 2);
      end += 2;
      const bool more = end + 1 < text.size() && text[end] == ':' && hex_digit(text[end + 1]) >= 0;
      if (more && (digits.size() == 2 || text[i + 2] == ':')) ++end;
    }
    const bool whole = end == text.size() || (!is_letter(text[end]) && text[end] != ':');
    if (digits.size() >= kShortest && whole) {
      out += digits.substr(0, kShown) + "\xE2\x80\xA6" + digits.substr(digits.size() - kShown);
      i = end;
    } else {
      out += text[i++];
    }
  }
  return out;
}

std::string on_one_line(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find_first_of("\r\n");
    out += printable(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end);
    text.remove_prefix(text.starts_with("\r\n") ? 2 : 1);
    if (!text.empty()) out += ' ';
  }
  return out;
}

std::string summary_words(const Summary& summary) {
  const std::string unread = summary.unreadable > 0 ? count_noun(summary.unreadable, "file") + " not read in full, " : "";
  std::string text = count_noun(summary.bundles, "bundle") + ": " + unread + count_noun(summary.errors, "error") + ", " +
                     count_noun(summary.warnings, "warning") + ", " + count_noun(summary.notes, "note");
  if (summary.not_evaluated > 0) text += ", " + std::to_string(summary.not_evaluated) + " not evaluated";
  if (summary.waived > summary.in_baseline) text += ", " + std::to_string(summary.waived - summary.in_baseline) + " waived";
  if (summary.in_baseline > 0) text += ", " + std::to_string(summary.in_baseline) + " in the baseline";
  return text;
}

}  // namespace chainlint::report
