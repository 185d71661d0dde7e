#include "chainlint/run/branch.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/git/revision_names.h"
#include "chainlint/policy/path_pattern.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_choice.h"
#include "chainlint/run/working_folder.h"
#include "policy/policy_at_revision.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

// What a run is about, for finding its repository: the PATHs, else the files of the policy's bundles, else the folder.
std::vector<std::string> subjects(const RunOptions& options, const std::optional<policy::Policy>& policy) {
  std::vector<std::string> paths;
  for (const std::string& path : options.paths) {
    if (path != "-") paths.push_back(path);
  }
  if (!paths.empty()) return paths;
  if (policy && !policy->bundles.empty()) {
    for (const policy::PolicyBundle& bundle : policy->bundles) {
      for (const std::string& file : bundle.files) paths.push_back(beside(bundle.origin.path, file));
    }
    return paths;
  }
  return {"."};
}

// The top of the repository in which the subjects lie; one that contains the others as submodules is theirs too. Empty where none is in
// any.
std::string top_of(const std::vector<std::string>& paths, UsageProblems& problems) {
  std::vector<std::string> tops;
  for (const std::string& path : paths) {
    const std::string behind = real_path(path), real = behind.empty() ? path : behind;
    std::error_code error;
    const std::string top = git::GitRevision::top_above(fs::is_directory(real, error) ? real + "/.git" : real);
    if (!top.empty() && std::find(tops.begin(), tops.end(), top) == tops.end()) tops.push_back(top);
  }
  std::sort(tops.begin(), tops.end(),
            [](const std::string& a, const std::string& b) { return std::pair(a.size(), a) < std::pair(b.size(), b); });
  for (std::size_t i = 1; i < tops.size(); ++i) {
    if (tops[i].starts_with(tops.front() + "/")) continue;
    problems.add("--previous-ref", "",
                 " applies to one repository, and the PATHs are in two: " + in_quotes(tops.front()) + " and " + in_quotes(tops[i]) +
                     "; check each on its own");
    break;
  }
  return tops.empty() ? "" : tops.front();
}

// Changed files that decide over every bundle, whatever else changed.
class DecisiveFiles {
 public:
  DecisiveFiles(Branch& branch, const RunOptions& options) : branch_(branch), options_(options) {}

  // What the run is evaluated by, as long as the working tree has it.
  void look_at_policy(const BundleArguments& arguments, const std::optional<policy::Policy>& policy) {
    if (policy) {
      for (const std::string& file : policy->files) look_at(file);
      for (const auto& [name, origin] : policy->rule_sets) look_at(name);
      for (const policy::PolicyBundle& bundle : policy->bundles) {
        for (const std::string& target : bundle.targets) {
          if (policy::is_path_like(target)) look_at(beside(bundle.origin.path, target));
        }
      }
    }
    if (!arguments.flag("--no-policy") && !arguments.has("--policy")) look_for_policies();
    for (const std::string& name : options_.rule_sets) look_at(name);
    for (const auto* list : {&options_.targets, &options_.clients}) {
      for (const std::string& name : *list) {
        if (policy::is_path_like(name)) look_at(name);
      }
    }
    for (const std::string* file : {&options_.pins, &options_.baseline}) look_at(*file);
  }

  void look_at_material(const BundleArguments& arguments) {
    for (const std::string& store : options_.stores) look_at(store.substr(store.find('=') + 1));
    for (const std::string& file : arguments.list("--password-file")) look_at(file);
    look_at(options_.rollback);
  }

  // Paths from the top of the repository, each once, in the order of the looks.
  const std::vector<std::string>& found() const { return found_; }

 private:
  // A policy that is gone now decided then.
  void look_for_policies() {
    std::string folder = working_folder();
    const std::string top = branch_.revision.top();
    for (; folder == top || folder.starts_with(top + "/"); folder = fs::path(folder).parent_path().string()) {
      for (const char* name : {"/.chainlint.yaml", "/.chainlint.yml"}) look_at(folder + name);
      if (folder == top) break;
    }
  }

