#include "chainlint/run/policy_choice.h"

#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/rule_choice.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

constexpr Limits kPolicyLimits{.file_bytes = PolicyLimits::kFileBytes};
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
bool exists(const std::string& path, std::vector<std::string>& problems) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) return true;
  if (errno != ENOENT && errno != ENOTDIR) {
    problems.push_back("the policy " + in_quotes(path) + " cannot be looked for: " + std::strerror(errno) +
                       "; name one with --policy, or go without by --no-policy");
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

struct ListOption {
  const char* name;
  std::vector<std::string> BundleArguments::*field;
};
constexpr std::array<ListOption, 11> kLists{{{"--anchors", &BundleArguments::anchors},
                                             {"--pool", &BundleArguments::pools},
                                             {"--crl", &BundleArguments::crls},
                                             {"--host", &BundleArguments::hosts},
                                             {"--target", &BundleArguments::targets},
                                             {"--client", &BundleArguments::clients},
                                             {"--store", &BundleArguments::stores},
                                             {"--ruleset", &BundleArguments::rule_sets},
                                             {"--password-env", &BundleArguments::password_envs},
                                             {"--password-file", &BundleArguments::password_files},
                                             {"--password-fd", &BundleArguments::password_fds}}};
struct TextOption {
  const char* name;
  std::string BundleArguments::*field;
};
constexpr std::array<TextOption, 8> kTexts{{{"--purpose", &BundleArguments::purpose},
                                            {"--fail-on", &BundleArguments::fail_on},
                                            {"--min-severity", &BundleArguments::min_severity},
                                            {"--color", &BundleArguments::color},
                                            {"--jobs", &BundleArguments::jobs},
                                            {"--baseline", &BundleArguments::baseline},
                                            {"--margin", &BundleArguments::margin},
                                            {"--pins", &BundleArguments::pins}}};
struct FlagOption {
  const char* name;
  bool BundleArguments::*field;
  const char* environment;  // set to 0 it says no, which the field does not show
};
constexpr std::array<FlagOption, 3> kFlags{{{"--strict", &BundleArguments::strict, "CHAINLINT_STRICT"},
                                            {"--explain", &BundleArguments::explain, "CHAINLINT_EXPLAIN"},
                                            {"--ask-password", &BundleArguments::ask_password, "CHAINLINT_ASK_PASSWORD"}}};

// Whether the option was still silent and has its value now.
bool take(const policy::PolicyOption& option, BundleArguments& arguments) {
  for (const ListOption& list : kLists) {
    if (option.name != list.name) continue;
    std::vector<std::string>& field = arguments.*list.field;
    if (!field.empty()) return false;
    field = option.values;
    return true;
  }
  for (const TextOption& text : kTexts) {
    if (option.name != text.name || option.values.empty()) continue;
    std::string& field = arguments.*text.field;
    if (!field.empty()) return false;
    field = option.values.front();
    return true;
  }
  for (const FlagOption& flag : kFlags) {
    if (option.name != flag.name || option.values.empty()) continue;
    bool& field = arguments.*flag.field;
    const char* environment = std::getenv(flag.environment);
    if (field || (environment != nullptr && *environment != '\0')) return false;
    field = option.values.front() == "true";
    return true;
  }
  return false;
}

void take_policy(const policy::Policy& policy, BundleArguments& arguments) {
  for (const policy::PolicyOption& option : policy.options) {
    if (take(option, arguments)) arguments.from_policy.push_back(option.name);
  }
  if (arguments.outputs.empty() && !policy.outputs.empty()) {
    for (const policy::PolicyOutput& output : policy.outputs) arguments.outputs.push_back({output.format, output.file});
    arguments.from_policy.push_back("--report");
  }
  arguments.policy_bundles = !policy.bundles.empty();
}

// Where the policy gives the option: the value that the problem repeats, else the option as a whole.
policy::PolicyOrigin origin_of(const policy::Policy& policy, const std::string& option, const std::string& problem) {
  const auto repeats = [&](const std::string& value) { return problem.find(in_quotes(value)) != std::string::npos; };
  for (const auto& [name, origin] : policy.rule_sets) {
    if (problem.starts_with(in_quotes(name) + " ")) return origin;
  }
  for (const policy::PolicyOutput& output : policy.outputs) {
    if (option == "--report" && repeats(output.file)) return output.origin;
  }
  for (const policy::PolicyOption& given : policy.options) {
    if (given.name != option) continue;
    for (std::size_t i = 0; i < given.values.size() && i < given.positions.size(); ++i) {
      if (repeats(given.values[i])) return {given.origin.path, given.positions[i]};
    }
    return given.origin;
  }
  return {};
}

// What a policy with mistakes says of rules is validated too, so that all of them are told at once.
void add_rule_mistakes(const policy::Policy& policy, const BundleArguments& arguments, std::vector<std::string>& problems) {
  std::vector<std::string> found;
  choose_rules(arguments.rule_sets, "recommended", found, &policy);
  for (std::string& problem : found) {
    const bool of_policy = std::any_of(policy.files.begin(), policy.files.end(),
                                       [&](const std::string& file) { return problem.starts_with(printable(file) + ":"); });
    if (of_policy) problems.push_back(std::move(problem));
  }
}

}  // namespace

