#include "chainlint/run/bundle_run.h"

#include <algorithm>
#include <utility>

#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_choice.h"

namespace chainlint::run {

namespace {

// The policy with the files of its bundles, and the files of passwords.
std::vector<std::string> read_besides(const BundleRun& run, const BundleArguments& arguments) {
  std::vector<std::string> paths = arguments.list("--password-file");
  if (run.policy) paths.insert(paths.end(), run.policy->files.begin(), run.policy->files.end());
  for (const BundlePlan& plan : run.bundles.plans) paths.insert(paths.end(), plan.files.begin(), plan.files.end());
  return paths;
}

}  // namespace

std::unique_ptr<BundleRun> prepare_run(BundleArguments arguments, bool with_rules, UsageProblems& problems) {
  auto run = std::make_unique<BundleRun>();
  run->policy = choose_policy(arguments, problems);
  const std::size_t first = problems.size();
  run->options = validate_arguments(arguments, problems);
  run->reading.passwords = run->options.passwords;
  const RunOptions& options = run->options;
  run->trust = load_trust_material(options, run->reading, run->certificates, problems);
  if (with_rules) run->rules = choose_rules(options.rule_sets, "recommended", problems, run->policy ? &*run->policy : nullptr);
  choose_deployments(options, run->reading, run->certificates, run->deployments, problems);
  if (run->policy) {
    const PlanMaterial material{arguments, options, run->reading, run->deployments, run->trust, run->certificates};
    plan_bundles(*run->policy, material, run->bundles, problems);
  }
  // Pins of a policy wait for something that is replaced; those of the command line are a mistake without it.
  const bool compares = !options.previous.empty() || !options.previous_ref.empty();
  if (!compares && arguments.is_from_policy("--pins")) run->options.pins.clear();
  run->previous = load_previous(options, run->reading, run->certificates, run->trust, problems);
  run->branch = open_branch(arguments, options, run->policy, problems);
  if (with_rules) run->acceptances = load_acceptances(run->policy, options, *run->rules, problems);
  check_outputs(options, read_besides(*run, arguments), problems);
  if (problems.empty()) check_told_parts(options, run->bundles, problems);
  place_policy_problems(run->policy, arguments, first, problems);
  run->trust.damaged.insert(run->trust.damaged.end(), run->deployments.damaged.begin(), run->deployments.damaged.end());
  run->arguments = std::move(arguments);
  return run;
}

}  // namespace chainlint::run
