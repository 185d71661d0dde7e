#include "ci/xml_text.h"

#include <algorithm>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "text/excerpt.h"

namespace chainlint::report {

// XML 1.0 section 2.2 has no way to write most control characters, U+FFFE and U+FFFF: printable() makes them visible. Line breaks stay. A
// command to the log of a CI system is broken up by a reference.
std::string xml(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i <= text.size();) {
    const std::size_t end = std::min(text.find('\n', i), text.size());
    const std::string line = printable(text.substr(i, end - i));
    const std::size_t command = command_of_line(line);
    for (std::size_t at = 0; at < line.size(); ++at) {
      const char c = line[at];
      if (at == command || (c == '#' && begins_command(line, at))) {
        out += c == ':' ? "&#58;" : "&#35;";
        continue;
      }
      switch (c) {
        case '&':
          out += "&amp;";
          break;
        case '<':
          out += "&lt;";
          break;
        case '>':
          out += "&gt;";
          break;
        case '"':
          out += "&quot;";
          break;
        default:
          out += c;
      }
    }
    if (end < text.size()) out += '\n';
    i = end + 1;
  }
  return out;
}

std::string attribute(std::string_view name, std::string_view value) {
  return " " + std::string(name) + "=\"" + xml(on_one_line(value)) + "\"";
}

std::string attribute(std::string_view name, std::size_t value) { return attribute(name, std::to_string(value)); }

}  // namespace chainlint::report
