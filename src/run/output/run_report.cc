#include "chainlint/run/run_report.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "chainlint/run/exit_status.h"
#include "chainlint/run/run_record.h"
#include "chainlint/run/version.h"

namespace chainlint::run {
namespace {

void add_timeline(const report::BundleReport& bundle, std::vector<renewal::NamedTimeline>& timelines) {
  if (bundle.timeline) timelines.push_back({bundle.name, &*bundle.timeline});
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

namespace {

report::Report head_of(const BundleRun& run, const std::string& command) {
  report::Report report;
  report.version = kVersion;
  report.run = record_of_run(run, command);
  report.at = run.options.at;
  report.most_bytes = run.options.limits.output_bytes_per_run;
  report.title = run.options.title;
  report.meta = run.options.meta;
  report.policy = policy_of(run);
  return report;
}

}  // namespace

// What a report says of all bundles together.
class BundleCounts {
 public:
  explicit BundleCounts(const BundleRun& run) : run_(run), accepted_(run.acceptances), status_(run.options) {}

  void add(const report::BundleReport& bundle) {
    report::count(bundle, summary_);
    status_.add(bundle);
    if (run_.rules && !bundle.of_run) accepted_.add(bundle);
  }

  // Gives the report, which has its inputs, all but the bundles. Those about the run itself are the result.
  std::optional<report::BundleReport> complete(report::Report& report) {
    std::optional<report::BundleReport> of_run;
    if (run_.rules) {
      Acceptances::Outcome outcome = accepted_.outcome(report.inputs, *run_.rules, run_.options);
      report.baseline = std::move(outcome.baseline);
      outcome.state.branch = branch_of(run_);
      of_run = evaluate_run(outcome.state, *run_.rules, run_.options.at);
    }
    if (of_run) add(*of_run);
    for (const report::InputReport& input : report.inputs) report::count(input, summary_);
    report.summary = summary_;
    return of_run;
  }

  int status(const report::Report& report) const { return status_.status(report); }

 private:
  const BundleRun& run_;
  Acceptances::Tally accepted_;
  BundleStatus status_;
  report::Summary summary_;
};

report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted) {
  report::Report report = head_of(run, command);
  report.inputs = std::move(linted.files.inputs);
  report.skipped = std::move(linted.files.skipped);
  report.bundles = std::move(linted.bundles);
  std::vector<renewal::NamedTimeline> timelines;
  BundleCounts counts(run);
  for (const report::BundleReport& bundle : report.bundles) {
    add_timeline(bundle, timelines);
    counts.add(bundle);
  }
  report.fleet = renewal::fleet_events(timelines);
  if (auto of_run = counts.complete(report)) report.bundles.push_back(std::move(*of_run));
  return report;
}

ReportedRun::ReportedRun(const BundleRun& run, const std::string& command, report::View view)
    : run_(run),
      report_(head_of(run, command)),
      outputs_(run.options, view),
      stream_(outputs_.writers()),
      counts_(std::make_unique<BundleCounts>(run)),
      keeps_bundles_(outputs_.need_all_bundles() || run.options.timeline) {}

ReportedRun::~ReportedRun() = default;

void ReportedRun::begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) {
  // One per target of the bundle, of which each has those of the run or its own.
  std::size_t most_targets = std::max<std::size_t>(1, run_.deployments.request.targets.size());
  for (const BundlePlan& plan : run_.bundles.plans) {
    if (plan.deployments != nullptr) most_targets = std::max(most_targets, plan.deployments->targets.size());
  }
  stream_.begin(report_, files.inputs, bundles, bundles.size() * most_targets, run_.rules ? &files.inputs : nullptr);
}

void ReportedRun::take(std::vector<report::BundleReport> reports) {
  std::vector<report::BundlePtr> shared;
  for (report::BundleReport& report : reports) {
    counts_->add(report);
    auto bundle = std::make_shared<report::BundleReport>(std::move(report));
    if (keeps_bundles_) kept_.push_back(bundle);
    shared.push_back(std::move(bundle));
  }
  stream_.add(shared);
}

int ReportedRun::end(LintResult linted) {
  report_.inputs = std::move(linted.files.inputs);
  report_.skipped = std::move(linted.files.skipped);
  std::vector<renewal::NamedTimeline> timelines;
  for (const auto& bundle : kept_) add_timeline(*bundle, timelines);
  report_.fleet = renewal::fleet_events(timelines);
  std::optional<report::BundleReport> of_run = counts_->complete(report_);
  report_.bundles.reserve(keeps_bundles_ ? kept_.size() + 1 : 0);
  stream_.end(of_run ? std::make_shared<const report::BundleReport>(*of_run) : nullptr, report_);
  for (std::shared_ptr<report::BundleReport>& bundle : kept_) report_.bundles.push_back(std::move(*std::exchange(bundle, nullptr)));
  if (of_run) report_.bundles.push_back(std::move(*of_run));
  const int written = outputs_.end(report_);
  return written == kStatusClean ? counts_->status(report_) : written;
}

}  // namespace chainlint::run
