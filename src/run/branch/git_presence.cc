#include "branch/git_presence.h"

#include <filesystem>
#include <system_error>

#include "chainlint/policy/path_pattern.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {

formats::GitPresence GitPresences::of(const std::string& path) {
  const auto [known, added] = known_.try_emplace(path, formats::GitPresence::none);
  if (added) known->second = look_up(path);
  return known->second;
}

formats::GitPresence GitPresences::look_up(const std::string& path) {
  if (path == "-") return formats::GitPresence::none;
  const std::filesystem::path real = real_path(path);
  if (real.empty()) return formats::GitPresence::none;
  const auto [top, new_folder] = tops_.try_emplace(real.parent_path().string());
  if (new_folder) top->second = git::GitRevision::top_above(real.string());
  if (top->second.empty()) return formats::GitPresence::none;
  std::unique_ptr<git::TrackedFiles>& tracked = by_top_[top->second];
  if (!tracked) tracked = std::make_unique<git::TrackedFiles>(top->second);
  if (!tracked->known()) return formats::GitPresence::none;
  if (tracked->hold(policy::relative_path(real.string(), top->second))) return formats::GitPresence::tracked;
  const bool changed = branch_ != nullptr && branch_->revision.top() == top->second && branch_->changed.hold(branch_->paths.of(path));
  return changed ? formats::GitPresence::not_ignored : formats::GitPresence::none;
}

}  // namespace chainlint::run
