// What one file of a run contains, from whichever source.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/run_progress.h"

namespace chainlint::run {

struct FileContents {
  std::vector<formats::FoundContainer> containers;  // the file itself, or an archive and its members
  std::vector<std::string> skipped;                 // a walked file and members of archives that are of an unknown kind
  std::optional<Error> problem;                     // why the file was not read; it is then one container that is unreadable
};

// Of an input that needs more memory than the process can have.
inline Error out_of_memory(const std::string& path) {
  return {"out-of-memory", "was not checked: there is not enough memory for it", Location{.path = path}};
}

// Reads the files on several threads. Which of them are over a limit of the run does not depend on the number of threads: the files are
// charged in their order, after those that can be read only once (standard input, a pipe), and read again where the threads got other
// answers. One for which there is not enough memory besides others is read again alone; where that fails, too, it is unread and the rest
// is read. Files that were not begun when stop_signal() says so are left out.
std::vector<FileContents> read_files(const FileSource& source, const std::vector<InputFile>& files, const formats::ReadOptions& reading,
                                     formats::CertificateCache& certificates, unsigned jobs, RunProgress* progress = nullptr);

}  // namespace chainlint::run
