#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_in_force.h"
#include "commands.h"
#include "policy_text.h"

namespace chainlint::cli {
namespace {

void add_count(std::size_t count, const std::string& noun, std::vector<std::string>& parts) {
  if (count > 0) parts.push_back(count_noun(count, noun));
}

// ".chainlint.yaml with base.yaml: 3 settings of rules, 1 override and 2 bundles; no mistakes".
std::string summary(const policy::Policy& policy) {
  std::string text = printable(policy.files.front());
  const std::vector<std::string> others(policy.files.begin() + 1, policy.files.end());
  if (!others.empty()) text += " with " + printable(join_and(others));
  std::vector<std::string> parts;
  add_count(policy.rule_sets.size(), "rule set", parts);
  add_count(policy.rules.size(), "rule setting", parts);
  add_count(policy.overrides.size(), "override", parts);
  add_count(policy.bundles.size(), "bundle", parts);
  add_count(policy.options.size(), "option", parts);
  add_count(policy.outputs.size(), "output", parts);
  add_count(policy.waivers.size(), "waiver", parts);
  return text + ": " + (parts.empty() ? "sets nothing" : join_and(parts)) + "; no mistakes\n";
}

}  // namespace

int run_policy_check(const run::BundleArguments& arguments, const std::string& file, run::UsageProblems problems) {
  run::BundleArguments chosen = arguments;
  if (!file.empty() && arguments.has("--policy")) problems.add("FILE and --policy both name a policy; omit one");
  if (!file.empty()) chosen.set("--policy", {file});
  if (arguments.flag("--no-policy")) problems.add("--no-policy", "", " excludes the policy to check");
  const run::PolicyInForce in_force = run::load_policy_in_force(chosen, problems);
  if (!in_force.policy && problems.empty()) {
    problems.add(
        "there is no policy file .chainlint.yaml in this folder or above, up to the top of the repository; create one with 'chainlint "
        "policy init', or specify one");
  }
  if (!problems.empty()) return report_usage(problems, "policy check");
  run::print(summary(*in_force.policy));
  return run::kStatusClean;
}

int run_policy_show(const run::BundleArguments& arguments, run::UsageProblems problems) {
  const run::PolicyInForce in_force = run::load_policy_in_force(arguments, problems);
  if (!problems.empty()) return report_usage(problems, "policy show");
  run::print(describe_policy(in_force, arguments));
  return run::kStatusClean;
}

}  // namespace chainlint::cli