  void look_at(const std::string& path) {
    if (path.empty() || path == "-") return;
    const std::optional<std::string> changed = branch_.changed.first_below(branch_.paths.of(path));
    if (changed && std::find(found_.begin(), found_.end(), *changed) == found_.end()) found_.push_back(*changed);
  }

  Branch& branch_;
  const RunOptions& options_;
  std::vector<std::string> found_;
};

// Those that are otherwise in the commits of the branch. What is not committed is the work of the user who runs this.
std::vector<std::string> committed(const std::vector<std::string>& files, const Branch& branch) {
  std::vector<std::string> found;
  if (files.empty()) return found;
  const Result<git::GitRevision> head = git::GitRevision::open("HEAD", branch.revision.top() + "/.git");
  for (const std::string& file : files) {
    const auto content_at = [&](const git::GitRevision& revision) { return revision.content(file, RuleFileLimits::kFileBytes); };
    const bool both = head && head->place(file) && branch.revision.place(file);
    const bool neither = head && !head->place(file) && !branch.revision.place(file);
    const Result<Bytes> now = both ? content_at(*head) : Bytes(), then = both ? content_at(branch.revision) : Bytes();
    const bool same = neither || (both && now && then && *now == *then);
    if (!same) found.push_back(file);
  }
  return found;
}

void tell_of_history(const Branch& branch, const git::GitChanges& changes) {
  const std::string name = in_quotes(branch.revision.name());
  if (!changes.since_base) {
    complain("note: this clone lacks the commit where the branch left " + name +
             ", so later changes of that revision count as changes of the branch; run 'git fetch --unshallow'");
  }
  if (!changes.index_problem.empty()) {
    complain("note: uncommitted changes are ignored, because the index cannot be read: " + changes.index_problem);
  }
}

}  // namespace

std::unique_ptr<Branch> open_branch(const BundleArguments& arguments, const RunOptions& options,
                                    const std::optional<policy::Policy>& policy, UsageProblems& problems) {
  if (options.changed && options.previous_ref.empty()) {
    problems.add("--changed", "", " needs a revision to compare with: for example --previous-ref origin/main");
  }
  if (options.previous_ref.empty()) return nullptr;
  const std::size_t before = problems.size();
  if (!options.previous.empty()) problems.add("--previous", "", " and --previous-ref exclude each other; omit one of them");
  const std::vector<std::string> paths = subjects(options, policy);
  const std::string top = top_of(paths, problems);
  if (problems.size() > before) return nullptr;
  const std::string told = " is " + in_quotes(options.previous_ref) + ": ";
  if (top.empty()) {
    problems.add("--previous-ref", options.previous_ref, told + in_quotes(paths.front()) + " is not in a git repository");
    return nullptr;
  }
  Result<git::GitRevision> revision = git::GitRevision::open(options.previous_ref, top + "/.git");
  if (!revision) {
    const auto meant = revision.error().code == "git-no-revision" ? git::nearest_revision(top, options.previous_ref) : std::nullopt;
    problems.add("--previous-ref", options.previous_ref,
                 told + revision.error().message + (meant ? "; did you mean " + in_quotes(*meant) + "?" : ""));
    return nullptr;
  }
  Result<git::GitChanges> changes = revision->changes();
  if (!changes) {
    problems.add("--previous-ref", options.previous_ref, told + changes.error().message);
    return nullptr;
  }
  auto branch = std::make_unique<Branch>(
      Branch{std::move(*revision), ChangedFiles(changes->changes), RepositoryPaths(top, working_folder()), std::nullopt, std::nullopt});
  tell_of_history(*branch, *changes);
  DecisiveFiles decisive(*branch, options);
  if (!arguments.has("--policy-from")) {
    decisive.look_at_policy(arguments, policy);
    branch->policy_files = committed(decisive.found(), *branch);
  }
  decisive.look_at_material(arguments);
  if (!decisive.found().empty()) branch->decisive = decisive.found().front();
  if (policy && !policy->files.empty() && !policy->bundles.empty()) {
    policy::LoadedPolicy loaded = policy_at(branch->revision, policy->files.front());
    if (loaded.problems.empty()) branch->policy = std::move(loaded.policy);
  }
  return branch;
}

}  // namespace chainlint::run
