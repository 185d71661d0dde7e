#include "markdown/markdown_text.h"

#include <algorithm>
#include <vector>

#include "chainlint/base/text.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> paragraphs(1);
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty() && !paragraphs.back().empty()) paragraphs.emplace_back();
    if (!line.empty()) paragraphs.back() += (paragraphs.back().empty() ? "" : " ") + std::string(line);
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  if (paragraphs.back().empty()) paragraphs.pop_back();
  return paragraphs;
}

// What makes a list, a heading or a quotation of a line that begins with it.
bool begins_block(const std::string& text) {
  if (text.empty()) return false;
  if (std::string_view("#+-=").find(text.front()) != std::string_view::npos) return true;
  const std::size_t digits = text.find_first_not_of("0123456789");
  return digits != 0 && digits != std::string::npos && (text[digits] == '.' || text[digits] == ')');
}

std::string escaped(const std::string& paragraph) {
  std::string out;
  for (const char c : printable(paragraph)) {
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  if (begins_block(out)) out.insert(std::min(out.find_first_not_of("0123456789"), out.size()), "\\");
  return out;
}

bool is_web_address(std::string_view url) { return url.starts_with("https://") || url.starts_with("http://"); }

std::string encoded(std::string_view url) {
  std::string out;
  for (const char c : printable(url)) {
    if (std::string_view(" ()<>\\\"").find(c) == std::string_view::npos) {
      out += c;
    } else {
      constexpr std::string_view kDigits = "0123456789ABCDEF";
      out += std::string("%") + kDigits[static_cast<unsigned char>(c) >> 4] + kDigits[static_cast<unsigned char>(c) & 15];
    }
  }
  return out;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

// What stands for markup is written as a character reference, which never is any (CommonMark 0.31 section 2.5); unlike a backslash, this
// holds in the cells of tables, too. "www." and "://" would make a link of what follows.
void append_inert(std::string& out, std::string_view text, std::size_t i) {
  const char c = text[i];
  const bool link = (c == ':' && text.substr(i, 3) == "://") ||
                    (c == '.' && i >= 3 && equal_ignoring_ascii_case(text.substr(i - 3, 3), "www") && (i == 3 || !is_word(text[i - 4])));
  if (link || std::string_view("&<>\\`*_[]|~$!^").find(c) != std::string_view::npos) {
    out += "&#" + std::to_string(static_cast<int>(c)) + ";";
  } else {
    out += c;
  }
}

// Where the quoted value that begins at `begin` ends: at a quote that no letter follows.
std::size_t end_of_quoted(std::string_view text, std::size_t begin) {
  if (begin > 0 && is_word(text[begin - 1])) return std::string_view::npos;
  for (std::size_t end = text.find('\'', begin + 1); end != std::string_view::npos; end = text.find('\'', end + 1)) {
    if (end > begin + 1 && (end + 1 == text.size() || !is_word(text[end + 1]))) return end;
  }
  return std::string_view::npos;
}

}  // namespace

std::string markdown_value(std::string_view text) {
  const std::string shown = on_one_line(text);
  if (shown.empty()) return "";
  std::string out = "<code>";
  for (std::size_t i = 0; i < shown.size(); ++i) append_inert(out, shown, i);
  return out + "</code>";
}

std::string markdown_message(std::string_view text) {
  const std::string shown = on_one_line(text);
  std::string out;
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const std::size_t end = shown[i] == '\'' ? end_of_quoted(shown, i) : std::string::npos;
    if (end != std::string::npos) {
      out += markdown_value(std::string_view(shown).substr(i + 1, end - i - 1));
      i = end;
      continue;
    }
    append_inert(out, shown, i);
    // A blank of no width keeps names and numbers from being taken for people and issues, in what is rendered as well. Before anything
    // else it would only spoil what is copied: PowerShell's "@{".
    const bool before_word = i + 1 < shown.size() && is_word(shown[i + 1]);
    if ((shown[i] == '@' && before_word) || (shown[i] == '#' && (before_word || i == 0))) out += "&#8203;";
  }
  return out;
}

std::string markdown_prose(std::string_view text) {
  std::string out;
  for (const std::string& paragraph : paragraphs_of(text)) out += (out.empty() ? "" : "\n\n") + escaped(paragraph);
  return out;
}

std::string markdown_code(std::string_view text) {
  std::string shown;
  for (const std::string& paragraph : paragraphs_of(text)) shown += (shown.empty() ? "" : " ") + printable(paragraph);
  std::size_t longest = 0, run = 0;
  for (const char c : shown) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  if (shown.empty()) return "";
  const std::string fence(longest + 1, '`');
  const bool padded = shown.front() == '`' || shown.back() == '`';
  return fence + (padded ? " " : "") + shown + (padded ? " " : "") + fence;
}

std::string markdown_cell(std::string_view markdown) {
  std::string out;
  for (std::size_t i = 0; i < markdown.size(); ++i) {
    const bool done = i > 0 && markdown[i - 1] == '\\';
    if (markdown[i] == '|' && !done) out += '\\';
    out += markdown[i] == '\n' ? ' ' : markdown[i];
  }
  return out;
}

std::string markdown_link(std::string_view title, std::string_view url) {
  if (url.empty()) return markdown_prose(title);
  if (!is_web_address(url)) return markdown_prose(title) + " " + markdown_code(url);
  return "[" + markdown_prose(title) + "](" + encoded(url) + ")";
}

}  // namespace chainlint::report
