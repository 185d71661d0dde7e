#include "chainlint/run/run_report.h"

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
  rules::Evaluation evaluation = rules::evaluate(rules.rules_for(context), context);
  if (evaluation.findings.empty() && evaluation.not_evaluated.empty()) return std::nullopt;
  report::BundleReport bundle;
  bundle.name = state.path;
  bundle.of_run = true;
  bundle.findings = std::move(evaluation.findings);
  bundle.not_evaluated = std::move(evaluation.not_evaluated);
  return bundle;
}

}  // namespace

report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted) {
  report::Report report;
  report.version = kVersion;
  report.run = record_of_run(run, command);
  report.at = run.options.at;
  if (run.policy && !run.policy->files.empty()) report.policy = report::PolicyReport{run.policy->files.front(), run.policy->files};
  report.inputs = std::move(linted.files.inputs);
  report.bundles = std::move(linted.bundles);
  report.skipped = std::move(linted.files.skipped);
  report.fleet = fleet_of(report.bundles);
  if (run.rules) {
    Acceptances::Outcome outcome = run.acceptances.outcome(report.inputs, report.bundles, *run.rules, run.options);
    report.baseline = std::move(outcome.baseline);
    if (auto of_run = evaluate_run(outcome.state, *run.rules, run.options.at)) report.bundles.push_back(std::move(*of_run));
  }
  report.summary = report::summarize(report);
  return report;
}

}  // namespace chainlint::run
