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

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_hex(std::string_view word) {
  return std::all_of(word.begin(), word.end(), [](char c) { return hex_digit(c) >= 0; });
}

// ":tada:", which is shown as a picture.
bool has_emoji(std::string_view word) {
  constexpr std::string_view kName = "abcdefghijklmnopqrstuvwxyz0123456789_+-";
  for (std::size_t at = word.find(':'); at != std::string_view::npos; at = word.find(':', at + 1)) {
    const std::size_t end = word.find_first_not_of(kName, at + 1);
    if (end != std::string_view::npos && end > at + 1 && word[end] == ':' && (word[at + 1] < '0' || word[at + 1] > '9')) return true;
  }
  return false;
}

bool has_address(std::string_view word) {
  if (word.find("://") != std::string_view::npos) return true;
  const std::string lower = to_lower_ascii(word);
  for (const std::string_view scheme : {"mailto:", "xmpp:"}) {
    if (lower.find(scheme) != std::string::npos) return true;
  }
  if (lower.starts_with("www.")) return true;
  const std::size_t at = lower.find('@');
  return at != std::string::npos && at > 0 && is_word(lower[at - 1]) && lower.find('.', at) != std::string::npos;
}

// A word that GitHub or GitLab makes a link or a picture of: an address, a commit, "GH-1", ":tada:".
bool is_reference(std::string_view word) {
  constexpr std::size_t kShortestCommit = 7, kLongestCommit = 40;
  if (word.size() >= kShortestCommit && word.size() <= kLongestCommit && is_hex(word)) {
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return std::any_of(word.begin(), word.end(), is_digit) && !std::all_of(word.begin(), word.end(), is_digit);
  }
  const bool issue = word.size() > 3 && equal_ignoring_ascii_case(word.substr(0, 3), "gh-") &&
                     word.find_first_not_of("0123456789", 3) == std::string_view::npos;
  return issue || has_address(word) || has_emoji(word);
}

// Looked at of a word without blanks; the rest of a longer address is no link once it is apart.
constexpr std::size_t kLongestReference = 256;

// Where the reference ends that begins at `at`; npos where there is none. Punctuation behind it is no part of it.
std::size_t end_of_reference(std::string_view text, std::size_t at) {
  constexpr std::string_view kBefore = " (\"'[{<";
  const bool begins = at == 0 || kBefore.find(text[at - 1]) != std::string_view::npos;
  if (!begins || kBefore.find(text[at]) != std::string_view::npos) return std::string_view::npos;
  std::string_view word = text.substr(at, std::min(text.substr(at, kLongestReference).find(' '), kLongestReference));
  const std::size_t last = word.find_last_not_of(".,;)!?\"'");
  word = word.substr(0, last == std::string_view::npos ? 0 : last + 1);
  return is_reference(word) ? at + word.size() : std::string_view::npos;
}

// Whether a sign with what follows names an account, an issue, a merge request, a snippet, an epic, a milestone or a label.
bool is_mark(std::string_view text, std::size_t at) {
  if (at + 1 >= text.size()) return false;
  const char next = text[at + 1];
  const bool inside_word = at > 0 && is_word(text[at - 1]);
  switch (text[at]) {
    case '@':
    case '#':
      return is_word(next);
    case '!':
    case '$':
    case '&':
      return next >= '0' && next <= '9';
    case '%':
    case '~':
      return !inside_word && (is_word(next) || next == '"');
    default:
      return false;
  }
}

// A blank of no width: keeps a mark from being taken for a reference in what is rendered as well.
constexpr const char* kApart = "&#8203;";

std::string escaped(const std::string& paragraph) {
  std::string out;
  const std::string text = printable(paragraph);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (const std::size_t end = end_of_reference(text, i); end != std::string::npos) {
      out += markdown_code(std::string_view(text).substr(i, end - i));
      i = end - 1;
      continue;
    }
    if (c == '<' || c == '>' || c == '&') {
      out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;";
      continue;
    }
    if (std::string_view("\\`*_[]|~").find(c) != std::string_view::npos) out += '\\';
    out += c;
    // "PKCS#7" stays as it is; "#7" and "a/b#7" do not.
    const std::size_t word = text.rfind(' ', i) + 1;  // 0 where there is no blank
    const bool plain = c == '#' && i > word && is_word(text[i - 1]) && text.find('/', word) >= i;
    if (is_mark(text, i) && !plain) out += kApart;
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

// What stands for markup is written as a character reference, which never is any (CommonMark 0.31 section 2.5); unlike a backslash, this
// applies to the cells of tables, too. "www." and "://" would make a link of what follows, where it is not in code.
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
    if (const std::size_t reference = end_of_reference(shown, i); reference != std::string::npos) {
      out += markdown_value(std::string_view(shown).substr(i, reference - i));
      i = reference - 1;
      continue;
    }
    append_inert(out, shown, i);
    // Elsewhere it would only spoil what is copied: PowerShell's "@{".
    if (is_mark(shown, i) || (shown[i] == '#' && i == 0)) out += kApart;
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
