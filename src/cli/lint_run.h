// Runs the whole line on every file: read, analyze, evaluate, describe. Uses all the threads that it is given.
#pragma once

#include <functional>
#include <optional>

#include "branch.h"
#include "chainlint/formats/reader.h"
#include "chainlint/policy/policy.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/report/report.h"
#include "policy_bundles.h"
#include "previous_material.h"
#include "rule_choice.h"
#include "run_options.h"
#include "trust_material.h"

namespace chainlint::cli {

class Acceptances;

// What every bundle is judged with. Borrows.
struct LintPlan {
  const RuleChoice* rules = nullptr;  // null: nothing is evaluated (`show`)
  const std::optional<Policy>& policy;
  const ReadOptions& reading;
  CertificateCache& certificates;
  const TrustMaterial& trust;
  const DeploymentRequest& deployments;
  const PreviousMaterial& previous;
  const BundlePlans* bundles = nullptr;      // null: the policy declares none
  const Acceptances* acceptances = nullptr;  // for times to come; null: nothing is accepted
  Branch* branch = nullptr;                  // null: not compared with a revision
  // Called for each bundle and target instead of judging it, from as many threads as the run has.
  std::function<void(const FactContext&)> visit = nullptr;
};

// Everything in the report is in input order, whatever the number of threads.
Report run_lint(const RunOptions& options, const LintPlan& plan);

}  // namespace chainlint::cli
