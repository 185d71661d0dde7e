// What was accepted: waivers of the policy, findings of a baseline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/policy/baseline.h"
#include "chainlint/policy/policy.h"
#include "chainlint/policy/waiver.h"
#include "chainlint/report/report.h"
#include "chainlint/run/rule_choice.h"
#include "chainlint/run/run_options.h"

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

// What waivers and baseline accept at the moments that a timeline looks at. Borrows the Acceptances that made it. Safe to share between
// threads.
class LaterAcceptances {
 public:
  // Marks what is accepted then, at a moment not before that of the run.
  void accept(rules::Evaluation& evaluation, Instant at, const BundlePlace& bundle) const;

 private:
  friend class Acceptances;
  LaterAcceptances(policy::WaiverTable waivers, const policy::BaselineTable* baseline, std::string working);

  policy::WaiverTable waivers_;
  const policy::BaselineTable* baseline_;  // null without one
  std::string working_, baseline_folder_;
};

// Waivers and baseline of a run, read before anything is linted.
class Acceptances {
 public:
  // Marks what is accepted, judges the run itself (expired and unused waivers, the age of its data) and adds that to the report as one more
  // bundle, where there is anything to say.
  void apply(report::Report& report, const RuleChoice& rules, const RunOptions& options);

  // The same for times to come, without side effects.
  LaterAcceptances later(const RuleChoice& rules, const RunOptions& options) const;

 private:
  friend Acceptances load_acceptances(const std::optional<policy::Policy>& policy, const RunOptions& options,
                                      std::vector<std::string>& problems);

  void evaluate_run(facts::RunState state, report::Report& report, const RuleChoice& rules, const RunOptions& options) const;

  std::vector<policy::WaiverItem> waivers_;
  std::string policy_path_;  // empty without a policy
  std::optional<policy::BaselineTable> baseline_;
};

// Reads --baseline, and the waivers of the policy or of --waivers-from. Mistakes are added to `problems`.
Acceptances load_acceptances(const std::optional<policy::Policy>& policy, const RunOptions& options, std::vector<std::string>& problems);

}  // namespace chainlint::run
