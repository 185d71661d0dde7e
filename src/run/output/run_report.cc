#include "chainlint/run/run_report.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "chainlint/run/run_record.h"
#include "chainlint/run/version.h"

namespace chainlint::run {
namespace {

std::vector<renewal::FleetEvent> fleet_of(const std::vector<report::BundleReport>& bundles) {
  std::vector<renewal::NamedTimeline> timelines;
  for (const report::BundleReport& bundle : bundles) {
    if (bundle.timeline) timelines.push_back({bundle.name, &*bundle.timeline});
  }
  return renewal::fleet_events(timelines);
}

// What this rule finds decides over the run whatever the policy says of rules: the branch wrote the policy.
constexpr std::string_view kBranchRule = "branch-changes-policy";

facts::BranchState branch_of(const BundleRun& run) {
  return run.branch ? facts::BranchState{run.options.previous_ref, run.branch->policy_files} : facts::BranchState();
}

// Nothing where no rule has anything to say about the run.
std::optional<report::BundleReport> evaluate_run(const facts::RunState& state, const RuleChoice& rules, Instant at) {
  formats::Bundle nothing;
  nothing.name = state.path;
  const chain::BundleAnalysis analysis;
  chain::ChainRequest request;
  request.at = at;
  facts::FactContext context{nothing, analysis, request, {}};
  context.records = &rules.records;
  context.run = &state;
  rules::RuleSet set = rules.rules_for(context);
  const auto before = [](const rules::RuleSet::Member& member, std::string_view id) { return member.rule->id < id; };
  auto at_rule = std::lower_bound(set.members.begin(), set.members.end(), kBranchRule, before);
  if (at_rule == set.members.end() || at_rule->rule->id != kBranchRule) at_rule = set.members.insert(at_rule, {});
  *at_rule = {rules.library.find_rule(kBranchRule), std::nullopt};
  rules::Evaluation evaluation = rules::evaluate(set, context);
  if (evaluation.findings.empty() && evaluation.not_evaluated.empty()) return std::nullopt;
  report::BundleReport bundle;
  bundle.name = state.path;
  bundle.of_run = true;
  bundle.findings = std::move(evaluation.findings);
  bundle.not_evaluated = std::move(evaluation.not_evaluated);
  return bundle;
}

}  // namespace

std::optional<report::PolicyReport> policy_of(const BundleRun& run) {
  if (!run.policy || run.policy->files.empty()) return std::nullopt;
  return report::PolicyReport{run.policy->files.front(), run.policy->files, run.arguments.text("--policy-from")};
}

report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted) {
  report::Report report;
  report.version = kVersion;
  report.run = record_of_run(run, command);
  report.at = run.options.at;
  report.most_bytes = run.options.limits.output_bytes_per_run;
  report.title = run.options.title;
  report.meta = run.options.meta;
  report.policy = policy_of(run);
  report.inputs = std::move(linted.files.inputs);
  report.bundles = std::move(linted.bundles);
  report.skipped = std::move(linted.files.skipped);
  report.fleet = fleet_of(report.bundles);
  if (run.rules) {
    Acceptances::Outcome outcome = run.acceptances.outcome(report.inputs, report.bundles, *run.rules, run.options);
    report.baseline = std::move(outcome.baseline);
    outcome.state.branch = branch_of(run);
    if (auto of_run = evaluate_run(outcome.state, *run.rules, run.options.at)) report.bundles.push_back(std::move(*of_run));
  }
  report.summary = report::summarize(report);
  return report;
}

}  // namespace chainlint::run
