#include "branch/revision_files.h"

namespace chainlint::run {

FileSource::Place RevisionFiles::look_at(const std::string& path) const {
  const std::lock_guard lock(mutex_);
  const std::optional<git::GitPlace> found = revision_.place(path);
  if (!found) return {Place::Kind::absent, "", "is not there at " + revision_.name()};
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

}  // namespace chainlint::run
