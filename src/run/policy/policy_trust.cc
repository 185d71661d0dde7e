#include "policy/policy_trust.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/git/git_repository.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/report/output.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/policy_choice.h"
#include "chainlint/run/working_folder.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTrustIt = "or trust the policy: specify it with --policy";

bool is_within(const std::string& folder, const std::string& real) {
  return real == folder || real.starts_with(folder.ends_with('/') ? folder : folder + "/");
}

std::string outside(const std::string& tree) {
  return "is outside of " + in_quotes(tree) + "; a policy that was found, not specified, reads files only there. Copy the file there, " +
         kTrustIt;
}

Error at(const std::string& path, Error error) {
  error.location.path = path;
  return error;
}

// A file or folder at a path, which is not opened for reading yet: to open a device can have effects, and to open a pipe can wait.
class Found {
 public:
  Found(const std::string& tree, const std::string& path)
      : tree_(tree), path_(path), descriptor_(::open(path.c_str(), O_PATH | O_CLOEXEC)), reason_(descriptor_ < 0 ? errno : 0) {}
  ~Found() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  Found(const Found&) = delete;
  Found& operator=(const Found&) = delete;

  std::optional<Error> why_not_read() const {
    const auto error = [&](const char* code, const std::string& message) { return Error{code, message, Location{.path = path_}}; };
    if (descriptor_ < 0) return error("file-unreadable", std::string("cannot be opened: ") + std::strerror(reason_));
    struct stat status {};
    const bool known = ::fstat(descriptor_, &status) == 0;
    if (!known || !(S_ISREG(status.st_mode) || S_ISDIR(status.st_mode))) return error("file-unreadable", "is neither a file nor a folder");
    std::error_code without_proc;
    const fs::path real = fs::read_symlink(link(), without_proc);
    if (!without_proc && !is_within(tree_, real.string())) return error("policy-outside", outside(tree_));
    return std::nullopt;
  }

  // A path to this very file, whatever its name leads to by now. Without /proc there is none but its name, which was checked before.
  std::string path() const {
    std::error_code error;
    return fs::exists(link(), error) ? link() : path_;
  }

 private:
  std::string link() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

  const std::string& tree_;
  const std::string& path_;
  int descriptor_, reason_;
};

class PolicyNames {
 public:
  PolicyNames(const policy::Policy& policy, UsageProblems& problems)
      : policy_(policy), problems_(problems), tree_(tree_of(policy.files.front())) {}

  // Gives the files and folders that are read as text.
  std::set<std::string> refuse() {
    for (const policy::PolicyOption& option : policy_.options) {
      for (std::size_t i = 0; i < option.values.size(); ++i) {
        const policy::PolicyOrigin origin{option.origin.path, i < option.positions.size() ? option.positions[i] : option.origin.position};
        refuse_value(option.option, option.values[i], origin);
      }
    }
    for (const auto& [name, origin] : policy_.rule_sets) {
      if (policy::is_path_like(name)) refuse_text("'rulesets'", name, origin);
    }
    for (const policy::PolicyBundle& bundle : policy_.bundles) refuse_bundle(bundle);
    for (const policy::PolicyOutput& output : policy_.outputs) refuse_output(output);
    return std::move(names_);
  }

 private:
  void refuse_value(policy::OptionName option, const std::string& value, const policy::PolicyOrigin& origin) {
    const std::string key = in_quotes(option.row().key);
    const bool profile = option == "--target" || option == "--client";
    if (option == "--pins" || option == "--baseline" || option == "--root" || (profile && policy::is_path_like(value))) {
      refuse_text(key, value, origin);
    } else if (option.row().meaning == policy::Option::Meaning::path || option.row().meaning == policy::Option::Meaning::path_or_word) {
      const bool store = option.row().shape == policy::Option::Shape::stores;
      refuse_special(key, store ? value.substr(value.find('=') + 1) : value, origin);
    }
  }

  void refuse_bundle(const policy::PolicyBundle& bundle) {
    for (const std::string& target : bundle.targets) {
      if (policy::is_path_like(target)) refuse_text("'targets'", beside(bundle.origin.path, target), bundle.origin);
    }
    for (const std::string& file : bundle.files) refuse_special("'files'", beside(bundle.origin.path, file), bundle.origin);
    if (!bundle.previous.empty()) refuse_special("'previous'", beside(bundle.origin.path, bundle.previous), bundle.origin);
  }

