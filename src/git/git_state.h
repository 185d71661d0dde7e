// What is behind GitRevision: handles of libgit2. For the sources that implement it alone.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include "chainlint/git/git_repository.h"
#include "libgit2.h"

namespace chainlint::git {

// A thing of libgit2 and the function that frees it.
template <class T, const auto& Free>
struct GitFreed {
  void operator()(T* thing) const { Free(thing); }
};
template <class T, const auto& Free>
using GitOwned = std::unique_ptr<T, GitFreed<T, Free>>;

using GitRepositoryHandle = GitOwned<git_repository, git_repository_free>;
using GitObject = GitOwned<git_object, git_object_free>;
using GitCommit = GitOwned<git_commit, git_commit_free>;
using GitTree = GitOwned<git_tree, git_tree_free>;
using GitTreeEntry = GitOwned<git_tree_entry, git_tree_entry_free>;
using GitBlob = GitOwned<git_blob, git_blob_free>;
using GitDatabase = GitOwned<git_odb, git_odb_free>;
using GitDiff = GitOwned<git_diff, git_diff_free>;
using GitIndex = GitOwned<git_index, git_index_free>;

// What a path leads to, symbolic links followed.
struct GitFound {
  std::string path;
  git_filemode_t mode = GIT_FILEMODE_UNREADABLE;
  git_oid id{};
};

struct GitRevision::State {
  std::string name, top, working;
  bool shallow = false;
  GitRepositoryHandle repository;
  GitTree tree;
  git_oid commit{};
  GitTree base;  // of the commit at which the branch left; null until changes() was asked, and where there is none
  GitIndex index;
  mutable std::unordered_map<std::string, GitTree> trees;  // by the bytes of their ids

  // Each tree is read once: libgit2 keeps none that is large. Null where it is not in this clone.
  const git_tree* tree_at(const git_oid& id) const;
  // Links are not followed. Null where it is not there.
  const git_tree_entry* entry_at(const git_tree* root, const std::string& path) const;
  // Nothing where it is not there, leads out of the repository or into another one.
  std::optional<GitFound> resolve(std::string path) const;
  // Errors: "git-missing", "git-too-large".
  Result<Bytes> blob(const git_oid& id, std::uint64_t most) const;
};

// Begins with libgit2, once. Makes it look at nothing but the repository: neither at the configuration of the user and the machine, nor at
// who owns the folder, which matters where hooks are run.
void start_git_library();

// What libgit2 says of its last error, printable.
std::string last_git_error();

}  // namespace chainlint::git
