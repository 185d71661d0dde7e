// YAML with a position for every node, as this program's own files are written. Strict: duplicate keys, tags, anchors and aliases are
// errors, nothing is coerced, and a file without a document is an error.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/result.h"

namespace chainlint::yaml {

// Where a node begins. Lines and columns count from 1.
struct Position {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
};

// One mistake in a YAML file that a user wrote.
struct Problem {
  std::string message;  // what is, what is allowed; lower case, no full stop
  Position position;
  std::string suggestion;  // "did you mean 'severity'?"; empty without one
};

enum class Kind { null, scalar, sequence, mapping };

// A node of a document. Plain data; owns its children.
struct Node {
  struct Member;
  Kind kind = Kind::null;
  Position position;
  std::string scalar;           // as written, without quotes
  bool quoted = false;          // '80' and "80" are text, never numbers
  std::vector<Node> items;      // of a sequence
  std::vector<Member> members;  // of a mapping, in file order

  const Node* find(std::string_view key) const;

  // What a scalar says. Nothing where it is not of that type: booleans are true and false alone; integers are decimal; text is any scalar
  // that is not null, boolean or number unless quoted.
  std::optional<bool> as_bool() const;
  std::optional<std::int64_t> as_integer() const;
  std::optional<std::string> as_text() const;

  // "a list", "the number 80", "the text 'abc'", "nothing": for messages.
  std::string describe() const;
};
struct Node::Member {
  std::string key;
  Position key_position;
  Node value;
};

// A file that the build compiled into the program: views into constants.
struct ShippedFile {
  std::string_view path;  // from the top of the project
  std::string_view text;
  std::string_view packed;  // what pack() made of it; empty where the text is parsed, as that of tests
  std::string_view sha256;  // of the text, hexadecimal
};

// A file and its text, kept for carets in messages.
struct SourceFile {
  std::string path;                              // as it is shown
  std::string text;                              // empty for a shipped file
  const ShippedFile* shipped_content = nullptr;  // not owned

  bool shipped() const { return shipped_content != nullptr; }
  bool packed() const { return shipped() && !shipped_content->packed.empty(); }
  std::string_view content() const { return shipped() ? shipped_content->text : std::string_view(text); }
};

// The one document of `source`. All problems that the parser finds are returned together with what could be read.
struct Parsed {
  std::optional<Node> root;  // nothing where the text does not parse
  std::vector<Problem> problems;
  bool empty = false;  // there is no document, which is a problem of its own
};
// With `keys`, the mapping at the top of a packed file has only these members.
Parsed parse(const SourceFile& source, std::span<const std::string_view> keys = {});

// `path:line:column: error: message`, the source line, a caret, and the suggestion: four lines at most, without a final newline.
std::string format_problem(const SourceFile& source, const Problem& problem);

}  // namespace chainlint::yaml
