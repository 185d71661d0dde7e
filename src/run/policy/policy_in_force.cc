#include "chainlint/run/policy_in_force.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <system_error>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/policy/waiver.h"
#include "chainlint/run/deployment_choice.h"
#include "chainlint/run/policy_choice.h"
#include "policy/policy_trust.h"

namespace chainlint::run {
namespace {

namespace fs = std::filesystem;

// Mistakes of a policy that the disk shows.
class FileChecker {
 public:
  explicit FileChecker(const policy::Policy& policy) : policy_(policy) {}

  void check_options() {
    for (const policy::PolicyOption& option : policy_.options) {
      for (std::size_t i = 0; i < option.values.size(); ++i) {
        if (const std::string path = path_in(option, i); !path.empty()) {
          check(path, key_of(option), {option.origin.path, option.positions.at(i)});
        }
      }
    }
  }

  void check_bundles() {
    for (const policy::PolicyBundle& bundle : policy_.bundles) {
      const std::string what = "the bundle " + in_quotes(bundle.name);
      for (std::size_t i = 0; i < bundle.files.size(); ++i) {
        check(beside(bundle.origin.path, bundle.files[i]), what, {bundle.origin.path, bundle.file_positions.at(i)});
      }
      if (!bundle.previous.empty()) check(beside(bundle.origin.path, bundle.previous), what, bundle.origin);
    }
  }

  void check_outputs() {
    std::error_code error;
    for (const policy::PolicyOutput& output : policy_.outputs) {
      const fs::path folder = fs::path(output.file).parent_path();
      if (output.file.empty() || folder.empty() || fs::is_directory(folder, error)) continue;
      problems_[output.origin.path].add(output.origin.position,
                                        "'outputs' names " + in_quotes(output.file) + ", whose folder does not exist");
    }
  }

  void check_waivers(const rules::RuleLibrary& library) {
    for (const policy::WaiverProblem& found : policy::read_waivers(policy_.waivers, library).problems) {
      problems_[found.path].append({found.problem});
    }
  }

  void format(UsageProblems& out) const {
    for (const yaml::SourceFile& source : policy_.sources) {
      const auto found = problems_.find(source.path);
      if (found == problems_.end()) continue;
      out.add_placed(found->second.format(source), UsageProblem::Origin::policy);
    }
  }

 private:
  static std::string key_of(const policy::PolicyOption& option) {
    const std::string_view key = option.option.row().key;
    return in_quotes(key.substr(0, key.find('.')));
  }

  // The path that a value names; empty where it is a word.
  static std::string path_in(const policy::PolicyOption& option, std::size_t i) {
    const std::string& value = option.values[i];
    const policy::Option& row = option.option.row();
    switch (row.meaning) {
      case policy::Option::Meaning::path:
        return row.shape == policy::Option::Shape::stores ? value.substr(value.find('=') + 1) : value;
      case policy::Option::Meaning::path_or_word:
        return std::find(row.values.begin(), row.values.end(), value) == row.values.end() ? value : "";
      case policy::Option::Meaning::target:
      case policy::Option::Meaning::client:
        return value.find('/') == std::string::npos ? "" : value;
      default:
        return "";
    }
  }

  void check(const std::string& path, const std::string& what, const policy::PolicyOrigin& origin) {
    std::error_code error;
    if (fs::exists(path, error)) return;
    problems_[origin.path].add(origin.position, what + " names " + in_quotes(path) + ", which " +
                                                    (error ? "cannot be accessed: " + error.message() : std::string("does not exist")));
  }

  const policy::Policy& policy_;
  std::map<std::string, yaml::Problems> problems_;
};

// Targets and clients that the policy describes in files of its own.
void check_profiles(const policy::Policy& policy, const FileSource& source, UsageProblems& problems) {
  RunOptions options;
  options.judged_by = &source;
  std::error_code error;
  const auto collect = [&](policy::OptionName name, std::vector<std::string>& to) {
    for (const policy::PolicyOption& option : policy.options) {
      if (option.option != name) continue;
      std::copy_if(option.values.begin(), option.values.end(), std::back_inserter(to),
                   [&](const std::string& value) { return value.find('/') != std::string::npos && fs::exists(value, error); });
    }
  };
  collect("--target", options.targets);
  collect("--client", options.clients);
  formats::CertificateCache certificates;
  DeploymentChoice choice;
  choose_deployments(options, {}, certificates, choice, problems);
}

}  // namespace

PolicyInForce load_policy_in_force(const BundleArguments& arguments, UsageProblems& problems) {
  PolicyInForce in_force;
  if (!arguments.flag("--no-policy")) {
    const std::size_t before = problems.size();
    const std::optional<std::string> path = !arguments.has("--policy") ? find_policy(problems) : arguments.text("--policy");
    if (path && problems.size() == before) in_force.policy = read_chosen_policy(*path, arguments.has("--policy"), problems);
    if (path && !in_force.policy) return in_force;
  }
  const policy::Policy* policy = in_force.policy ? &*in_force.policy : nullptr;
  std::optional<FilesOfPolicy> files_of_policy;
  if (policy != nullptr && !arguments.has("--policy")) files_of_policy.emplace(*policy);
  const FileSource& source = files_of_policy ? *files_of_policy : disk();
  in_force.rules = choose_rules(arguments.list("--ruleset"), "recommended", problems, policy, source);
  if (policy == nullptr) return in_force;
  FileChecker files(*policy);
  files.check_options();
  files.check_bundles();
  files.check_outputs();
  files.check_waivers(in_force.rules.library);
  files.format(problems);
  check_profiles(*policy, source, problems);
  return in_force;
}

}  // namespace chainlint::run
