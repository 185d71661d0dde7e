// Runs the whole line on every file: read, analyze, evaluate, describe. Uses all the threads that it is given.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "chainlint/formats/reader.h"
#include "chainlint/policy/policy.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/report/report.h"
#include "chainlint/run/acceptance.h"
#include "chainlint/run/branch.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/policy_bundles.h"
#include "chainlint/run/previous_material.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/trust_material.h"

namespace chainlint::run {

// What every bundle is linted with. Borrows.
struct LintPlan {
  const RuleChoice* rules = nullptr;  // null: nothing is evaluated (`show`)
  const std::optional<policy::Policy>& policy;
  const formats::ReadOptions& reading;
  formats::CertificateCache& certificates;
  const TrustMaterial& trust;
  const profiles::DeploymentRequest& deployments;
  const PreviousMaterial& previous;
  const BundlePlans* bundles = nullptr;      // null: the policy declares none
  const Acceptances* acceptances = nullptr;  // null: nothing is accepted
  Branch* branch = nullptr;                  // null: not compared with a revision
  // Called for each bundle and target instead of evaluating it, from as many threads as the run has.
  std::function<void(const facts::FactContext&)> visit = nullptr;
};

// What a report is made from: make_report().
struct LintResult {
  ListedFiles files;
  std::vector<report::BundleReport> bundles;  // with what is accepted marked
};

// Everything in the result is in input order, whatever the number of threads.
LintResult lint_files(const RunOptions& options, const LintPlan& plan);

}  // namespace chainlint::run
