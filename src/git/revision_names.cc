#include "chainlint/git/revision_names.h"

#include <algorithm>
#include <cstddef>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "git_state.h"

namespace chainlint::git {
namespace {

using ReferenceIterator = GitOwned<git_reference_iterator, git_reference_iterator_free>;

}  // namespace

std::optional<std::string> nearest_revision(const std::string& top, const std::string& typed) {
  git_repository* repository = nullptr;
  const std::string marker = top == "/" ? "/.git" : top + "/.git";
  if (git_repository_open_ext(&repository, marker.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_CROSS_FS, nullptr) != 0) {
    return std::nullopt;
  }
  const GitRepositoryHandle owned(repository);
  git_reference_iterator* references = nullptr;
  if (git_reference_iterator_new(&references, repository) != 0) return std::nullopt;
  const ReferenceIterator iterator(references);
  std::vector<std::string> names;
  const char* found = nullptr;
  while (names.size() < GitLimits::kNames && git_reference_next_name(&found, references) == 0) {
    const std::string name(found);
    for (const char* kind : {"refs/heads/", "refs/remotes/", "refs/tags/"}) {
      if (name.starts_with(kind)) names.push_back(name.substr(std::char_traits<char>::length(kind)));
    }
  }
  std::sort(names.begin(), names.end());
  return nearest(typed, names);
}

}  // namespace chainlint::git
