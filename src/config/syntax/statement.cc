#include "syntax/statement.h"

#include <algorithm>
#include <cctype>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::config {
namespace {

constexpr std::string_view kTemplateMarks[][2] = {{"{{", "}}"}, {"{%", "%}"}, {"<%", "%>"}, {"{#", "#}"}};

// A position in a text that knows its line and column.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {
    if (text_.starts_with("\xEF\xBB\xBF")) text_.remove_prefix(3);
  }

  bool at_end() const { return at_ >= text_.size(); }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts_with(std::string_view part) const { return text_.substr(at_).starts_with(part); }
  std::uint32_t line() const { return line_; }
  std::uint32_t column() const { return static_cast<std::uint32_t>(at_ - line_start_) + 1; }

  char next() {
    const char c = text_[at_++];
    if (c == '\n') ++line_, line_start_ = at_;
    return c;
  }

  void skip(std::size_t count) {
    while (count-- > 0 && !at_end()) next();
  }

  void skip_line() {
    while (!at_end() && peek() != '\n') next();
  }

  // What a template executes, as opposed to a value that it inserts.
  bool at_template_statement() const { return starts_with("{%") || starts_with("{#") || (starts_with("<%") && !starts_with("<%=")); }

  // The length of a template mark here with all up to its end; 0 where there is none.
  std::size_t template_length() const {
    for (const auto& [begin, end] : kTemplateMarks) {
      if (!starts_with(begin)) continue;
      const std::size_t close = text_.find(end, at_ + begin.size());
      if (close != std::string_view::npos && close - at_ <= ConfigLimits::kTemplateBytes) return close + end.size() - at_;
    }
    return 0;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0;
  std::uint32_t line_ = 1;
};

// What both kinds of format share.
class Parser {
 public:
  Parser(std::string_view text, const std::string& path) : cursor_(text), path_(std::make_shared<const std::string>(path)) {}

 protected:
  bool is_over_limit() {
    if (++statements_ <= ConfigLimits::kStatements) return false;
    if (statements_ == ConfigLimits::kStatements + 1) {
      note("config-limit", Severity::error,
           "has more than " + std::to_string(ConfigLimits::kStatements) + " statements; the rest was not read", cursor_.line(),
           cursor_.column());
    }
    return true;
  }

  void note(std::string code, Severity severity, std::string message, std::uint32_t line, std::uint32_t column) {
    if (parsed_.diagnostics.size() >= ConfigLimits::kProblems) return;
    Location where{.path = *path_};
    where.line = line;
    where.column = column;
    parsed_.diagnostics.push_back({severity, std::move(code), std::move(message), std::move(where)});
  }

  void note_syntax(std::string message, std::uint32_t line, std::uint32_t column) {
    note("config-syntax", Severity::warning, std::move(message), line, column);
  }

  // Takes a template mark into the word, where there is one.
  bool take_template(Word& word) {
    const std::size_t length = cursor_.template_length();
    if (length == 0) return false;
    for (std::size_t i = 0; i < length; ++i) word.text += cursor_.next();
    word.has_template = parsed_.has_template = true;
    return true;
  }

  Word begin_word() const { return {.text = "", .line = cursor_.line(), .column = cursor_.column()}; }

  // A backslash at the end of a line joins it to the next one.
  bool skip_continuation() {
    if (cursor_.starts_with("\\\n")) return cursor_.skip(2), true;
    if (cursor_.starts_with("\\\r\n")) return cursor_.skip(3), true;
    return false;
  }

  // The rest of a text in quotes, without them.
  void take_quoted(Word& word, char quote, bool across_lines) {
    for (;;) {
      if (!across_lines && skip_continuation()) continue;
      if (cursor_.at_end() || (!across_lines && cursor_.peek() == '\n')) {
        return note_syntax("has a quotation mark that is never closed", word.line, word.column);
      }
      if (take_template(word)) continue;
      const char c = cursor_.next();
      if (c == quote) return;
      if (c == '\\' && (cursor_.peek() == quote || cursor_.peek() == '\\')) {
        word.text += cursor_.next();
      } else {
        word.text += c;
      }
    }
  }

  Cursor cursor_;
  std::shared_ptr<const std::string> path_;
  Parsed parsed_;
  std::size_t statements_ = 0;
};

class BlockParser : public Parser {
 public:
  using Parser::Parser;

  Parsed parse() {
    parse_into(parsed_.statements, 0);
    return std::move(parsed_);
  }

