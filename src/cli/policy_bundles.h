// The bundles that a policy declares: files that belong together although they lie apart, and what each is judged by.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bundle_arguments.h"
#include "chainlint/policy/policy.h"
#include "deployment_choice.h"
#include "input_files.h"
#include "previous_material.h"
#include "run_options.h"
#include "trust_material.h"

namespace chainlint::cli {

// One bundle of the policy. Borrows the policy, and what is shared between bundles.
struct BundlePlan {
  const PolicyBundle* told = nullptr;
  std::vector<std::string> files;  // as they lead from the working folder
  std::vector<HostName> hosts;     // besides those of the run
  Purpose purpose = Purpose::server;
  const DeploymentRequest* deployments = nullptr;  // null: those of the run
  const PreviousMaterial* previous = nullptr;      // null: that of the run
};

// The bundles of the policy, ready to be read and judged. Owns what the plans borrow; not moved after it was made.
struct BundlePlans {
  std::vector<BundlePlan> plans;  // in the order of the policy
  std::vector<std::unique_ptr<DeploymentChoice>> deployments;
  std::vector<std::unique_ptr<RunOptions>> options;  // which `previous` borrows
  std::vector<std::unique_ptr<PreviousMaterial>> previous;
};

// What a plan is made from, besides the policy.
struct PlanMaterial {
  const BundleArguments& arguments;
  const RunOptions& options;
  const ReadOptions& reading;
  const DeploymentChoice& deployments;
  const TrustMaterial& trust;
  CertificateCache& certificates;
};

// Judges what the policy says of its bundles: the command line and the environment win over targets, purpose and what is deployed now;
// hosts add up. Every mistake is added to `problems`, with the place of the bundle in the policy.
void plan_bundles(const Policy& policy, const PlanMaterial& material, BundlePlans& plans, std::vector<std::string>& problems);

// The files of one plan that takes part in a run.
struct ToldFiles {
  const BundlePlan* plan = nullptr;
  std::vector<std::size_t> files;  // into InputFiles::files
  bool walked = false;             // some come from a folder, so that their order means nothing
};

// Which bundles of the policy a run is about.
struct ToldInputs {
  std::vector<ToldFiles> bundles;
  std::vector<Diagnostic> missing;  // files that the policy names and that are not there
};

// A bundle takes part where one of its files is among those found, or is missing from what was named; where no path was named, all do. Its
// files that lie elsewhere are added to `found`. Linear in the number of files.
ToldInputs match_bundles(const BundlePlans& plans, bool no_path, InputFiles& found);

// Whether --key, --chain, --previous and --rollback have one bundle to belong to. A problem otherwise.
void check_told_parts(const RunOptions& options, const BundlePlans& plans, std::vector<std::string>& problems);

}  // namespace chainlint::cli
