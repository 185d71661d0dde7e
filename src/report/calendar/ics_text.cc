#include "calendar/ics_text.h"

#include <algorithm>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"

namespace chainlint::report {
namespace {

// As printable() escapes, with the backslash of this format (RFC 5545 section 3.3.11).
constexpr std::string_view kEscapedColon = "\\\\u{3A}";
constexpr std::string_view kEscapedHash = "\\\\u{23}";

}  // namespace

std::string ics_line(std::string_view name, std::string_view value) {
  constexpr std::size_t kMost = 75;
  std::string line = std::string(name) + ":" + std::string(value);
  std::string out;
  std::size_t from = 0;
  while (from < line.size()) {
    // The blank that begins a folded line counts.
    std::size_t end = std::min(line.size(), from + kMost - (from > 0 ? 1 : 0));
    while (end < line.size() && end > from && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    // A folded line begins with a blank, which does not keep it from being a command in the log of a CI system.
    if (const std::size_t command = command_of_line(line.substr(from, end - from)); command != std::string::npos) {
      line.replace(from + command, 1, kEscapedColon);
      continue;
    }
    if (from > 0) out += ' ';
    out += line.substr(from, end - from) + "\r\n";
    from = end;
  }
  return out;
}

std::string ics_text(std::string_view text) {
  std::string out;
  bool first = true;
  while (first || !text.empty()) {
    if (!first) out += "\\n";
    first = false;
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string line = printable(text.substr(0, end));
    for (std::size_t at = 0; at < line.size(); ++at) {
      const char c = line[at];
      if (begins_command(line, at)) {
        out += kEscapedHash;
        continue;
      }
      if (c == '\\' || c == ';' || c == ',') out += '\\';
      out += c;
    }
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string ics_time(Instant at) {
  std::string out;
  for (const char c : at.to_string()) {
    if (c != '-' && c != ':') out += c;
  }
  return out;
}

}  // namespace chainlint::report
