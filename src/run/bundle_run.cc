#include "chainlint/run/bundle_run.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/policy_choice.h"
#include "inputs/revision_files.h"
#include "policy/policy_trust.h"

namespace chainlint::run {

namespace {

// What --policy-from means; null without it, and where it is a mistake.
std::unique_ptr<const FileSource> open_policy_revision(BundleArguments& arguments, UsageProblems& problems) {
  const std::string& name = arguments.text("--policy-from");
  if (name.empty()) return nullptr;
  if (arguments.flag("--no-policy")) {
    problems.add("--policy-from", "", " and --no-policy exclude each other; omit one of them");
    return nullptr;
  }
  Result<git::GitRevision> revision =
      git::GitRevision::open(name, arguments.has("--policy") ? arguments.text("--policy") : ".chainlint.yaml");
  if (revision) return std::make_unique<FilesAtRevision>(std::move(*revision));
  problems.add("--policy-from", name, " is " + in_quotes(name) + ": " + revision.error().message);
  arguments.policy_bundles = true;  // what the policy names is not known: that no PATH is given may be no mistake
  return nullptr;
}

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
  run->files_of_policy = open_policy_revision(arguments, problems);
  if (run->files_of_policy || !arguments.has("--policy-from")) {
    run->policy = choose_policy(arguments, problems, run->files_of_policy ? *run->files_of_policy : disk());
  }
  const bool on_disk = run->files_of_policy == nullptr;
  if (run->policy && on_disk && !arguments.has("--policy")) run->files_of_policy = std::make_unique<FilesOfPolicy>(*run->policy);
  const FileSource& judged_by = run->files_of_policy ? *run->files_of_policy : disk();
  const std::size_t first = problems.size();
  run->options = validate_arguments(arguments, problems);
  run->options.judged_by = &judged_by;
  run->reading.passwords = run->options.passwords;
  run->reading.limits = run->options.limits;
  run->reading.run = std::make_shared<RunBudget>(run->reading.limits);
  const RunOptions& options = run->options;
  run->trust = load_trust_material(options, run->reading, run->certificates, problems);
  if (with_rules) run->rules = choose_rules(options.rule_sets, "recommended", problems, run->policy ? &*run->policy : nullptr, judged_by);
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
  // A policy that the branch changes does not decide that nothing fails.
  const bool never = !options.fail_on && arguments.is_from_policy("--fail-on");
  if (never && run->branch && !run->branch->policy_files.empty()) run->options.fail_on = Severity::error;
  if (with_rules) run->acceptances = load_acceptances(run->policy, options, *run->rules, problems);
  check_outputs(options, read_besides(*run, arguments), problems);
  if (problems.empty()) check_told_parts(options, run->bundles, problems);
  place_policy_problems(run->policy, arguments, first, problems);
  run->trust.damaged.insert(run->trust.damaged.end(), run->deployments.damaged.begin(), run->deployments.damaged.end());
  run->arguments = std::move(arguments);
  return run;
}

}  // namespace chainlint::run
