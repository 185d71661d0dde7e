// Finds and reads the files of a run.
#pragma once

#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/diagnostic.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/result.h"
#include "chainlint/formats/container.h"
#include "chainlint/run/file_source.h"

namespace chainlint::run {

// A file to read.
struct InputFile {
  std::string path;
  bool named = false;                               // on the command line; else it was met in a folder and may be of no interest
  formats::FileUse part = formats::FileUse::named;  // of a named one: what it was named as
};

struct InputFiles {
  std::vector<InputFile> files;      // in the order of the arguments; the files of a folder in the byte order of their paths
  Diagnostics diagnostics;           // paths that do not exist, folders that cannot be opened, limits that were reached
  std::vector<std::string> folders;  // folders that were named
  std::vector<std::string> skipped;  // folders that were skipped, with a slash at the end
};

// Expands `paths`: folders are walked to `limits.directory_depth` and `limits.folder_entries`, symbolic links are followed, and no file is
// listed twice, whatever the number of links to it. Version control folders (.git, .hg, .svn) are not entered, and neither is the archive
// of certbot, which contains earlier certificates: what is current is seen through its folder `live`.
InputFiles find_files(const std::vector<std::string>& paths, const Limits& limits, const FileSource& source = disk());

// The bytes of one file on disk; "-" is standard input. Errors: "file-unreadable", "file-too-large".
inline Result<Bytes> read_file(const std::string& path, const Limits& limits) { return disk().read(path, limits.file_bytes); }

}  // namespace chainlint::run
