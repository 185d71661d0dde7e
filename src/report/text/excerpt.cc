#include "text/excerpt.h"

#include <algorithm>
#include <cctype>

#include "chainlint/base/text.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

std::string excerpt(std::string_view text, std::size_t most) {
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  while (end > 0 && most - end < 4 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "\xE2\x80\xA6";
}

std::string short_hex(std::string_view text) {
  constexpr std::size_t kMostDigits = 16, kShownDigits = 8;
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_not_of("0123456789abcdefABCDEF:"), text.size());
    std::string digits(text.substr(0, end));
    const bool pairs = std::count(digits.begin(), digits.end(), ':') * 3 + 2 == static_cast<std::ptrdiff_t>(digits.size());
    std::erase(digits, ':');
    const bool whole = end == text.size() || std::isalnum(static_cast<unsigned char>(text[end])) == 0;
    if (whole && digits.size() > kMostDigits && (pairs || digits.size() == end)) {
      out += digits.substr(0, kShownDigits) + "\xE2\x80\xA6" + digits.substr(digits.size() - kShownDigits);
    } else {
      out += text.substr(0, end);
    }
    text.remove_prefix(end);
    // The rest of a word that is no number.
    const std::size_t word = whole ? std::min<std::size_t>(1, text.size()) : std::min(text.find_first_of(" ,;()'\""), text.size());
    out += text.substr(0, word);
    text.remove_prefix(word);
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
