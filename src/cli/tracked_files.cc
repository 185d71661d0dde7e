#include "tracked_files.h"

#include <git2.h>

#include <cstddef>
#include <filesystem>
#include <system_error>

#include "branch.h"
#include "chainlint/policy/path_pattern.h"
#include "git_state.h"
#include "working_folder.h"

namespace chainlint::cli {

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

GitPresence GitPresences::of(const std::string& path) {
  const auto [known, added] = known_.try_emplace(path, GitPresence::none);
  if (added) known->second = look_up(path);
  return known->second;
}

GitPresence GitPresences::look_up(const std::string& path) {
  if (path == "-") return GitPresence::none;
  std::error_code error;
  const std::filesystem::path real = std::filesystem::weakly_canonical(absolute_path(path, working_folder()), error);
  if (error) return GitPresence::none;
  const auto [top, new_folder] = tops_.try_emplace(real.parent_path().string());
  if (new_folder) top->second = GitRevision::top_above(real.string());
  if (top->second.empty()) return GitPresence::none;
  std::unique_ptr<TrackedFiles>& tracked = by_top_[top->second];
  if (!tracked) tracked = std::make_unique<TrackedFiles>(top->second);
  if (!tracked->known()) return GitPresence::none;
  if (tracked->hold(relative_path(real.string(), top->second))) return GitPresence::tracked;
  const bool changed = branch_ != nullptr && branch_->revision.top() == top->second && branch_->changed.hold(branch_->paths.of(path));
  return changed ? GitPresence::not_ignored : GitPresence::none;
}

}  // namespace chainlint::cli
