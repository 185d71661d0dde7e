#include <algorithm>
#include <fstream>
#include <string_view>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/git/git_repository.h"
#include "git_state.h"

namespace chainlint::git {
namespace {

constexpr std::string_view kLfsPointer = "version https://git-lfs.github.com/spec/v1\n";

bool is_file(git_filemode_t mode) { return mode == GIT_FILEMODE_BLOB || mode == GIT_FILEMODE_BLOB_EXECUTABLE; }

// Where a link in `folder` ("a/b/", or "") leads; nothing where that is outside of the repository.
std::optional<std::string> behind_link(const std::string& folder, std::string_view target) {
  if (target.empty() || target.front() == '/') return std::nullopt;
  std::vector<std::string> parts;
  const std::string whole = folder + std::string(target);
  for (std::size_t begin = 0; begin <= whole.size();) {
    const std::size_t end = std::min(whole.find('/', begin), whole.size());
    const std::string part = whole.substr(begin, end - begin);
    begin = end + 1;
    if (part.empty() || part == ".") continue;
    if (part != "..") {
      parts.push_back(part);
    } else if (parts.empty()) {
      return std::nullopt;
    } else {
      parts.pop_back();
    }
  }
  std::string path;
  for (const std::string& part : parts) path += (path.empty() ? "" : "/") + part;
  return path;
}

// The digest in a pointer of Git LFS; empty where the bytes are none.
std::string lfs_digest(ByteView octets) {
  const std::string_view text = as_text(octets);
  if (octets.size() > GitLimits::kLfsPointerBytes || !text.starts_with(kLfsPointer)) return "";
  constexpr std::string_view kKey = "\noid sha256:";
  const std::size_t at = text.find(kKey);
  if (at == std::string_view::npos || text.size() < at + kKey.size() + 64) return "";
  const std::string_view digest = text.substr(at + kKey.size(), 64);
  return digest.find_first_not_of("0123456789abcdef") == std::string_view::npos ? std::string(digest) : "";
}

std::optional<Bytes> read_lfs_object(const git_repository* repository, const std::string& digest, std::uint64_t most) {
  const std::string folder = git_repository_commondir(repository);
  std::ifstream stream(folder + "lfs/objects/" + digest.substr(0, 2) + "/" + digest.substr(2, 2) + "/" + digest, std::ios::binary);
  if (!stream) return std::nullopt;
  Bytes octets;
  std::string part(1u << 16, '\0');
  while (stream.read(part.data(), static_cast<std::streamsize>(part.size())), stream.gcount() > 0) {
    octets.insert(octets.end(), part.begin(), part.begin() + stream.gcount());
    if (octets.size() > most) return std::nullopt;
  }
  return octets;
}

}  // namespace

const git_tree* GitRevision::State::tree_at(const git_oid& id) const {
  const auto [known, added] = trees.try_emplace(std::string(reinterpret_cast<const char*>(id.id), GIT_OID_RAWSZ));
  git_tree* found = nullptr;
  if (added && git_tree_lookup(&found, repository.get(), &id) == 0) known->second.reset(found);
  return known->second.get();
}

const git_tree_entry* GitRevision::State::entry_at(const git_tree* root, const std::string& path) const {
  const git_tree* folder = root;
  for (std::size_t begin = 0; folder != nullptr;) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    const git_tree_entry* entry = git_tree_entry_byname(folder, path.substr(begin, end - begin).c_str());
    if (entry == nullptr || end == path.size()) return entry;
    folder = git_tree_entry_filemode(entry) == GIT_FILEMODE_TREE ? tree_at(*git_tree_entry_id(entry)) : nullptr;
    begin = end + 1;
  }
  return nullptr;
}

std::optional<GitFound> GitRevision::State::resolve(std::string path) const {
  for (int links = 0; links <= GitLimits::kLinks; ++links) {
    const git_tree* folder = tree.get();
    for (std::size_t begin = 0;;) {
      const std::size_t end = std::min(path.find('/', begin), path.size());
      const git_tree_entry* entry = git_tree_entry_byname(folder, path.substr(begin, end - begin).c_str());
      if (entry == nullptr) return std::nullopt;
      const git_filemode_t mode = git_tree_entry_filemode(entry);
      const git_oid id = *git_tree_entry_id(entry);
      if (mode == GIT_FILEMODE_LINK) {
        const Result<Bytes> target = blob(id, GitLimits::kLinkBytes);
        if (!target) return std::nullopt;
        const std::string rest = path.substr(end);
        const std::optional<std::string> next = behind_link(path.substr(0, begin), std::string(as_text(*target)) + rest);
        if (!next || next->empty()) return std::nullopt;
        path = *next;
        break;
      }
      if (end == path.size()) return GitFound{path, mode, id};
      folder = mode == GIT_FILEMODE_TREE ? tree_at(id) : nullptr;
      if (folder == nullptr) return std::nullopt;
      begin = end + 1;
    }
  }
  return std::nullopt;
}

