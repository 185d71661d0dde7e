// The bundles that a policy declares: files that belong together although they are in different folders, and what each is evaluated by.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/run/bundle_arguments.h"
#include "chainlint/run/deployment_choice.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/previous_material.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/trust_material.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// One bundle of the policy, or of the configuration of a server. Borrows the policy, and what is shared between bundles.
struct BundlePlan {
  const policy::PolicyBundle* told = nullptr;
  std::vector<std::string> files;     // as they lead from the working folder
  std::vector<x509::HostName> hosts;  // besides those of the run
  chain::Purposes purposes;
  const profiles::DeploymentRequest* deployments = nullptr;  // null: those of the run
  const PreviousMaterial* previous = nullptr;                // null: that of the run
  bool always = false;                                       // takes part in every run, wherever its files are
};

// The bundles of the policy, ready to be read and linted. Owns what the plans borrow, so that it cannot be moved.
struct BundlePlans {
  BundlePlans() = default;
  BundlePlans(const BundlePlans&) = delete;
  BundlePlans& operator=(const BundlePlans&) = delete;

  std::vector<BundlePlan> plans;  // in the order of the policy
  std::vector<std::unique_ptr<DeploymentChoice>> deployments;
  std::vector<std::unique_ptr<RunOptions>> options;  // which `previous` borrows
  std::vector<std::unique_ptr<PreviousMaterial>> previous;
};

// What a plan is made from, besides the policy.
struct PlanMaterial {
  const BundleArguments& arguments;
  const RunOptions& options;
  const formats::ReadOptions& reading;
  const DeploymentChoice& deployments;
  const TrustMaterial& trust;
  formats::CertificateCache& certificates;
};

// Validates what the policy says of its bundles: the command line and the environment win over targets, purpose and the deployed bundle;
// hosts add up. Every mistake is added to `problems`, with the place of the bundle in the policy.
void plan_bundles(const policy::Policy& policy, const PlanMaterial& material, BundlePlans& plans, UsageProblems& problems);

// The files of one plan that takes part in a run.
struct ToldFiles {
  const BundlePlan* plan = nullptr;
  std::vector<std::size_t> files;  // into InputFiles::files
  bool walked = false;             // their order means nothing, as that of files of a folder
  std::string name;                // of the bundle; empty: the path of its first file
};

// Which bundles of the policy a run is about.
struct ToldInputs {
  std::vector<ToldFiles> bundles;
  std::vector<Diagnostic> missing;  // files that the policy names and that are not there
};

// A bundle takes part where one of its files is among those found, or is missing from what was named; where no path was named, all do. Its
// files that are elsewhere are added to `found`. Linear in the number of files.
ToldInputs match_bundles(const BundlePlans& plans, bool no_path, InputFiles& found, const FileSource& source = disk());

// Whether --key, --chain, --previous and --rollback have one bundle to belong to. A problem otherwise.
void check_told_parts(const RunOptions& options, const BundlePlans& plans, UsageProblems& problems);

}  // namespace chainlint::run
