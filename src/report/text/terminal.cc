#include "chainlint/report/terminal.h"

#include <algorithm>

#include "help_url.h"

namespace chainlint::report {
namespace {

constexpr std::string_view kLinkBegin = "\x1B]8;;", kLinkEnd = "\x1B\\";

}  // namespace

std::string ink(const TextStyle& style, Ink color, std::string_view text) {
  if (!style.color || text.empty()) return std::string(text);
  const char* code = "0";
  switch (color) {
    case Ink::bold:
      code = "1";
      break;
    case Ink::dim:
      code = "2";
      break;
    case Ink::red:
      code = "1;31";
      break;
    case Ink::yellow:
      code = "1;33";
      break;
    case Ink::blue:
      code = "1;34";
      break;
    case Ink::green:
      code = "1;32";
      break;
  }
  return std::string("\x1B[") + code + "m" + std::string(text) + "\x1B[0m";
}

std::string severity_word(const TextStyle& style, Severity severity) {
  const Ink color = severity == Severity::error ? Ink::red : severity == Severity::warning ? Ink::yellow : Ink::blue;
  return ink(style, color, to_string(severity));
}

std::string rule_name(const TextStyle& style, const rules::Rule& rule) {
  const std::string url = style.links ? help_url(rule) : "";
  // log_text() lets no other link through.
  if (!url.starts_with(kProjectUrl)) return rule.id;
  return std::string(kLinkBegin) + url + std::string(kLinkEnd) + rule.id + std::string(kLinkBegin) + std::string(kLinkEnd);
}

std::size_t width(std::string_view text) {
  std::size_t columns = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '\x1B' && text.substr(at).starts_with(kLinkBegin)) {
      at = std::min(text.find(kLinkEnd, at + kLinkBegin.size()), text.size() - kLinkEnd.size()) + kLinkEnd.size() - 1;
    } else if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80) {
      ++columns;
    }
  }
  return columns;
}

std::string padded(std::string_view text, std::size_t columns) {
  std::string out(text);
  const std::size_t used = width(text);
  if (used < columns) out.append(columns - used, ' ');
  return out;
}

std::string wrapped(const TextStyle& style, std::string_view text, std::size_t indent) {
  std::string out;
  std::string line;
  const std::size_t room = style.columns == 0 ? std::string::npos : style.columns > indent + 20 ? style.columns - indent : 20;
  const auto flush = [&] {
    if (!line.empty()) out += std::string(indent, ' ') + line;
    out += '\n';
    line.clear();
  };
  while (!text.empty()) {
    const std::size_t end = text.find_first_of(" \n");
    const std::string_view word = text.substr(0, end);
    if (!line.empty() && !word.empty() && width(line) + 1 + width(word) > room) flush();
    if (!word.empty()) line += (line.empty() ? "" : " ") + std::string(word);
    if (end == std::string_view::npos) break;
    if (text[end] == '\n') flush();
    text.remove_prefix(end + 1);
  }
  if (!line.empty()) flush();
  return out;
}

std::string hanging(const TextStyle& style, std::string_view head, std::string_view text) {
  const std::size_t indent = width(head);
  const std::string body = wrapped(style, text, indent);
  return std::string(head) + (body.size() > indent ? body.substr(indent) : "\n");
}

}  // namespace chainlint::report
