#include "chainlint/base/log_text.h"

#include <algorithm>

#include "chainlint/base/text.h"

namespace chainlint {
namespace {

// White_Space of Unicode, which .NET trims and is not hidden.
bool is_blank(char32_t c) {
  return c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F || c == 0x205F || c == 0x3000;
}

// The length of a colour that text is written in for a terminal, which `text` begins with: ESC [ 0 m, ESC [ 1 m, ESC [ 1 ; 31 m.
std::size_t length_of_color(std::string_view text) {
  for (const std::string_view plain : {"\x1B[0m", "\x1B[1m", "\x1B[2m"}) {
    if (text.starts_with(plain)) return plain.size();
  }
  constexpr std::string_view kBold = "\x1B[1;3";
  const bool bold = text.starts_with(kBold) && text.size() > 6 && text[5] >= '1' && text[5] <= '7' && text[6] == 'm';
  return bold ? 7 : 0;
}

// The length of the begin or end of a link that `text` begins with: ESC ] 8 ; ; https://... ESC \, ESC ] 8 ; ; ESC \.
std::size_t length_of_link(std::string_view text, std::string_view links) {
  constexpr std::string_view kBegin = "\x1B]8;;", kEnd = "\x1B\\";
  if (links.empty() || !text.starts_with(kBegin)) return 0;
  std::size_t at = kBegin.size();
  if (text.substr(at).starts_with(links)) {
    const auto is_plain = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '.' || c == '-' || c == '_';
    };
    at += links.size();
    while (at < text.size() && is_plain(text[at])) ++at;
  }
  return text.substr(at).starts_with(kEnd) ? at + kEnd.size() : 0;
}

}  // namespace

bool begins_command(std::string_view text, std::size_t at) {
  if (at == 0 || at >= text.size() || text[at] != '#' || text[at - 1] != '#') return false;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto end = std::find_if_not(text.begin() + static_cast<std::ptrdiff_t>(at) + 1, text.end(), is_letter);
  return end != text.end() && *end == '[';
}

std::size_t command_of_line(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::string_view rest = text.substr(at);
    if (const std::size_t color = length_of_color(rest)) {
      at += color;
    } else if (const CodePoint next = first_code_point(rest); next.length > 0 && is_blank(next.value)) {
      at += next.length;
    } else {
      break;
    }
  }
  if (!text.substr(at).starts_with("::")) return std::string_view::npos;
  const std::string_view line = text.substr(at, text.find('\n', at) - at);
  return line.find("::", 2) == std::string_view::npos ? std::string_view::npos : at;
}

std::string log_text(std::string_view text, bool colored, std::string_view links) {
  std::string out;
  out.reserve(text.size());
  std::size_t command = command_of_line(text);
  for (std::size_t at = 0; at < text.size();) {
    const std::string_view rest = text.substr(at);
    const bool line_break = rest.starts_with('\n') || rest.starts_with("\r\n");
    const std::size_t color = colored ? length_of_color(rest) : 0;
    const std::size_t taken = line_break ? rest.find('\n') + 1 : color > 0 ? color : length_of_link(rest, links);
    if (taken > 0) {
      out += rest.substr(0, taken);
      at += taken;
      if (!line_break) continue;
      const std::size_t found = command_of_line(text.substr(at));
      command = found == std::string_view::npos ? found : at + found;
      continue;
    }
    if (at == command) {
      out += "\\u{3A}";
      ++at;
    } else if (begins_command(text, at)) {
      out += "\\u{23}";
      ++at;
    } else {
      // Up to a command, whose blanks were skipped.
      const std::size_t plain = std::min(plain_length(rest), at < command ? command - at : rest.size());
      const std::size_t length = plain > 0 ? plain : std::max<std::size_t>(first_code_point(rest).length, 1);
      out += plain > 0 ? std::string(rest.substr(0, length)) : printable(rest.substr(0, length));
      at += length;
    }
  }
  return out;
}

}  // namespace chainlint
