// Detects files of the wrong kind: a key file that is specified as a policy, a list of passwords as a rule.
//
// Mistakes are shown with their source line, which would show the content of a secret file. A file of another kind therefore gets one
// problem that says what it is, and nothing of it is quoted.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "chainlint/yaml/problems.h"

namespace chainlint::yaml {

// A kind of file, by what it has at the top. Views into constants.
struct FileKind {
  std::string_view name;                                 // "a policy"
  std::string_view hint;                                 // "a policy is a mapping of keys to values: ...": follows "not a policy; "
  std::span<const std::string_view> keys;                // every such file has one of them at least, if misspelled
  std::string (*other)(const Node& document) = nullptr;  // "a rule, not a policy; name it ...": of a kind that is known; empty for others
  std::span<const std::string_view> first_keys{};        // of packed files, all that is read at first; empty: everything
};

// Parses `source` as a file of that kind. Where it is something else, the text of `source` is cleared, so that no problem quotes it, and
// the only problem says what it is: "the file is a PEM file, not a policy; give it to 'chainlint check'". An empty file is not quoted
// either.
Parsed parse(SourceFile& source, const FileKind& kind);

}  // namespace chainlint::yaml
