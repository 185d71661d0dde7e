#include "chainlint/run/changed_files.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/policy/path_pattern.h"

namespace chainlint::run {

namespace fs = std::filesystem;

RepositoryPlace RepositoryPaths::of(const std::string& path) {
  if (path == "-") return {};
  const std::string whole = policy::absolute_path(path, working_);
  if (whole == "/") return {};
  const std::size_t slash = whole.rfind('/');
  const std::string name = whole.substr(slash + 1);
  RepositoryPlace place;
  if (const auto written = from_top(whole)) place.written = *written;
  std::error_code error;
  if (fs::is_symlink(whole, error)) {
    const fs::path target = fs::weakly_canonical(whole, error);
    if (!error) place.real = from_top(target.string()).value_or("");
    return place;
  }
  const RepositoryPlace& above = folder(slash == 0 ? "/" : whole.substr(0, slash));
  if (above.real == ".") {
    place.real = name;
  } else if (!above.real.empty()) {
    place.real = above.real + "/" + name;
  } else if (whole == top_) {
    place.real = ".";
  }
  return place;
}

const RepositoryPlace& RepositoryPaths::folder(const std::string& path) {
  const auto [known, added] = folders_.try_emplace(path);
  if (!added) return known->second;
  std::error_code error;
  const fs::path real = fs::weakly_canonical(path, error);
  if (!error) known->second.real = from_top(real.string()).value_or("");
  return known->second;
}

std::optional<std::string> RepositoryPaths::from_top(const std::string& path) const {
  if (path == top_) return ".";
  const std::string prefix = top_ == "/" ? top_ : top_ + "/";
  if (!path.starts_with(prefix)) return std::nullopt;
  return path.substr(prefix.size());
}

bool ChangedFiles::hold(const RepositoryPlace& place) const {
  return hold(place.written) || (place.real != place.written && hold(place.real));
}

bool ChangedFiles::hold(const std::string& path) const {
  if (path.empty()) return false;
  for (std::size_t end = path.find('/');; end = path.find('/', end + 1)) {
    const std::string part = path.substr(0, end);
    const std::size_t at = at_least(part);
    if (at < changes_.size() && changes_[at].path == part) return true;
    if (end == std::string::npos) return false;
  }
}

std::optional<std::string> ChangedFiles::first_below(const RepositoryPlace& place) const {
  for (const std::string* path : {&place.written, &place.real}) {
    if (path->empty()) continue;
    if (*path == "." && !changes_.empty()) return changes_.front().path;
    if (hold(*path)) return *path;
    const std::string prefix = *path + "/";
    const std::size_t at = at_least(prefix);
    if (at < changes_.size() && changes_[at].path.starts_with(prefix)) return changes_[at].path;
  }
  return std::nullopt;
}

std::size_t ChangedFiles::at_least(const std::string& path) const {
  const auto found = std::lower_bound(changes_.begin(), changes_.end(), path,
                                      [](const git::GitChange& change, const std::string& key) { return change.path < key; });
  return static_cast<std::size_t>(found - changes_.begin());
}

}  // namespace chainlint::run
