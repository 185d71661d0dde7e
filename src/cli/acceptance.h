// What was accepted: waivers of the policy, findings of a baseline.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/report/report.h"
#include "rule_choice.h"
#include "run_options.h"

namespace chainlint::cli {

// Waivers and baseline of a run, read before anything is linted.
class Acceptances {
 public:
  // Marks what is accepted, judges the run itself (expired and unused waivers, the age of its data) and adds that to the report.
  void apply(Report& report, const RuleChoice& rules, const RunOptions& options);
};

// Reads --baseline, and the waivers of the policy or of --waivers-from. Mistakes are added to `problems`.
Acceptances load_acceptances(const std::optional<Policy>& policy, const RunOptions& options, std::vector<std::string>& problems);

}  // namespace chainlint::cli
