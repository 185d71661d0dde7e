// The files of a git revision as sources of files.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "chainlint/git/git_repository.h"
#include "chainlint/run/file_source.h"

namespace chainlint::run {

// Paths are those of the repository, from its top. Borrows the revision, which must not be used by others meanwhile. Errors of read():
// those of git::GitRevision::content().
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

// Paths as a run names them. What they name in the repository, by their text and not by links of the working tree, is as it is at the
// revision; all else is on disk.
class FilesAtRevision : public FileSource {
 public:
  explicit FilesAtRevision(git::GitRevision revision);

  Place look_at(const std::string& path) const override;
  Result<std::vector<std::string>> names_in(const std::string& folder) const override;
  Result<Bytes> read(const std::string& path, std::uint64_t most) const override;

 private:
  std::optional<std::string> from_top(const std::string& path) const;

  git::GitRevision revision_;
  RevisionFiles files_;
  std::string working_;
};

}  // namespace chainlint::run
