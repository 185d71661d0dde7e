// The files of a git revision as a source of files. Paths are those of the repository, from its top.
#pragma once

#include <mutex>

#include "chainlint/git/git_repository.h"
#include "chainlint/run/file_source.h"

namespace chainlint::run {

// Borrows the revision, which nobody else may use meanwhile. Errors of read(): those of git::GitRevision::content().
class RevisionFiles : public FileSource {
 public:
  explicit RevisionFiles(const git::GitRevision& revision) : revision_(revision) {}

  Place look_at(const std::string& path) const override;
  Result<std::vector<std::string>> names_in(const std::string& folder) const override;
  Result<Bytes> read(const std::string& path, std::uint64_t most) const override;

 private:
  const git::GitRevision& revision_;
  mutable std::mutex mutex_;  // libgit2 answers one thread at a time
};

}  // namespace chainlint::run
