// What git does with the files of a run.
#pragma once

#include <memory>
#include <string>
#include <unordered_map>

#include "chainlint/formats/container.h"
#include "chainlint/git/tracked_files.h"
#include "chainlint/run/branch.h"

namespace chainlint::run {

// Finds what git does with files of any repositories. Opens the index of each once.
class GitPresences {
 public:
  // `branch` is null where the run compares with no revision; then files that are not tracked are not looked for among the ignored.
  explicit GitPresences(Branch* branch) : branch_(branch) {}

  // Of the file to which a path from the working folder leads, after symbolic links: git has the content of no link.
  formats::GitPresence of(const std::string& path);

 private:
  formats::GitPresence look_up(const std::string& path);

  Branch* branch_;
  std::unordered_map<std::string, formats::GitPresence> known_;  // by path
  std::unordered_map<std::string, std::string> tops_;            // by folder
  std::unordered_map<std::string, std::unique_ptr<git::TrackedFiles>> by_top_;
};

}  // namespace chainlint::run
