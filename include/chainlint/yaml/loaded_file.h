// Loading files of one kind together: the shipped ones, then those of the user.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/yaml/file_kind.h"
#include "chainlint/yaml/problems.h"

namespace chainlint::yaml {

// A file with its parsed content and its problems.
struct LoadedFile {
  SourceFile source;
  Parsed parsed{};
  Problems problems{};

  // The value of a key at the top. Null where the file does not parse, is no mapping or lacks the key.
  const Node* find(std::string_view key) const {
    return parsed.root && parsed.root->kind == Kind::mapping ? parsed.root->find(key) : nullptr;
  }

  // Whether this file may define the same name as the other: a file of the user replaces a shipped one.
  bool replaces(const LoadedFile& other) const { return other.source.shipped() && !source.shipped(); }
};

// Owns the files; references to them live as long.
class FileLoader {
 public:
  // Parses the file; the problems of the parser are the first of its problems. Of a file of another kind there is no root.
  LoadedFile& add(const SourceFile& source, const FileKind& kind) {
    LoadedFile& file = files_.emplace_back(LoadedFile{source});
    file.parsed = parse(file.source, kind);
    file.problems.append(file.parsed.problems);
    return file;
  }

  std::deque<LoadedFile>& files() { return files_; }  // in the order in which they were added

  // Of all files, formatted.
  std::vector<std::string> problems() const {
    std::vector<std::string> all;
    for (const LoadedFile& file : files_) {
      for (std::string& problem : file.problems.format(file.source)) all.push_back(std::move(problem));
    }
    return all;
  }

 private:
  std::deque<LoadedFile> files_;
};

}  // namespace chainlint::yaml
