#include "syntax/toml_statements.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::config {
namespace {

// The octets of a character in UTF-8; none for what is no character.
std::string utf8_of(std::uint32_t code) {
  const auto octet = [](std::uint32_t value) { return static_cast<char>(static_cast<unsigned char>(value)); };
  if (code < 0x80) return {octet(code)};
  if (code < 0x800) return {octet(0xC0 | code >> 6), octet(0x80 | (code & 0x3F))};
  if (code >= 0xD800 && code < 0xE000) return "";
  if (code < 0x10000) return {octet(0xE0 | code >> 12), octet(0x80 | (code >> 6 & 0x3F)), octet(0x80 | (code & 0x3F))};
  if (code >= 0x110000) return "";
  return {octet(0xF0 | code >> 18), octet(0x80 | (code >> 12 & 0x3F)), octet(0x80 | (code >> 6 & 0x3F)), octet(0x80 | (code & 0x3F))};
}

class TomlParser {
 public:
  TomlParser(std::string_view text, const std::string& path) : text_(text), path_(std::make_shared<const std::string>(path)) {}

  Parsed parse() {
    std::string table;
    while (!stopped_) {
      skip_blanks(true);
      if (at_end()) break;
      const bool good = peek() == '[' ? parse_header(table) : parse_pair(table, 0);
      skip_blanks(false);
      if (!stopped_ && (!good || (!at_end() && peek() != '\n'))) {
        note("config-syntax", Severity::warning, "has a line that is not TOML");
        while (!at_end() && peek() != '\n') next();
      }
    }
    return std::move(parsed_);
  }

 private:
  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts_with(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }

  char next() {
    const char c = text_[at_++];
    ++column_;
    if (c == '\n') ++line_, column_ = 1;
    return c;
  }

  void skip(std::size_t count) {
    while (count-- > 0 && !at_end()) next();
  }

  void skip_blanks(bool lines) {
    while (!at_end()) {
      const char c = peek();
      if (c == '#') {
        while (!at_end() && peek() != '\n') next();
      } else if (c == ' ' || c == '\t' || c == '\r' || (lines && c == '\n')) {
        next();
      } else {
        return;
      }
    }
  }

  void note(std::string code, Severity severity, std::string message) {
    if (parsed_.diagnostics.size() >= ConfigLimits::kProblems) return;
    Location where{.path = *path_};
    where.line = line_;
    where.column = column_;
    parsed_.diagnostics.push_back({severity, std::move(code), std::move(message), std::move(where)});
  }

  bool stop(const std::string& what) {
    if (!std::exchange(stopped_, true)) note("config-limit", Severity::error, "has " + what + "; the rest was not read");
    return false;
  }

  // [a.b] and [[a.b]], of which each is one more item of the array.
  bool parse_header(std::string& table) {
    next();
    const bool array = peek() == '[';
    if (array) next();
    const std::optional<std::vector<std::string>> keys = parse_keys();
    if (!keys || next_is_not(']') || (array && next_is_not(']'))) return false;
    table.clear();
    for (std::size_t i = 0; i < keys->size(); ++i) {
      table += (table.empty() ? "" : ".") + (*keys)[i];
      const bool last = i + 1 == keys->size();
      const auto known = arrays_.find(table);
      if (array && last) {
        if (arrays_.size() >= ConfigLimits::kStatements) return stop("too many arrays of tables");
        const std::size_t number = known == arrays_.end() ? 0 : known->second + 1;
        arrays_[table] = number;
        table += "." + std::to_string(number);
      } else if (known != arrays_.end()) {
        table += "." + std::to_string(known->second);
      }
    }
    return true;
  }

  bool next_is_not(char c) {
    skip_blanks(false);
    if (peek() != c) return true;
    next();
    return false;
  }

  std::optional<std::vector<std::string>> parse_keys() {
    std::vector<std::string> keys;
    for (;;) {
      skip_blanks(false);
      Word word = begin_word();
      if (peek() == '"' || peek() == '\'') {
        if (!parse_string(word)) return std::nullopt;
      } else {
        while (is_bare(peek())) word.text += next();
        if (word.text.empty()) return std::nullopt;
      }
      if (keys.size() >= ConfigLimits::kBlockDepth) return stop("keys that are too deep"), std::nullopt;
      keys.push_back(std::move(word.text));
      skip_blanks(false);
      if (peek() != '.') return keys;
      next();
    }
  }

