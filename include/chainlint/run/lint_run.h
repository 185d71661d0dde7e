// Runs all steps on every file: read, analyze, evaluate, describe. Uses all the threads that it is given.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "chainlint/crypto/signature.h"
#include "chainlint/formats/reader.h"
#include "chainlint/policy/policy.h"
#include "chainlint/profiles/deployment.h"
#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"
#include "chainlint/run/acceptance.h"
#include "chainlint/run/branch.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/policy_bundles.h"
#include "chainlint/run/previous_material.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/run_progress.h"
#include "chainlint/run/trust_material.h"

namespace chainlint::run {

// Takes the reports of a run as they are made, in input order whatever the number of threads. Called by one thread at a time, though not
// always the same.
class BundleReceiver {
 public:
  virtual ~BundleReceiver() = default;

  // Once, when all files were read. `files` are complete but for what bundles decide, and stay where they are until the run ends.
  virtual void begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) = 0;

  // The reports of the next bundle in the order of begin(): one per target, none where it could not be checked.
  virtual void take(std::vector<report::BundleReport> reports) = 0;
};

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
  BundleReceiver* receiver = nullptr;             // null: the result has the bundles
  RunProgress* progress = nullptr;                // null: not counted
  crypto::SignatureVerifier* verifier = nullptr;  // which knows signatures of earlier runs; null: one for this run
};

// What a report is made from: make_report().
struct LintResult {
  ListedFiles files;
  std::vector<report::BundleReport> bundles;  // with what is accepted marked; none where a receiver took them
  std::size_t checked = 0, found = 0;         // bundles; fewer are checked than found where stop_signal() says so
  std::vector<std::size_t> unchecked;         // numbers of those that need more memory than there is
};

// Notes in the inputs that the bundle which begins with `path` needs too much memory to be checked, even alone. A file that is no input is
// added to `others`.
void note_out_of_memory(const std::string& path, ListedFiles& listed, std::vector<report::InputReport>& others);

// Stops where stop_signal() says so, with what was done until then. Everything in the result is in input order, whatever the number of
// threads.
LintResult lint_files(const RunOptions& options, const LintPlan& plan);

}  // namespace chainlint::run
