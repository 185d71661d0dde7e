#include <algorithm>
#include <cstddef>
#include <queue>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/git/git_repository.h"
#include "git_state.h"

namespace chainlint::git {
namespace {

// Finds the newest commit that both lead back to. A parent that is not there ends the history, as in a shallow clone; one that happens to
// be there counts, although git itself would not look at it.
class BaseFinder {
 public:
  explicit BaseFinder(git_repository* repository) : repository_(repository) {}

  std::optional<git_oid> find(const git_oid& one, const git_oid& other) {
    reach(one, 1);
    reach(other, 2);
    for (std::size_t looked_at = 0; !queue_.empty() && looked_at < GitLimits::kCommits; ++looked_at) {
      const git_oid id = queue_.top().second;
      queue_.pop();
      const unsigned sides = sides_[key(id)];
      if (sides == 3) return id;
      git_commit* found = nullptr;
      if (git_commit_lookup(&found, repository_, &id) != 0) continue;
      const GitCommit commit(found);
      for (const git_oid& parent : recorded_parents(found)) reach(parent, sides);
    }
    return std::nullopt;
  }

 private:
  // As the commit names them. libgit2 from 1.7 on reports no parents for the commits at which a shallow clone was cut off.
  static std::vector<git_oid> recorded_parents(const git_commit* commit) {
    constexpr std::string_view kParent = "parent ";
    std::vector<git_oid> parents;
    const char* raw = git_commit_raw_header(commit);
    const std::string_view header = raw == nullptr ? std::string_view() : std::string_view(raw);
    for (std::size_t begin = 0; begin < header.size();) {
      const std::size_t end = std::min(header.find('\n', begin), header.size());
      const std::string_view line = header.substr(begin, end - begin);
      begin = end + 1;
      git_oid id{};
      const bool parent = line.starts_with(kParent) && line.size() == kParent.size() + GIT_OID_HEXSZ;
      if (parent && git_oid_fromstrn(&id, line.data() + kParent.size(), GIT_OID_HEXSZ) == 0) parents.push_back(id);
    }
    return parents;
  }

  static std::string key(const git_oid& id) { return {reinterpret_cast<const char*>(id.id), GIT_OID_RAWSZ}; }

  void reach(const git_oid& id, unsigned sides) {
    unsigned& known = sides_[key(id)];
    if ((known | sides) == known) return;
    git_commit* found = nullptr;
    if (git_commit_lookup(&found, repository_, &id) != 0) return;
    const GitCommit commit(found);
    known |= sides;
    queue_.emplace(git_commit_time(found), id);
  }

  struct Older {
    bool operator()(const std::pair<git_time_t, git_oid>& a, const std::pair<git_time_t, git_oid>& b) const {
      return a.first != b.first ? a.first < b.first : git_oid_cmp(&a.second, &b.second) < 0;
    }
  };

  git_repository* repository_;
  std::unordered_map<std::string, unsigned> sides_;
  std::priority_queue<std::pair<git_time_t, git_oid>, std::vector<std::pair<git_time_t, git_oid>>, Older> queue_;
};

GitTree tree_of(git_repository* repository, const git_oid& id) {
  git_commit* found = nullptr;
  if (git_commit_lookup(&found, repository, &id) != 0) return nullptr;
  const GitCommit commit(found);
  git_tree* tree = nullptr;
  return git_commit_tree(&tree, found) == 0 ? GitTree(tree) : nullptr;
}

// A file that a sparse checkout leaves out is not deleted.
bool left_out(git_index* index, const git_diff_delta& delta) {
  if (index == nullptr || delta.status != GIT_DELTA_DELETED) return false;
  const git_index_entry* entry = git_index_get_bypath(index, delta.old_file.path, GIT_INDEX_STAGE_NORMAL);
  return entry != nullptr && (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0 &&
         git_oid_equal(&entry->id, &delta.old_file.id) != 0;
}

bool changes_content(const git_diff_delta& delta) {
  if (delta.status == GIT_DELTA_UNMODIFIED || delta.status == GIT_DELTA_IGNORED) return false;
  const bool known = (delta.old_file.flags & delta.new_file.flags & GIT_DIFF_FLAG_VALID_ID) != 0;
  const bool files = delta.old_file.mode != GIT_FILEMODE_LINK && delta.new_file.mode != GIT_FILEMODE_LINK;
  return delta.status != GIT_DELTA_MODIFIED || !known || !files || git_oid_equal(&delta.old_file.id, &delta.new_file.id) == 0;
}

std::vector<GitChange> changes_of(const git_diff* diff, git_index* index) {
  std::vector<GitChange> changes;
  for (std::size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
    const git_diff_delta* delta = git_diff_get_delta(diff, i);
    if (!changes_content(*delta) || left_out(index, *delta)) continue;
    const bool deleted = delta->status == GIT_DELTA_DELETED;
    std::string path = deleted ? delta->old_file.path : delta->new_file.path;
    if (path.ends_with('/')) path.pop_back();
    changes.push_back({std::move(path), deleted});
  }
  std::sort(changes.begin(), changes.end(), [](const GitChange& a, const GitChange& b) { return a.path < b.path; });
  changes.erase(std::unique(changes.begin(), changes.end(), [](const GitChange& a, const GitChange& b) { return a.path == b.path; }),
                changes.end());
  return changes;
}

}  // namespace

Result<GitChanges> GitRevision::changes() {
  GitChanges result;
  git_repository* repository = state_->repository.get();
  git_oid head{};
  std::optional<git_oid> base;
  const bool born = git_reference_name_to_id(&head, repository, "HEAD") == 0;
  if (born) base = BaseFinder(repository).find(head, state_->commit);
  result.since_base = base.has_value();
  state_->base = tree_of(repository, base ? *base : state_->commit);
  const auto unreadable = [&] {
    return Error{
        "git-unreadable", "the repository " + in_quotes(state_->top) + " cannot be compared with this revision: " + last_git_error(), {}};
  };
  if (!state_->base) return unreadable();

  git_index* index = nullptr;
  git_diff* diff = nullptr;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS | GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_INCLUDE_UNREADABLE |
                  GIT_DIFF_SKIP_BINARY_CHECK;
  options.ignore_submodules = GIT_SUBMODULE_IGNORE_DIRTY;
  if (git_repository_index(&index, repository) == 0) state_->index.reset(index);
  if (index != nullptr && git_index_read(index, 1) == 0) {
    if (git_diff_tree_to_workdir_with_index(&diff, repository, state_->base.get(), &options) != 0) return unreadable();
  } else {
    result.index_problem = last_git_error();
    state_->index.reset();
    const GitTree checked_out = born ? tree_of(repository, head) : nullptr;
    if (git_diff_tree_to_tree(&diff, repository, state_->base.get(), checked_out.get(), &options) != 0) return unreadable();
  }
  const GitDiff owned(diff);
  result.changes = changes_of(diff, state_->index.get());
  return result;
}

}  // namespace chainlint::git
