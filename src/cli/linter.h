// Judges bundles: analysis, targets, rules, what is replaced, what is to come.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "acceptance.h"
#include "bundle_files.h"
#include "chainlint/chain/run_index.h"
#include "lint_run.h"

namespace chainlint::cli {

// Borrows what it is made from. Safe to use from several threads.
class Linter {
 public:
  // `run`: what the other bundles of the run contain; null where there are none.
  Linter(const RunOptions& options, const LintPlan& plan, const RunIndex* run = nullptr);

  // One report a target; one where there is none.
  std::vector<BundleReport> judge(const ReadBundle& read);

 private:
  // A bundle with the clock at a moment: owns what its contexts borrow.
  struct Judged;
  // What is asked of a look. Borrows.
  struct Look {
    Instant at;
    const DeploymentRequest& wanted;
    const Judged* restored = nullptr;  // what would be restored, judged for the same targets
    const Outlook* outlook = nullptr;  // that of the window, where it is known already: it does not depend on the moment
    bool explain = false;
  };
  std::unique_ptr<const Judged> look_at(const Bundle& bundle, const ReadBundle& read, const Look& look);
  Evaluation evaluation_of(const FactContext& context) const;
  // Every moment to come for the context of that index. `now` is what was found in it.
  Timeline timeline_of(const ReadBundle& read, const Judged& judged, std::size_t index, const Evaluation& now);
  void accept(Evaluation& evaluation, const FactContext& context) const;

  const DeploymentRequest& deployments_for(const ReadBundle& read) const;
  // What the run asks, with what the policy says of this bundle.
  ChainRequest request_for(const ReadBundle& read, const DeploymentRequest& wanted) const;
  bool is_judged_as_client(const ReadBundle& read) const;
  FactContext context(const ReadBundle& read, const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request) const;

  const RunOptions& options_;
  const LintPlan& plan_;
  ChainRequest request_;
  const DeploymentRequest nowhere_;
  std::optional<LaterAcceptances> accepted_;  // where timelines are asked for
  SignatureVerifier verifier_;
};

}  // namespace chainlint::cli
