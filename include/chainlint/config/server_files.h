// Where the files are that a configuration names: paths of the server become paths of the input.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"
#include "chainlint/config/endpoint.h"

namespace chainlint::config {

// Whether a path of a server does not depend on a folder: "/x", and on Windows "C:/x", "C:\x" and "\\server\x".
bool is_absolute(std::string_view path);

// The files of the input: on disk, at a revision, or in memory.
class FileTree {
 public:
  enum class Kind { file, folder, absent };

  virtual ~FileTree() = default;
  virtual Kind kind_of(const std::string& path) const = 0;
  virtual Result<std::vector<std::string>> names_in(const std::string& folder) const = 0;  // in byte order
  virtual Result<Bytes> read(const std::string& path, std::uint64_t most) const = 0;
  virtual std::string real_path(const std::string& path) const = 0;  // absolute, links resolved as far as the path exists
};

// Finds files for one configuration. Nothing outside of `inputs` and `roots` is looked at, also not through links. Borrows the tree.
class ServerFiles {
 public:
  // `roots`: folders that contain what is at "/" of the server (--root). `inputs`: the folders of the input that contain the configuration,
  // innermost first.
  ServerFiles(const FileTree& tree, std::vector<std::string> roots, std::vector<std::string> inputs);

  // The file that a configuration names. Absolute paths are those of the server: looked for below the roots (without a drive of Windows),
  // then as they are, then by their last parts in `inputs`. Others are relative to the first of `bases` that has them.
  FileReference find(const std::string& written, const std::vector<std::string>& bases, Location location) const;

  // Whether the input has all files of the server: it is the server itself, or a copy of its folders.
  bool complete() const;

  // The files that match a pattern with `*`, `?` and `[...]`, sorted by path, links that lead nowhere or out of the input among
  // them. A `*` does not match a
  // dot at the start of a name. `folder` is set where the pattern's folder is part of the input.
  std::vector<std::string> glob(const std::string& pattern, const std::vector<std::string>& bases, bool& folder) const;

  FileTree::Kind kind_of(const std::string& path) const { return allowed(path) ? tree_.kind_of(path) : FileTree::Kind::absent; }
  Result<std::vector<std::string>> names_in(const std::string& folder) const { return tree_.names_in(folder); }
  Result<Bytes> read(const std::string& path, std::uint64_t most) const { return tree_.read(path, most); }
  std::string real_path(const std::string& path) const { return tree_.real_path(path); }

 private:
  struct Candidate {
    std::string path;
    bool known = false;         // its folder belongs to the input by what the user said
    bool folder_alone = false;  // only a folder is meant: of the path of the server, it has the name alone
    std::size_t folders = 0;    // of its path that are also those of the server
  };
  std::vector<Candidate> candidates(const std::string& written, const std::vector<std::string>& bases) const;
  bool allowed(const std::string& path) const;
  void expand(const std::string& folder, const std::vector<std::string>& parts, std::size_t& folders, std::vector<std::string>& found,
              std::size_t part = 0) const;

  const FileTree& tree_;
  std::vector<std::string> roots_, inputs_;
  std::vector<std::string> real_;  // of both, links resolved
};

}  // namespace chainlint::config
