// Lints bundles: analysis, targets, rules, comparison with the deployed bundle, timelines.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "chainlint/chain/run_index.h"
#include "chainlint/run/acceptance.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/lint_run.h"

namespace chainlint::run {

// Borrows what it is made from. Safe to use from several threads.
class Linter {
 public:
  // `run`: what the other bundles of the run contain; null where there are none.
  Linter(const RunOptions& options, const LintPlan& plan, const chain::RunIndex* run = nullptr);
  Linter(const RunOptions&&, const LintPlan&, const chain::RunIndex* = nullptr) = delete;
  Linter(const RunOptions&, const LintPlan&&, const chain::RunIndex* = nullptr) = delete;

  // One report per target; one report without a target.
  std::vector<report::BundleReport> lint(const ReadBundle& read);

 private:
  // A bundle with the clock at a moment: owns what its contexts borrow.
  struct Examined;
  // The parameters of one examination. Borrows.
  struct Look {
    Instant at;
    const profiles::DeploymentRequest& wanted;
    const Examined* restored = nullptr;       // what would be restored, evaluated for the same targets
    const facts::Outlook* outlook = nullptr;  // that of the window, where it is known already: it does not depend on the moment
    bool explain = false;
  };
  std::unique_ptr<const Examined> examine(const formats::Bundle& bundle, const ReadBundle& read, const Look& look);
  rules::Evaluation evaluation_of(const facts::FactContext& context) const;
  // Every future time for the context of that index. `now` is what was found in it, with what is accepted marked.
  renewal::Timeline timeline_of(const ReadBundle& read, const Examined& examined, std::size_t index, const rules::Evaluation& now);
  // Marks what is accepted at the moment of the context.
  void accept(rules::Evaluation& evaluation, const facts::FactContext& context) const;

  const profiles::DeploymentRequest& deployments_for(const ReadBundle& read) const;
  // The request of the run, with the settings of the policy for this bundle.
  chain::ChainRequest request_for(const ReadBundle& read, const profiles::DeploymentRequest& wanted) const;
  // What the bundle replaces.
  const PreviousMaterial& previous_of(const ReadBundle& read) const;
  std::optional<chain::Purpose> found_purpose(const ReadBundle& read) const;
  facts::FactContext context(const ReadBundle& read, const formats::Bundle& bundle, const chain::BundleAnalysis& analysis,
                             const chain::ChainRequest& request) const;

  const RunOptions& options_;
  const LintPlan& plan_;
  chain::ChainRequest request_;
  const profiles::DeploymentRequest nowhere_;
  std::unique_ptr<crypto::SignatureVerifier> own_verifier_;
  crypto::SignatureVerifier& verifier_;
  report::CertificateReports described_;
};

}  // namespace chainlint::run
