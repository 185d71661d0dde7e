// What one file of a run contains, from whichever source.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/input_files.h"

namespace chainlint::run {

struct FileContents {
  std::vector<formats::FoundContainer> containers;  // the file itself, or an archive and its members
  std::vector<std::string> skipped;                 // a walked file and members of archives that are of no known kind
  std::optional<Error> problem;                     // why the file was not read; it is then one container that is unreadable
};

FileContents read_contents(const FileSource& source, const InputFile& file, const formats::ReadOptions& reading,
                           formats::CertificateCache& certificates);

}  // namespace chainlint::run