 private:
  void skip_blanks() {
    while (!cursor_.at_end()) {
      const char c = cursor_.peek();
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        cursor_.next();
      } else if (c == '#') {
        cursor_.skip_line();
      } else if (cursor_.at_template_statement()) {
        // A statement of the template itself: what it decides is not known.
        const std::size_t length = cursor_.template_length();
        if (length == 0) return;
        parsed_.has_template = true;
        cursor_.skip(length);
      } else {
        return;
      }
    }
  }

  // Reads up to the end of the block that is open.
  void parse_into(std::vector<Statement>& statements, std::size_t depth) {
    for (;;) {
      skip_blanks();
      if (cursor_.at_end()) {
        if (depth > 0) note_syntax("has a block that is never closed with '}'", cursor_.line(), cursor_.column());
        return;
      }
      const std::uint32_t line = cursor_.line(), column = cursor_.column();
      if (cursor_.peek() == '}') {
        cursor_.next();
        if (depth > 0) return;
        note_syntax("has a '}' that closes no block", line, column);
      } else if (cursor_.peek() == ';') {
        cursor_.next();
      } else if (!parse_statement(statements, depth)) {
        return;
      }
    }
  }

  bool parse_statement(std::vector<Statement>& statements, std::size_t depth) {
    if (is_over_limit()) return false;
    Statement statement;
    statement.path = path_;
    for (;;) {
      skip_blanks();
      const bool block = cursor_.peek() == '{' && cursor_.template_length() == 0;
      if (cursor_.at_end() || cursor_.peek() == '}') {
        if (statement.words.empty()) return true;
        note_syntax("has no ';' after " + in_quotes(statement.name()), statement.words.front().line, statement.words.front().column);
        break;
      }
      if (cursor_.peek() == ';') {
        cursor_.next();
        break;
      }
      if (block) {
        if (!parse_block(statement, depth)) return false;
        break;
      }
      statement.words.push_back(parse_word());
    }
    if (!statement.words.empty()) statements.push_back(std::move(statement));
    return true;
  }

  bool parse_block(Statement& statement, std::size_t depth) {
    const std::uint32_t line = cursor_.line(), column = cursor_.column();
    cursor_.next();
    statement.has_block = true;
    if (depth + 1 > ConfigLimits::kBlockDepth) {
      note("config-limit", Severity::error,
           "has blocks that are nested more than " + std::to_string(ConfigLimits::kBlockDepth) + " deep; the rest was not read", line,
           column);
      statements_ = ConfigLimits::kStatements + 1;
      return false;
    }
    if (!statement.words.empty() && statement.name().ends_with("_by_lua_block")) {
      skip_lua();
    } else {
      parse_into(statement.block, depth + 1);
    }
    return statements_ <= ConfigLimits::kStatements;
  }

  Word parse_word() {
    Word word = begin_word();
    if (cursor_.peek() == '"' || cursor_.peek() == '\'') {
      word.quote = cursor_.next();
      take_quoted(word, word.quote, true);
      return word;
    }
    while (!cursor_.at_end()) {
      if (take_template(word)) continue;
      const char c = cursor_.peek();
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';') break;
      if (cursor_.starts_with("${")) {
        while (!cursor_.at_end() && cursor_.peek() != '}' && cursor_.peek() != '\n') word.text += cursor_.next();
        if (cursor_.peek() == '}') word.text += cursor_.next();
        continue;
      }
      if (c == '{' || c == '}') break;
      cursor_.next();
      if (c == '\\' && !cursor_.at_end()) word.text += c, word.text += cursor_.next();
      if (c != '\\') word.text += c;
    }
    return word;
  }

  // Lua up to the brace that closes the block: braces in its strings and comments do not count.
  void skip_lua() {
    for (std::size_t depth = 1; !cursor_.at_end() && depth > 0;) {
      if (cursor_.starts_with("--[[") || cursor_.starts_with("[[")) {
        while (!cursor_.at_end() && !cursor_.starts_with("]]")) cursor_.next();
      } else if (cursor_.starts_with("--")) {
        cursor_.skip_line();
      }
      if (cursor_.at_end()) return;
      const char c = cursor_.next();
      if (c == '{') ++depth;
      if (c == '}') --depth;
      if (c != '"' && c != '\'') continue;
      while (!cursor_.at_end() && cursor_.peek() != c && cursor_.peek() != '\n') {
        if (cursor_.next() == '\\' && !cursor_.at_end()) cursor_.next();
      }
      if (!cursor_.at_end()) cursor_.next();
    }
  }
};

class LineParser : public Parser {
 public:
  LineParser(std::string_view text, const std::string& path, const LineSyntax& syntax) : Parser(text, path), syntax_(syntax) {}

