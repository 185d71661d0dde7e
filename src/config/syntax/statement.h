// The statements of a configuration file: words, and a block where there is one. One tokenizer for formats of blocks (nginx) and of lines
// (Apache httpd, HAProxy).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/diagnostic.h"

namespace chainlint::config {

struct Word {
  std::string text;  // without quotes and escapes
  std::uint32_t line = 0, column = 0;
  char quote = 0;             // with which it begins: '"' or '\''; 0: none
  bool has_template = false;  // contains {{ }}, {% %} or <% %>, or in a file *.template ${NAME}: a program fills it in
};

// In the file at `path`.
Location location_of(const Word& word, const std::string& path);

struct Statement {
  std::vector<Word> words;  // at least one
  std::vector<Statement> block;
  bool has_block = false;
  std::shared_ptr<const std::string> path;  // of the file

  const std::string& name() const { return words.front().text; }
  Location location(std::size_t word = 0) const;
};

struct Parsed {
  std::vector<Statement> statements;
  Diagnostics diagnostics;  // "config-syntax", "config-limit"
  bool has_template = false;
};

// `name a "b" { ... }` and `name a;`, `#` to the end of the line.
Parsed parse_blocks(std::string_view text, const std::string& path);

// The statement between the documents of a file.
inline constexpr std::string_view kDocumentMark = "---";

// How a format of lines is written.
struct LineSyntax {
  bool sections = false;         // <Name arguments> ... </Name>
  bool comment_anywhere = true;  // `#` begins a comment where a word may begin, else at the start of a line alone
  bool single_quotes = true;     // delimit a word as double quotes do
  bool joins_comments = false;   // a backslash at the end continues a comment, too
  bool documents = false;        // a line `#---` or `!---` is the statement kDocumentMark
};

Parsed parse_lines(std::string_view text, const std::string& path, const LineSyntax& syntax);

}  // namespace chainlint::config
