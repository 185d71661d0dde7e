#include "chainlint/run/policy_choice.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/run/rule_choice.h"
#include "policy/policy_trust.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

constexpr std::array<const char*, 2> kPolicyNames{".chainlint.yaml", ".chainlint.yml"};

// "", "../", "../../", ...: the working folder and those above it to the root of the file system.
std::vector<std::string> folders_upwards() {
  std::error_code error;
  const fs::path working = fs::current_path(error);
  std::vector<std::string> folders{""};
  for (const fs::path& part : working.relative_path()) {
    if (!part.empty()) folders.push_back(folders.back() + "../");
  }
  return folders;
}

// Whether anything of this name is there, a link that leads nowhere included.
bool exists(const std::string& path, const FileSource& source, UsageProblems& problems) {
  if (&source != &disk()) return source.look_at(path).kind != FileSource::Place::Kind::absent;
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) return true;
  if (errno != ENOENT && errno != ENOTDIR) {
    problems.add("the policy " + in_quotes(path) + " cannot be accessed: " + std::strerror(errno) +
                 "; specify one with --policy, or use --no-policy");
  }
  return false;
}

// How many of the folders belong to the repository of the first; that one alone where there is none.
std::size_t count_in_repository(const std::vector<std::string>& folders) {
  struct stat status {};
  for (std::size_t i = 0; i < folders.size(); ++i) {
    if (::stat((folders[i] + ".git").c_str(), &status) == 0) return i + 1;
  }
  return 1;
}

// Whether the command line or the environment has a value for it; an empty text is none.
bool is_said(policy::OptionName option, const BundleArguments& arguments) {
  if (option.row().shape == policy::Option::Shape::flag) return arguments.source(option) != ValueSource::none;
  return takes_several(option.row()) ? !arguments.list(option).empty() : arguments.has(option);
}

void take_policy(const policy::Policy& policy, BundleArguments& arguments) {
  for (const policy::PolicyOption& option : policy.options) {
    if (!is_said(option.option, arguments)) arguments.set(option.option, option.values, ValueSource::policy);
  }
  if (arguments.outputs.empty() && !policy.outputs.empty()) {
    std::vector<std::string> files;
    for (const policy::PolicyOutput& output : policy.outputs) {
      arguments.outputs.push_back({output.format, output.file});
      files.push_back(output.file);
    }
    arguments.set("--report", std::move(files), ValueSource::policy);
  }
  arguments.policy_bundles = !policy.bundles.empty();
}

// Where the policy gives the value that the problem is about, else the option as a whole.
policy::PolicyOrigin origin_of(const policy::Policy& policy, const UsageProblem& problem) {
  if (*problem.option == "--report") {
    for (const policy::PolicyOutput& output : policy.outputs) {
      if (output.file == problem.value) return output.origin;
    }
  }
  for (const policy::PolicyOption& given : policy.options) {
    if (given.option != *problem.option) continue;
    for (std::size_t i = 0; i < given.values.size() && i < given.positions.size(); ++i) {
      if (given.values[i] == problem.value) return {given.origin.path, given.positions[i]};
    }
    return given.origin;
  }
  return {};
}

// What a policy with mistakes says of rules is validated too, so that all mistakes are reported at once.
void add_rule_mistakes(const policy::Policy& policy, const BundleArguments& arguments, const FileSource& source, UsageProblems& problems) {
  UsageProblems found;
  choose_rules(arguments.list("--ruleset"), "recommended", found, &policy, source);
  for (UsageProblem& problem : found) {
    if (problem.origin == UsageProblem::Origin::policy) problems.push_back(std::move(problem));
  }
}

}  // namespace

std::optional<std::string> find_policy(UsageProblems& problems, const FileSource& source) {
  const std::vector<std::string> folders = folders_upwards();
  const std::size_t count = count_in_repository(folders);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> found;
    const std::size_t before = problems.size();
    for (const char* name : kPolicyNames) {
      if (exists(folders[i] + name, source, problems)) found.push_back(folders[i] + name);
      if (problems.size() > before) return std::nullopt;
    }
    if (found.size() > 1) {
      problems.add(in_quotes(found[0]) + " and " + in_quotes(found[1]) +
                   " both exist; a folder can have only one policy: remove one of them");
    }
    if (!found.empty()) return found.front();
  }
  return std::nullopt;
}

