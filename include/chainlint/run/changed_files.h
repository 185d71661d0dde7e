// Which files a branch changed, and where the files of a run are in the repository.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/git/git_repository.h"

namespace chainlint::run {

// A file of a run as the repository knows it: paths from its top. Empty where it is outside.
struct RepositoryPlace {
  std::string written;  // as the run names it, links not followed
  std::string real;     // where it is

  const std::string& path() const { return written.empty() ? real : written; }
  bool inside() const { return !path().empty(); }
};

// Finds the places of files. Looks at each folder once.
class RepositoryPaths {
 public:
  // Both absolute; `top` without symbolic links.
  RepositoryPaths(std::string top, std::string working) : top_(std::move(top)), working_(std::move(working)) {}

  // "-" has no place. A folder has one too; the top itself has "." in both.
  RepositoryPlace of(const std::string& path);

 private:
  const RepositoryPlace& folder(const std::string& path);  // absolute
  std::optional<std::string> from_top(const std::string& path) const;

  std::string top_, working_;
  std::unordered_map<std::string, RepositoryPlace> folders_;
};

// The paths that changed, for asking.
class ChangedFiles {
 public:
  // In byte order.
  explicit ChangedFiles(std::vector<git::GitChange> changes) : changes_(std::move(changes)) {}

  // Whether the file changed, a link that leads to it or the submodule that it is in.
  bool hold(const RepositoryPlace& place) const;
  // The first path that changed at or below the file or folder; nothing where none did.
  std::optional<std::string> first_below(const RepositoryPlace& place) const;

  const std::vector<git::GitChange>& all() const { return changes_; }

 private:
  bool hold(const std::string& path) const;
  std::size_t at_least(const std::string& path) const;

  std::vector<git::GitChange> changes_;
};

}  // namespace chainlint::run