Result<Bytes> GitRevision::State::blob(const git_oid& id, std::uint64_t most) const {
  git_odb* objects = nullptr;
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_repository_odb(&objects, repository.get()) != 0) return Error{"git-missing", last_git_error(), {}};
  const GitDatabase database(objects);
  if (git_odb_read_header(&size, &type, objects, &id) != 0 || type != GIT_OBJECT_BLOB) return Error{"git-missing", last_git_error(), {}};
  if (size > most) {
    return Error{"git-too-large", "has " + std::to_string(size) + " bytes; at most " + std::to_string(most) + " are read", {}};
  }
  git_blob* found = nullptr;
  if (git_blob_lookup(&found, repository.get(), &id) != 0) return Error{"git-missing", last_git_error(), {}};
  const GitBlob owned(found);
  const auto* octets = static_cast<const std::uint8_t*>(git_blob_rawcontent(found));
  return Bytes(octets, octets + git_blob_rawsize(found));
}

std::optional<GitPlace> GitRevision::place(const std::string& path) const {
  if (path.empty()) return GitPlace{path, true};
  const std::optional<GitFound> found = state_->resolve(path);
  if (!found || !(is_file(found->mode) || found->mode == GIT_FILEMODE_TREE)) return std::nullopt;
  return GitPlace{found->path, found->mode == GIT_FILEMODE_TREE};
}

std::vector<std::string> GitRevision::names_in(const std::string& folder) const {
  const std::optional<GitFound> found = folder.empty() ? std::nullopt : state_->resolve(folder);
  const git_tree* tree = found && found->mode == GIT_FILEMODE_TREE ? state_->tree_at(found->id) : nullptr;
  if (folder.empty()) tree = state_->tree.get();
  std::vector<std::string> names;
  const std::size_t count = tree == nullptr ? 0 : git_tree_entrycount(tree);
  for (std::size_t i = 0; i < count; ++i) names.emplace_back(git_tree_entry_name(git_tree_entry_byindex(tree, i)));
  std::sort(names.begin(), names.end());
  return names;
}

Result<Bytes> GitRevision::content(const std::string& path, std::uint64_t most) const {
  const std::optional<GitFound> found = state_->resolve(path);
  if (!found || !is_file(found->mode)) return Error{"git-no-file", "is not a file at " + in_quotes(state_->name), {}};
  Result<Bytes> octets = state_->blob(found->id, most);
  const std::string what = in_quotes(path) + " at " + in_quotes(state_->name);
  if (!octets && octets.error().code == "git-missing") {
    return Error{"git-missing",
                 "the content of " + what + " is not in this clone; in a partial clone " + in_quotes("git diff --stat " + state_->name) +
                     " fetches it",
                 {}};
  }
  if (!octets) return Error{octets.error().code, what + " " + octets.error().message, {}};
  const std::string digest = lfs_digest(*octets);
  if (digest.empty()) return octets;
  std::optional<Bytes> kept = read_lfs_object(state_->repository.get(), digest, most);
  if (kept) return std::move(*kept);
  return Error{"git-missing",
               "the content of " + what + " is kept by Git LFS and not in this clone; 'git lfs fetch' with the revision fetches it",
               {}};
}

bool GitRevision::same_in_base(const std::string& path) const {
  if (!state_->base) return false;
  const git_tree_entry* then = state_->entry_at(state_->base.get(), path);
  const git_tree_entry* now = then == nullptr ? nullptr : state_->entry_at(state_->tree.get(), path);
  if (now == nullptr || git_tree_entry_filemode(then) == GIT_FILEMODE_LINK) return false;
  return git_tree_entry_filemode(then) == git_tree_entry_filemode(now) &&
         git_oid_equal(git_tree_entry_id(then), git_tree_entry_id(now)) != 0;
}

}  // namespace chainlint::git