Result<std::string> read_policy(const std::string& path, const FileSource& source) {
  using Kind = FileSource::Place::Kind;
  const auto error = [&](const std::string& message) { return Error{"policy-unreadable", message, Location{.path = path}}; };
  if (path == "-") return error("is standard input; a policy must be a file, because its paths are relative to its folder");
  const FileSource::Place place = source.look_at(path);
  if (place.kind == Kind::absent || place.kind == Kind::unreadable) return error(place.problem);
  if (place.kind == Kind::folder) return error("is a folder; a policy is a file");
  if (place.kind == Kind::other) return error("is neither a file nor a link to one");
  const Result<Bytes> content = source.read(path, PolicyLimits::kFileBytes);
  if (content) return std::string(as_text(*content));
  const bool large = content.error().code == "file-too-large" || content.error().code == "git-too-large";
  return error(large ? "has more than 1 MiB, which is the limit for a policy" : content.error().message);
}

std::optional<policy::Policy> read_chosen_policy(const std::string& path, bool named, UsageProblems& problems, const FileSource& source) {
  const std::string tree = named ? "" : tree_of(path);
  const auto open = [&](const std::string& file) { return named ? read_policy(file, source) : read_policy_within(tree, file, source); };
  const Result<std::string> text = open(path);
  if (!text) {
    problems.add("the policy " + in_quotes(path) + " " + text.error().message);
    return std::nullopt;
  }
  policy::LoadedPolicy loaded = policy::load_policy({path, *text}, open);
  problems.add_placed(loaded.problems, UsageProblem::Origin::policy);
  const std::size_t before = problems.size();
  if (!named) refuse_untrusted_names(loaded.policy, problems);
  if (problems.size() > before) return std::nullopt;
  return std::move(loaded.policy);
}

std::optional<policy::Policy> choose_policy(BundleArguments& arguments, UsageProblems& problems, const FileSource& source) {
  if (arguments.flag("--no-policy")) {
    if (arguments.has("--policy")) problems.add("--policy", "", " and --no-policy exclude each other; omit one of them");
    return std::nullopt;
  }
  const std::size_t before = problems.size();
  const bool named = arguments.has("--policy");
  const std::optional<std::string> path = named ? arguments.text("--policy") : find_policy(problems, source);
  if (path && problems.size() == before) {
    std::optional<policy::Policy> policy = read_chosen_policy(*path, named, problems, source);
    if (policy && problems.size() == before) {
      take_policy(*policy, arguments);
      return policy;
    }
    if (policy && !named && &source == &disk()) {
      add_rule_mistakes(*policy, arguments, FilesOfPolicy(*policy), problems);
    } else if (policy) {
      add_rule_mistakes(*policy, arguments, source, problems);
    }
  }
  // What a policy with mistakes names is not known: that no PATH is given may be no mistake.
  arguments.policy_bundles |= problems.size() > before;
  return std::nullopt;
}

UsageProblem at_origin(const policy::Policy& policy, const policy::PolicyOrigin& origin, const std::string& problem) {
  const yaml::SourceFile* source = policy.source(origin.path);
  const std::string text =
      source == nullptr ? to_string(origin) + ": error: " + problem : yaml::format_problem(*source, {problem, origin.position, ""});
  return {std::nullopt, "", text, "", UsageProblem::Origin::policy};
}

void place_policy_problems(const std::optional<policy::Policy>& policy, const BundleArguments& arguments, std::size_t first,
                           UsageProblems& problems) {
  if (!policy) return;
  for (std::size_t i = first; i < problems.size(); ++i) {
    if (!problems[i].option || !arguments.is_from_policy(*problems[i].option)) continue;
    const policy::PolicyOrigin origin = origin_of(*policy, problems[i]);
    if (!origin.path.empty()) problems[i] = at_origin(*policy, origin, problems[i].text());
  }
}

std::string to_string(const policy::PolicyOrigin& origin) {
  return printable(origin.path) + ":" + std::to_string(origin.position.line) + ":" + std::to_string(origin.position.column);
}

std::string beside(const std::string& policy_path, const std::string& path) {
  const std::string result = (fs::path(policy_path).parent_path() / path).lexically_normal().string();
  return result == "-" ? "./-" : result;
}

}  // namespace chainlint::run
