// Files as they are at a revision of a git repository, and what changed since. Reads objects, the index and the working tree alone: no
// network, no hooks, no configuration but the repository's own; writes nothing.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"

namespace chainlint::git {

// A path whose content differs, from the top of the repository. A folder where it is a submodule, or a repository inside this one.
struct GitChange {
  std::string path;
  bool deleted = false;  // else it was added or changed
};

// The files that differ in the working tree, including files that are not committed or not tracked, without those that git ignores.
struct GitChanges {
  std::vector<GitChange> changes;  // in the byte order of the paths, each once
  bool since_base = true;          // since the branch left the revision; else no such commit was found: since the revision itself
  std::string index_problem;       // why changes that are not committed were not seen; empty as a rule
};

// A file or folder at a revision.
struct GitPlace {
  std::string path;  // behind symbolic links
  bool folder = false;
};

// A commit of the repository whose working tree contains a file. Not to be used from several threads at once.
class GitRevision {
 public:
  // `name` as git knows revisions: "origin/main", "v1.2", "HEAD~1", a commit id. `file` is a path from the working folder, of a file that
  // need not be there; the repository is the nearest folder above it that has `.git`. A folder that merely looks like a bare repository is
  // none: a pull request could add one. Who owns the repository does not matter, since nothing of it is run.
  //
  // Errors, with what to do: "git-no-repository", "git-unreadable", "git-no-revision".
  static Result<GitRevision> open(const std::string& name, const std::string& file);

  // The nearest folder above an absolute path that has `.git`; empty where there is none.
  static std::string top_above(const std::string& file);

  const std::string& name() const;
  const std::string& top() const;
  // The id of the commit, hexadecimal.
  std::string commit() const;

  // The text of a file at that revision; nothing where it is not there. At most 1 MiB. Errors: "git-outside" where the path leads out of
  // the working tree, "git-no-file" where it is a folder or a link, "git-unreadable" where its content is missing, as in a partial clone.
  Result<std::optional<std::string>> read(const std::string& file) const;

  // What follows takes paths from the top, "" for the top itself, and follows symbolic links inside the repository, 32 at most.

  // What a path leads to. Nothing where it is not there, leads out of the repository or into another one.
  std::optional<GitPlace> place(const std::string& path) const;

  // The names in a folder at that revision, in byte order. Empty where there is no such folder.
  std::vector<std::string> names_in(const std::string& folder) const;

  // The bytes of a file at that revision, at most so many; those that Git LFS keeps beside are taken from there. Errors: "git-no-file";
  // "git-missing" where they are not in this clone, with the command that downloads them; "git-too-large".
  Result<Bytes> content(const std::string& path, std::uint64_t most) const;

  // Whether the file is the same at that revision as where the branch left it. False before changes().
  bool same_in_base(const std::string& path) const;

  // Compares the working tree with the commit at which HEAD left the revision. Errors: "git-unreadable".
  Result<GitChanges> changes();

 private:
  struct State;
  explicit GitRevision(std::shared_ptr<State> state) : state_(std::move(state)) {}

  std::shared_ptr<State> state_;
};

}  // namespace chainlint::git