  static bool is_bare(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'; }

  Word begin_word() const { return {.text = "", .line = line_, .column = column_}; }

  bool parse_pair(const std::string& table, std::size_t depth) {
    const Word place = begin_word();
    const std::optional<std::vector<std::string>> keys = parse_keys();
    if (!keys || next_is_not('=')) return false;
    std::string name = table;
    for (const std::string& key : *keys) name += (name.empty() ? "" : ".") + key;
    return parse_value(name, place, depth);
  }

  bool parse_value(const std::string& name, const Word& place, std::size_t depth) {
    names_ += name.size();
    if (depth > ConfigLimits::kBlockDepth) return stop("values that are too deep");
    if (names_ > ConfigLimits::kExpandedBytes || parsed_.statements.size() >= ConfigLimits::kStatements) return stop("too many values");
    skip_blanks(false);
    if (peek() == '[') return parse_array(name, place, depth);
    if (peek() == '{') return parse_inline_table(name, depth);
    Word word = begin_word();
    if (peek() == '"' || peek() == '\'') {
      if (!parse_string(word)) return false;
    } else {
      while (!at_end() && std::string_view(",]}#\r\n").find(peek()) == std::string_view::npos) word.text += next();
      while (!word.text.empty() && (word.text.back() == ' ' || word.text.back() == '\t')) word.text.pop_back();
      if (word.text.empty()) return false;
    }
    word.has_template = word.text.find("{{") != std::string::npos || word.text.find("{%") != std::string::npos;
    parsed_.has_template = parsed_.has_template || word.has_template;
    Statement& statement = parsed_.statements.emplace_back();
    statement.path = path_;
    statement.words.push_back({.text = name, .line = place.line, .column = place.column});
    statement.words.push_back(std::move(word));
    return true;
  }

  bool parse_array(const std::string& name, const Word& place, std::size_t depth) {
    next();
    for (std::size_t i = 0;; ++i) {
      skip_blanks(true);
      if (peek() == ']') return next(), true;
      if (!parse_value(name + "." + std::to_string(i), place, depth + 1)) return false;
      skip_blanks(true);
      if (peek() == ',') {
        next();
      } else if (peek() != ']') {
        return false;
      }
    }
  }

  bool parse_inline_table(const std::string& name, std::size_t depth) {
    next();
    for (;;) {
      skip_blanks(false);
      if (peek() == '}') return next(), true;
      if (!parse_pair(name, depth + 1)) return false;
      skip_blanks(false);
      if (peek() == ',') {
        next();
      } else if (peek() != '}') {
        return false;
      }
    }
  }

  // "basic", 'literal', and both with three quotes, which may contain line ends.
  bool parse_string(Word& word) {
    const char quote = peek();
    const std::string three(3, quote);
    const bool lines = starts_with(three);
    word.quote = quote;
    skip(lines ? 3 : 1);
    if (lines && peek() == '\r' && peek(1) == '\n') next();
    if (lines && peek() == '\n') next();
    for (;;) {
      if (at_end() || (!lines && peek() == '\n')) return false;
      if (lines ? starts_with(three) : peek() == quote) break;
      if (quote == '"' && peek() == '\\') {
        if (!parse_escape(word, lines)) return false;
      } else {
        word.text += next();
      }
    }
    skip(lines ? 3 : 1);
    // One or two quotes before those that end the text are part of it.
    for (int i = 0; lines && i < 2 && peek() == quote; ++i) word.text += next();
    return true;
  }

  bool parse_escape(Word& word, bool lines) {
    static constexpr std::pair<char, char> kEscapes[] = {{'b', '\b'}, {'t', '\t'}, {'n', '\n'}, {'f', '\f'},
                                                         {'r', '\r'}, {'"', '"'},  {'\\', '\\'}};
    next();
    const char c = peek();
    for (const auto& [letter, value] : kEscapes) {
      if (c == letter) return next(), word.text += value, true;
    }
    if (c == 'u' || c == 'U') {
      next();
      std::uint32_t code = 0;
      for (int i = 0; i < (c == 'u' ? 4 : 8); ++i) {
        const std::size_t digit = std::string_view("0123456789abcdef").find(at_end() ? ' ' : to_lower_ascii(std::string(1, peek()))[0]);
        if (digit == std::string_view::npos) return false;
        code = code << 4 | static_cast<std::uint32_t>(digit);
        next();
      }
      word.text += utf8_of(code);
      return true;
    }
    // A backslash at the end of a line joins it with the next that is not empty.
    std::size_t ahead = 0;
    while (peek(ahead) == ' ' || peek(ahead) == '\t' || peek(ahead) == '\r') ++ahead;
    if (!lines || peek(ahead) != '\n') return false;
    while (!at_end() && std::string_view(" \t\r\n").find(peek()) != std::string_view::npos) next();
    return true;
  }

  std::string_view text_;
  std::shared_ptr<const std::string> path_;
  std::size_t at_ = 0, names_ = 0;  // names_: octets of all names
  std::uint32_t line_ = 1, column_ = 1;
  std::map<std::string, std::size_t> arrays_;  // the number of the last item, by the name with numbers
  Parsed parsed_;
  bool stopped_ = false;
};

}  // namespace

Parsed parse_toml(std::string_view text, const std::string& path) { return TomlParser(text, path).parse(); }

}  // namespace chainlint::config
