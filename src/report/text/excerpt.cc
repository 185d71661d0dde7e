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
