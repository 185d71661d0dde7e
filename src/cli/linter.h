// Judges bundles: analysis, targets, rules, what is replaced, what is to come.
#pragma once

#include <memory>
#include <vector>

#include "bundle_files.h"
#include "lint_run.h"

namespace chainlint::cli {

// Borrows what it is made from. Safe to use from several threads.
class Linter {
 public:
  Linter(const RunOptions& options, const LintPlan& plan);

  // One report a target; one where there is none.
  std::vector<BundleReport> judge(const ReadBundle& read);

 private:
  // A bundle with the clock at a moment: owns what its contexts borrow.
  struct Judged;
  std::unique_ptr<const Judged> look_at(const Bundle& bundle, const ReadBundle& read, Instant at);
  Evaluation evaluation_of(const FactContext& context) const;

  const DeploymentRequest& deployments_for(const ReadBundle& read) const;
  // What the run asks, with what the policy says of this bundle.
  ChainRequest request_for(const ReadBundle& read, const DeploymentRequest& wanted) const;
  FactContext context(const ReadBundle& read, const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request) const;

  const RunOptions& options_;
  const LintPlan& plan_;
  ChainRequest request_;
  const DeploymentRequest nowhere_;
  SignatureVerifier verifier_;
};

}  // namespace chainlint::cli
