#include "chainlint/git/git_repository.h"

#include <array>
#include <filesystem>
#include <string_view>
#include <system_error>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/policy/path_pattern.h"
#include "git_state.h"

namespace chainlint::git {
namespace {

namespace fs = std::filesystem;

// What may be in a command that is shown to be typed.
constexpr std::string_view kPlain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._/+-";

// "git fetch origin main": the command that downloads a missing revision.
std::string how_to_fetch(const std::string& name, bool shallow) {
  const bool is_id = name.size() >= 7 && name.find_first_not_of("0123456789abcdefABCDEF") == std::string::npos;
  std::string what = shallow ? "fetch it, for example with 'git fetch --unshallow'" : "fetch it first";
  const bool branch_like =
      name.find_first_not_of(kPlain) == std::string::npos && !name.starts_with('-') && name.find("..") == std::string::npos;
  if (!branch_like) return what;
  if (is_id) return "fetch it with 'git fetch origin " + name + "'";
  const std::size_t slash = name.find('/');
  const bool remote = slash != std::string::npos && slash > 0 && slash + 1 < name.size() && !name.starts_with("refs/");
  const std::string server = remote ? name.substr(0, slash) : "origin", branch = remote ? name.substr(slash + 1) : name;
  if (!remote) return "fetch it, for example with 'git fetch " + server + " " + branch + ":" + branch + "'";
  return "fetch it with 'git fetch " + std::string(shallow ? "--depth=1 " : "") + server + " +" + branch + ":refs/remotes/" + name + "'";
}

}  // namespace

void start_git_library() {
  static const bool kStarted = [] {
    git_libgit2_init();
    for (const int level : {GIT_CONFIG_LEVEL_PROGRAMDATA, GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL}) {
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, "");
    }
    git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
    // Sparse checkouts and partial clones are marked by extensions that do not change how objects are stored.
    std::array<const char*, 4> extensions{"worktreeconfig", "partialclone", "preciousobjects", "relativeworktrees"};
    git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions.data(), extensions.size());
    return true;
  }();
  static_cast<void>(kStarted);
}

std::string last_git_error() {
  const git_error* error = git_error_last();
  return error == nullptr || error->message == nullptr ? "unknown error" : printable(error->message);
}

std::string GitRevision::top_above(const std::string& file) {
  std::error_code error;
  for (fs::path folder = fs::path(file).parent_path();; folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) return folder.string();
    if (folder == folder.parent_path()) return "";
  }
}

const std::string& GitRevision::name() const { return state_->name; }
const std::string& GitRevision::top() const { return state_->top; }

std::string GitRevision::commit() const {
  std::array<char, GIT_OID_HEXSZ + 1> text{};
  return git_oid_tostr(text.data(), text.size(), &state_->commit);
}

Result<GitRevision> GitRevision::open(const std::string& name, const std::string& file) {
  start_git_library();
  auto state = std::make_shared<State>();
  state->name = name;
  std::error_code unknown;
  state->working = fs::current_path(unknown).string();
  state->top = top_above(policy::absolute_path(file, state->working));
  if (state->top.empty()) return Error{"git-no-repository", in_quotes(file) + " is not in a git repository", {}};
  git_repository* repository = nullptr;
  const std::string marker = state->top == "/" ? "/.git" : state->top + "/.git";
  if (git_repository_open_ext(&repository, marker.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH | GIT_REPOSITORY_OPEN_CROSS_FS, nullptr) != 0) {
    return Error{"git-unreadable", "the repository " + in_quotes(marker) + " cannot be read: " + last_git_error(), {}};
  }
  state->repository.reset(repository);

  const bool shallow = git_repository_is_shallow(repository) == 1;
  state->shallow = shallow;
  git_object* found = nullptr;
  const int status = git_revparse_single(&found, repository, name.c_str());
  const GitObject revision(found);
  git_object* commit = nullptr;
  if (status == 0 && git_object_peel(&commit, found, GIT_OBJECT_COMMIT) != 0) {
    return Error{"git-no-revision", std::string("it is not a commit but a ") + git_object_type2string(git_object_type(found)), {}};
  }
  const GitObject peeled(commit);
  git_tree* tree = nullptr;
  if (status != 0 || git_commit_tree(&tree, reinterpret_cast<git_commit*>(commit)) != 0) {
    const std::string kind = shallow ? "this shallow clone" : "the repository";
    const std::string what = status == GIT_EAMBIGUOUS ? "the name is ambiguous: " + last_git_error()
                                                      : kind + " " + in_quotes(state->top) + " has no such revision";
    return Error{"git-no-revision", what + "; " + how_to_fetch(name, shallow), {}};
  }
  state->tree.reset(tree);
  git_oid_cpy(&state->commit, git_object_id(commit));
  return GitRevision(std::move(state));
}

Result<std::optional<std::string>> GitRevision::read(const std::string& file) const {
  const std::string path = policy::relative_path(policy::absolute_path(file, state_->working), state_->top);
  const std::string at = " at revision " + in_quotes(state_->name);
  if (path.starts_with("../")) return Error{"git-outside", in_quotes(file) + " is outside of the repository " + in_quotes(state_->top), {}};
  git_tree_entry* found = nullptr;
  const int status = git_tree_entry_bypath(&found, state_->tree.get(), path.c_str());
  const GitTreeEntry entry(found);
  if (status == GIT_ENOTFOUND) return std::optional<std::string>();
  const git_filemode_t mode = status == 0 ? git_tree_entry_filemode(found) : GIT_FILEMODE_UNREADABLE;
  if (status == 0 && mode != GIT_FILEMODE_BLOB && mode != GIT_FILEMODE_BLOB_EXECUTABLE) {
    return Error{
        "git-no-file", in_quotes(file) + " is not a file" + at + " but " + (mode == GIT_FILEMODE_LINK ? "a link" : "a folder"), {}};
  }
  const auto missing = [&] {
    return Error{"git-unreadable",
                 "the content of " + in_quotes(file) + at + " cannot be read: " + last_git_error() + "; in a partial clone " +
                     in_quotes("git show " + state_->name + ":" + path) + " fetches it",
                 {}};
  };
  if (status != 0) return missing();
  git_odb* objects = nullptr;
  if (git_repository_odb(&objects, state_->repository.get()) != 0) return missing();
  const GitDatabase database(objects);
  std::size_t size = 0;
  git_object_t type = GIT_OBJECT_INVALID;
  if (git_odb_read_header(&size, &type, objects, git_tree_entry_id(found)) != 0) return missing();
  if (size > GitLimits::kFileBytes) {
    return Error{"git-unreadable", in_quotes(file) + at + " has " + std::to_string(size) + " bytes; at most 1048576 are read", {}};
  }
  git_blob* content = nullptr;
  if (git_blob_lookup(&content, state_->repository.get(), git_tree_entry_id(found)) != 0) return missing();
  const GitBlob blob(content);
  const auto octets = static_cast<std::size_t>(git_blob_rawsize(content));
  return std::optional(std::string(static_cast<const char*>(git_blob_rawcontent(content)), octets));
}

}  // namespace chainlint::git