  Parsed parse() {
    std::vector<Statement> sections;  // that are open, outermost first
    std::vector<Statement> top;
    while (!cursor_.at_end()) {
      Statement statement;
      statement.path = path_;
      parse_line(statement);
      if (statement.words.empty()) continue;
      if (is_over_limit()) break;
      if (syntax_.sections && statement.name().starts_with("</")) {
        close(sections, top, statement);
      } else if (syntax_.sections && statement.name().starts_with('<') && !statement.words.front().has_template) {
        if (sections.size() >= ConfigLimits::kBlockDepth) {
          note("config-limit", Severity::error,
               "has sections that are nested more than " + std::to_string(ConfigLimits::kBlockDepth) + " deep; the rest was not read",
               statement.words.front().line, statement.words.front().column);
          break;
        }
        open_section(statement);
        sections.push_back(std::move(statement));
      } else {
        (sections.empty() ? top : sections.back().block).push_back(std::move(statement));
      }
    }
    while (!sections.empty()) {
      const Word first = sections.back().words.front();
      note_syntax("has a section " + in_quotes(first.text) + " that is never closed", first.line, first.column);
      pop(sections, top);
    }
    parsed_.statements = std::move(top);
    return std::move(parsed_);
  }

 private:
  static void pop(std::vector<Statement>& sections, std::vector<Statement>& top) {
    Statement done = std::move(sections.back());
    sections.pop_back();
    (sections.empty() ? top : sections.back().block).push_back(std::move(done));
  }

  void close(std::vector<Statement>& sections, std::vector<Statement>& top, const Statement& end) {
    std::string name = end.name().substr(2);
    while (name.ends_with('>')) name.pop_back();
    if (!sections.empty() && equal_ignoring_ascii_case(sections.back().name(), name)) return pop(sections, top);
    note_syntax("has " + in_quotes("</" + name + ">") + " that closes no section", end.words.front().line, end.words.front().column);
  }

  // "<VirtualHost" "*:443>" becomes "VirtualHost" "*:443".
  static void open_section(Statement& statement) {
    statement.has_block = true;
    std::string& first = statement.words.front().text;
    std::string& last = statement.words.back().text;
    if (last.ends_with('>')) last.pop_back();
    first.erase(0, 1);
    if (statement.words.size() > 1 && last.empty() && statement.words.back().quote == 0) statement.words.pop_back();
  }

  void skip_comment() {
    while (!cursor_.at_end() && cursor_.peek() != '\n') {
      if (!syntax_.joins_comments || !skip_continuation()) cursor_.next();
    }
  }

  bool at_document_mark(const Statement& statement) const {
    return syntax_.documents && statement.words.empty() && cursor_.column() == 1 &&
           (cursor_.starts_with("#---") || cursor_.starts_with("!---"));
  }

  void parse_line(Statement& statement) {
    for (;;) {
      if (cursor_.at_end()) return;
      const char c = cursor_.peek();
      if (c == '\n') {
        cursor_.next();
        return;
      }
      if (c == ' ' || c == '\t' || c == '\r' || at_document_mark(statement)) {
        cursor_.next();
      } else if (skip_continuation()) {
        continue;
      } else if (c == '#' && (statement.words.empty() || syntax_.comment_anywhere)) {
        skip_comment();
      } else if (statement.words.empty() && (cursor_.at_template_statement())) {
        const std::size_t length = cursor_.template_length();
        parsed_.has_template = parsed_.has_template || length > 0;
        length > 0 ? cursor_.skip(length) : cursor_.skip_line();
      } else {
        Word word = parse_word();
        if (statement.words.size() < ConfigLimits::kWords) statement.words.push_back(std::move(word));
      }
    }
  }

  Word parse_word() {
    Word word = begin_word();
    const char first = cursor_.peek();
    if (first == '"' || (first == '\'' && syntax_.single_quotes)) {
      word.quote = cursor_.next();
      take_quoted(word, word.quote, false);
      if (!syntax_.sections || cursor_.peek() != '>') return word;
    }
    while (!cursor_.at_end()) {
      if (take_template(word) || skip_continuation()) continue;
      const char c = cursor_.peek();
      if (c == ' ' || c == '\t' || c == '\r' || c == '\n') break;
      if (c == '#' && syntax_.comment_anywhere && !syntax_.sections) break;
      cursor_.next();
      // Before a letter or digit it is one of a path of Windows.
      const bool escapes =
          c == '\\' && !syntax_.sections && !cursor_.at_end() && std::isalnum(static_cast<unsigned char>(cursor_.peek())) == 0;
      if (escapes) {
        word.text += cursor_.next();
      } else if (!syntax_.sections && (c == '"' || c == '\'')) {
        take_quoted(word, c, false);
      } else {
        word.text += c;
      }
    }
    return word;
  }

  const LineSyntax syntax_;
};

}  // namespace

Location location_of(const Word& word, const std::string& path) {
  Location where{.path = path};
  where.line = word.line;
  where.column = word.column;
  return where;
}

Location Statement::location(std::size_t word) const { return location_of(words[std::min(word, words.size() - 1)], *path); }

Parsed parse_blocks(std::string_view text, const std::string& path) { return BlockParser(text, path).parse(); }

Parsed parse_lines(std::string_view text, const std::string& path, const LineSyntax& syntax) {
  return LineParser(text, path, syntax).parse();
}

}  // namespace chainlint::config