std::optional<std::string> find_policy(std::vector<std::string>& problems) {
  const std::vector<std::string> folders = folders_upwards();
  const std::size_t count = count_in_repository(folders);
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<std::string> found;
    const std::size_t before = problems.size();
    for (const char* name : kPolicyNames) {
      if (exists(folders[i] + name, problems)) found.push_back(folders[i] + name);
      if (problems.size() > before) return std::nullopt;
    }
    if (found.size() > 1) {
      problems.push_back(in_quotes(found[0]) + " and " + in_quotes(found[1]) + " are both there; one folder has one policy: remove one");
    }
    if (!found.empty()) return found.front();
  }
  return std::nullopt;
}

Result<std::string> read_policy(const std::string& path) {
  const auto error = [&](const std::string& message) { return Error{"policy-unreadable", message, Location{.path = path}}; };
  struct stat status {};
  if (path == "-") return error("is standard input; a policy is a file, because what it names is relative to its folder");
  if (::stat(path.c_str(), &status) != 0) return error(std::string("cannot be opened: ") + std::strerror(errno));
  if (S_ISDIR(status.st_mode)) return error("is a folder; a policy is a file");
  if (!S_ISREG(status.st_mode)) return error("is neither a file nor a link to one");
  if (static_cast<std::uintmax_t>(status.st_size) > kPolicyLimits.file_bytes) {
    return error("has " + std::to_string(status.st_size) + " bytes; a policy has at most 1 MiB");
  }
  const Result<Bytes> content = read_file(path, kPolicyLimits);
  if (!content) return content.error();
  return std::string(as_text(*content));
}

std::optional<policy::Policy> choose_policy(BundleArguments& arguments, std::vector<std::string>& problems) {
  if (arguments.no_policy) {
    if (!arguments.policy.empty()) problems.push_back("--policy and --no-policy are both given; one excludes the other");
    return std::nullopt;
  }
  const std::size_t before = problems.size();
  const bool named = !arguments.policy.empty();
  const std::optional<std::string> path = named ? arguments.policy : find_policy(problems);
  if (path && problems.size() == before) {
    const Result<std::string> text = read_policy(*path);
    if (text) {
      policy::LoadedPolicy loaded = policy::load_policy({*path, *text}, read_policy);
      problems.insert(problems.end(), loaded.problems.begin(), loaded.problems.end());
      if (problems.size() == before) {
        take_policy(loaded.policy, arguments);
        return std::move(loaded.policy);
      }
      add_rule_mistakes(loaded.policy, arguments, problems);
    } else {
      problems.push_back((named ? "--policy " : "the policy ") + in_quotes(*path) + " " + text.error().message);
    }
  }
  // What a policy with mistakes names is not known: that no PATH is given may be no mistake.
  arguments.policy_bundles |= problems.size() > before;
  return std::nullopt;
}

std::string at_origin(const policy::Policy& policy, const policy::PolicyOrigin& origin, const std::string& problem) {
  const yaml::SourceFile* source = policy.source(origin.path);
  if (source == nullptr) return to_string(origin) + ": error: " + problem;
  return yaml::format_problem(*source, {problem, origin.position, ""});
}

void place_policy_problems(const std::optional<policy::Policy>& policy, const BundleArguments& arguments, std::size_t first,
                           std::vector<std::string>& problems) {
  if (!policy) return;
  const auto& given = arguments.from_policy;
  for (std::size_t i = first; i < problems.size(); ++i) {
    const std::string option = problems[i].substr(0, problems[i].find_first_of(" :"));
    const bool of_rules = arguments.rule_sets.empty() && problems[i].starts_with('\'');
    if (!of_rules && std::find(given.begin(), given.end(), option) == given.end()) continue;
    const policy::PolicyOrigin origin = origin_of(*policy, option, problems[i]);
    if (!origin.path.empty()) problems[i] = at_origin(*policy, origin, problems[i]);
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
