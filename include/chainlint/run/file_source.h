// Where files are: on disk, at a revision of git, or in memory for tests. Files are found, walked and read in one way, whatever the
// source (input_files.h); a source answers three questions.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"

namespace chainlint::run {

// May be asked from several threads at once.
class FileSource {
 public:
  // What a path leads to, symbolic links followed.
  struct Place {
    enum class Kind { file, folder, other, absent, unreadable };  // other: standard input, a pipe or a device
    Kind kind = Kind::absent;
    std::string identity;  // of a file or folder: the same for every path that leads to it
    std::string problem;   // of what is absent or unreadable: "cannot be opened: Permission denied"
  };

  virtual ~FileSource() = default;

  virtual Place look_at(const std::string& path) const = 0;

  // The names in a folder, in byte order. Errors: "folder-unreadable".
  virtual Result<std::vector<std::string>> names_in(const std::string& folder) const = 0;

  // The bytes of a file, at most so many. Errors: "file-unreadable", "file-too-large", and those of the source.
  virtual Result<Bytes> read(const std::string& path, std::uint64_t most) const = 0;

  // The absolute path to which symbolic links lead, as far as the path exists.
  virtual std::string real_path(const std::string& path) const;
};

// The file system, with relative paths from the working folder. "-" is standard input.
const FileSource& disk();

// The same, with the symbolic links below `roots` (--root) as on the server whose "/" the root is: an absolute one begins at the root, and
// none leads out of it.
std::shared_ptr<const FileSource> disk_with_roots(const std::vector<std::string>& roots);

}  // namespace chainlint::run
