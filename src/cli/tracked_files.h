// Which files of the working tree git has.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "chainlint/formats/container.h"

namespace chainlint::cli {

struct Branch;

// The index of a repository. Where it cannot be read, every file counts as held: that changes are not seen then is told elsewhere.
class TrackedFiles {
 public:
  // The top of a working tree.
  explicit TrackedFiles(const std::string& top);
  ~TrackedFiles();
  TrackedFiles(const TrackedFiles&) = delete;
  TrackedFiles& operator=(const TrackedFiles&) = delete;

  // Whether the index could be read.
  bool known() const;

  // Whether git has the file, or the submodule that it lies in. The path is from the top; an empty one lies outside and is not held.
  bool hold(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Finds what git does with files of any repositories. Opens the index of each once.
class GitPresences {
 public:
  // `branch` is null where the run compares with no revision; then files that are not tracked are not looked for among the ignored.
  explicit GitPresences(Branch* branch) : branch_(branch) {}

  // Of the file to which a path from the working folder leads, after symbolic links: git has the content of no link.
  GitPresence of(const std::string& path);

 private:
  GitPresence look_up(const std::string& path);

  Branch* branch_;
  std::unordered_map<std::string, GitPresence> known_;  // by path
  std::unordered_map<std::string, std::string> tops_;   // by folder
  std::unordered_map<std::string, std::unique_ptr<TrackedFiles>> by_top_;
};

}  // namespace chainlint::cli
