// What was accepted: waivers of the policy, findings of a baseline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/facts/run_state.h"
#include "chainlint/policy/baseline.h"
#include "chainlint/policy/policy.h"
#include "chainlint/policy/waiver.h"
#include "chainlint/report/report.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/run_options.h"
#include "chainlint/run/usage_problem.h"

namespace chainlint::run {

// By what a baseline identifies a bundle.
struct BundlePlace {
  std::string leaf;  // SHA-256; empty without one
  std::string file;  // its first
};
BundlePlace place_of(const report::BundleReport& bundle);

// For a baseline in `folder`; both folders absolute.
policy::BaselinePlace baseline_place(const rules::Finding& finding, const BundlePlace& bundle, const std::string& working,
                                     const std::string& folder);

// Waivers and baseline of a run, read before anything is linted. Safe to share between threads.
class Acceptances {
 public:
  // Marks what is accepted at a moment not before that of the run.
  void accept(rules::Evaluation& evaluation, Instant at, const BundlePlace& bundle) const;

  // The state of the waivers and of the baseline after a run with these findings.
  struct Outcome {
    facts::RunState state;
    std::vector<policy::WaiverEvidence> waivers;  // what decided over each waiver of the state
    std::optional<report::BaselineReport> baseline;
    std::vector<std::size_t> gone;  // numbers of the entries that it counts
  };
  // Notes the bundles of a run one by one. Borrows the acceptances. A run over records is a part of a stream: no waiver is unused because
  // of it, and what it looked at is not noted.
  class Tally {
   public:
    Tally(const Acceptances& acceptances, const RunOptions& options);
    void add(const report::BundleReport& bundle);
    // With the inputs of the run, whose bundles were added.
    Outcome outcome(const std::vector<report::InputReport>& inputs, const RuleChoice& rules, const RunOptions& options);

   private:
    const Acceptances& acceptances_;
    std::optional<policy::WaiverTable> waivers_;
    std::optional<policy::BaselineTable> baseline_;
    policy::RunReach reach_;
    const bool notes_reach_;
  };

 private:
  friend Acceptances load_acceptances(const std::optional<policy::Policy>& policy, const RunOptions& options, const RuleChoice& rules,
                                      UsageProblems& problems);

  policy::BaselinePlace place_in_baseline(const rules::Finding& finding, const BundlePlace& bundle) const;

  std::optional<policy::WaiverTable> waivers_;
  std::string policy_path_;  // empty without a policy
  std::optional<policy::BaselineTable> baseline_;
  std::string working_, baseline_folder_;
};

// Reads --baseline, and the waivers of the policy or of --waivers-from. Mistakes are added to `problems`.
Acceptances load_acceptances(const std::optional<policy::Policy>& policy, const RunOptions& options, const RuleChoice& rules,
                             UsageProblems& problems);

}  // namespace chainlint::run
