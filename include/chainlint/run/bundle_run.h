// Everything that a command which reads bundles needs before it reads the first: policy, options, trust, rules, targets, what is deployed.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/policy/policy.h"
#include "chainlint/run/acceptance.h"
#include "chainlint/run/branch.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/deployment_choice.h"
#include "chainlint/run/file_source.h"
#include "chainlint/run/lint_run.h"
#include "chainlint/run/policy_bundles.h"
#include "chainlint/run/previous_material.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/trust_material.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// A run, ready to begin. Its members borrow from each other, so that it cannot be moved.
struct BundleRun {
  BundleRun() = default;
  BundleRun(const BundleRun&) = delete;
  BundleRun& operator=(const BundleRun&) = delete;

  std::unique_ptr<const FileSource> files_of_policy;  // of --policy-from, or of a policy that was found; null: disk()
  BundleArguments arguments;                          // with what the environment and the policy say
  std::optional<policy::Policy> policy;
  RunOptions options;
  formats::ReadOptions reading;
  formats::CertificateCache certificates;
  TrustMaterial trust;
  std::optional<RuleChoice> rules;  // nothing where nothing is to be evaluated
  DeploymentChoice deployments;
  std::unique_ptr<PreviousMaterial> previous;
  BundlePlans bundles;
  std::unique_ptr<Branch> branch;  // null without --previous-ref
  Acceptances acceptances;

  LintPlan plan() {
    return {rules ? &*rules : nullptr, policy,    reading,  certificates, trust,
            deployments.request,       *previous, &bundles, &acceptances, branch.get()};
  }
};

// Makes a run of what the command line, the environment and the policy say. Every mistake is added to `problems`; where there is one, the
// run must not begin.
std::unique_ptr<BundleRun> prepare_run(BundleArguments arguments, bool with_rules, UsageProblems& problems);

}  // namespace chainlint::run