  // A file, or each file of a folder, that is read as text.
  void refuse_text(const std::string& key, const std::string& path, const policy::PolicyOrigin& origin) {
    names_.insert(policy::absolute_path(path, working_folder()));
    if (leads_out(path)) return add(origin, key + " names " + in_quotes(path) + ", which " + outside(tree_));
    refuse_special(key, path, origin);
    std::error_code error;
    if (!fs::is_directory(path, error)) return;
    for (const InputFile& file : find_files({path}, Limits()).files) {
      if (leads_out(file.path)) return add(origin, key + " leads to " + in_quotes(file.path) + ", which " + outside(tree_));
    }
  }

  // Not what cannot be read: a link to itself.
  bool leads_out(const std::string& path) const {
    const std::string real = real_path(path);
    return !real.empty() && !is_within(tree_, real);
  }

  // Reading a pipe or a device could wait, or never end.
  void refuse_special(const std::string& key, const std::string& path, const policy::PolicyOrigin& origin) {
    if (disk().look_at(path).kind != FileSource::Place::Kind::other) return;
    add(origin, key + " names " + in_quotes(path) + ", which is neither a file nor a folder");
  }

  void refuse_output(const policy::PolicyOutput& output) {
    if (output.file.empty()) return;
    const std::string reason = why_not_written(output);
    if (!reason.empty()) add(output.origin, "'outputs' names " + in_quotes(output.file) + ", " + reason + ", " + kTrustIt);
  }

  static std::string why_not_written(const policy::PolicyOutput& output) {
    const fs::path whole = policy::absolute_path(output.file, working_folder());
    const std::string folder = real_path(whole.parent_path().string());
    if (!is_within(real_path(working_folder()), folder)) {
      return "which is outside of the working folder; a policy that was found, not specified, writes only below it. Choose another file";
    }
    const fs::path real = folder;
    if (std::any_of(real.begin(), real.end(), [](const fs::path& part) { return part == ".git"; })) {
      return "which is in the repository's own folder. Choose another file";
    }
    std::error_code error;
    const fs::file_status status = fs::symlink_status(whole, error);
    if (!fs::exists(status)) return "";
    if (!fs::is_regular_file(status)) return "which is not a regular file. Choose another file";
    const Result<Bytes> content = read_file(output.file, Limits());
    const auto format = policy::kOutputFormatNames.find(output.format);
    if (content && format && (content->empty() || report::is_report(*format, as_text(*content)))) return "";
    return "which exists and is not a report in that format. Remove it, choose another file";
  }

  void add(const policy::PolicyOrigin& origin, const std::string& problem) { problems_.push_back(at_origin(policy_, origin, problem)); }

  const policy::Policy& policy_;
  UsageProblems& problems_;
  std::string tree_;
  std::set<std::string> names_;
};

}  // namespace

std::string tree_of(const std::string& policy_path) {
  // Of the folder in which it was found: the file itself may be a link.
  const std::string folder = real_path(fs::path(policy::absolute_path(policy_path, working_folder())).parent_path().string());
  const std::string top = git::GitRevision::top_above(folder + "/policy");
  return top.empty() ? folder : top;
}

Result<std::string> read_policy_within(const std::string& tree, const std::string& path, const FileSource& source) {
  const std::string real = real_path(path);
  if (!real.empty() && !is_within(tree, real)) return Error{"policy-outside", outside(tree), Location{.path = path}};
  // A link to itself has no real path; the error says so.
  return &source == &disk() ? read_policy(path, FilesOfPolicy(tree)) : read_policy(path, source);
}

std::set<std::string> refuse_untrusted_names(const policy::Policy& policy, UsageProblems& problems) {
  return PolicyNames(policy, problems).refuse();
}

FilesOfPolicy::FilesOfPolicy(const policy::Policy& policy) : tree_(tree_of(policy.files.front())) {
  UsageProblems told_before;
  names_ = refuse_untrusted_names(policy, told_before);
}

Result<std::vector<std::string>> FilesOfPolicy::names_in(const std::string& folder) const {
  if (!is_named(folder)) return disk().names_in(folder);
  const Found found(tree_, folder);
  if (const std::optional<Error> error = found.why_not_read()) return *error;
  Result<std::vector<std::string>> names = disk().names_in(found.path());
  return names ? names : at(folder, names.error());
}

Result<Bytes> FilesOfPolicy::read(const std::string& path, std::uint64_t most) const {
  if (!is_named(path)) return disk().read(path, most);
  const Found found(tree_, path);
  if (const std::optional<Error> error = found.why_not_read()) return *error;
  Result<Bytes> content = disk().read(found.path(), most);
  return content ? content : at(path, content.error());
}

bool FilesOfPolicy::is_named(const std::string& path) const {
  const std::string whole = policy::absolute_path(path, working_folder());
  return all_ || std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return is_within(name, whole); });
}

}  // namespace chainlint::run
