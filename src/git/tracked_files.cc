#include "chainlint/git/tracked_files.h"

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "chainlint/policy/path_pattern.h"
#include "git_state.h"

namespace chainlint::git {

struct TrackedFiles::State {
  GitRepositoryHandle repository;
  GitIndex index;
};

TrackedFiles::TrackedFiles(const std::string& top) : state_(std::make_unique<State>()) {
  start_git_library();
  git_repository* repository = nullptr;
  const std::string marker = top == "/" ? "/.git" : top + "/.git";
  if (git_repository_open_ext(&repository, marker.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_CROSS_FS, nullptr) != 0) {
    return;
  }
  state_->repository.reset(repository);
  git_index* index = nullptr;
  if (git_repository_index(&index, repository) == 0) state_->index.reset(index);
}

TrackedFiles::~TrackedFiles() = default;

bool TrackedFiles::known() const { return state_->index != nullptr; }

bool TrackedFiles::hold(const std::string& path) const {
  if (state_->index == nullptr) return true;
  if (path.empty()) return false;
  if (git_index_get_bypath(state_->index.get(), path.c_str(), GIT_INDEX_STAGE_NORMAL) != nullptr) return true;
  for (std::size_t end = path.find('/'); end != std::string::npos; end = path.find('/', end + 1)) {
    const git_index_entry* above = git_index_get_bypath(state_->index.get(), path.substr(0, end).c_str(), GIT_INDEX_STAGE_NORMAL);
    if (above != nullptr && above->mode == GIT_FILEMODE_COMMIT) return true;
  }
  return false;
}

}  // namespace chainlint::git
