// Which files of the working tree git has.
#pragma once

#include <memory>
#include <string>

namespace chainlint::git {

// The index of a repository. Where it cannot be read, every file counts as tracked; another message says that changes are not seen then.
class TrackedFiles {
 public:
  // The top of a working tree.
  explicit TrackedFiles(const std::string& top);
  ~TrackedFiles();
  TrackedFiles(const TrackedFiles&) = delete;
  TrackedFiles& operator=(const TrackedFiles&) = delete;

  // Whether the index could be read.
  bool known() const;

  // Whether git has the file, or the submodule that it is in. The path is from the top; an empty one is outside and is not tracked.
  bool hold(const std::string& path) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chainlint::git
