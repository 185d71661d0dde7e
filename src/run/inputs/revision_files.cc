#include "inputs/revision_files.h"

#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {

FileSource::Place RevisionFiles::look_at(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const std::optional<git::GitPlace> found = revision_.place(path);
  if (!found) return {Place::Kind::absent, "", "does not exist at " + revision_.name()};
  return {found->folder ? Place::Kind::folder : Place::Kind::file, found->path, ""};
}

Result<std::vector<std::string>> RevisionFiles::names_in(const std::string& folder) const {
  const std::lock_guard lock(mutex_);
  return revision_.names_in(folder);
}

Result<Bytes> RevisionFiles::read(const std::string& path, std::uint64_t most) const {
  const std::lock_guard lock(mutex_);
  return revision_.content(path, most);
}

FilesAtRevision::FilesAtRevision(git::GitRevision revision)
    : revision_(std::move(revision)), files_(revision_), working_(working_folder()) {}

FileSource::Place FilesAtRevision::look_at(const std::string& path) const {
  const std::optional<std::string> inside = from_top(path);
  return inside ? files_.look_at(*inside) : disk().look_at(path);
}

Result<std::vector<std::string>> FilesAtRevision::names_in(const std::string& folder) const {
  const std::optional<std::string> inside = from_top(folder);
  return inside ? files_.names_in(*inside) : disk().names_in(folder);
}

Result<Bytes> FilesAtRevision::read(const std::string& path, std::uint64_t most) const {
  const std::optional<std::string> inside = from_top(path);
  if (!inside) return disk().read(path, most);
  const Place place = files_.look_at(*inside);
  if (place.kind == Place::Kind::absent) return Error{"file-unreadable", place.problem, Location{.path = path}};
  Result<Bytes> content = files_.read(*inside, most);
  if (content) return content;
  Error error = content.error();
  error.location.path = path;
  return error;
}

std::optional<std::string> FilesAtRevision::from_top(const std::string& path) const {
  if (path == "-") return std::nullopt;
  const std::string from = policy::relative_path(policy::absolute_path(path, working_), revision_.top());
  if (from == "." || from.empty()) return "";
  return from == ".." || from.starts_with("../") || from.starts_with('/') ? std::nullopt : std::optional(from);
}

}  // namespace chainlint::run
