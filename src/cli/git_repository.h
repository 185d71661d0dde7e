// Files as they are at a revision of a git repository. Reads objects alone: no network, no hooks, no configuration but the repository's
// own.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "chainlint/base/result.h"

namespace chainlint::cli {

// A commit of the repository in whose working tree a file lies.
class GitRevision {
 public:
  // `name` as git knows revisions: "origin/main", "v1.2", "HEAD~1", a commit id. `file` is a path from the working folder, of a file that
  // need not be there; the repository is the nearest folder above it that has `.git`. A folder that merely looks like a bare repository is
  // none: a pull request could bring one. Who owns the repository does not matter, since nothing of it is run.
  //
  // Errors, with what to do: "git-no-repository", "git-unreadable", "git-no-revision".
  static Result<GitRevision> open(const std::string& name, const std::string& file);

  // The text of a file at that revision; nothing where it is not there. At most 1 MiB. Errors: "git-outside" where the path leads out of
  // the working tree, "git-no-file" where it is a folder or a link, "git-unreadable" where its content is missing, as in a partial clone.
  Result<std::optional<std::string>> read(const std::string& file) const;

 private:
  struct State;
  explicit GitRevision(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace chainlint::cli
