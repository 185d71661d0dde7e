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
  report.by_record = !run.options.records.empty();
  return report;
}

// How many reports a bundle has at most: one per target of the run, or of its own.
std::size_t most_targets_of(const BundleRun& run) {
  std::size_t most = std::max<std::size_t>(1, run.deployments.request.targets.size());
  for (const BundlePlan& plan : run.bundles.plans) {
    if (plan.deployments != nullptr) most = std::max(most, plan.deployments->targets.size());
  }
  return most;
}

// Of a run with rules.
class TallyOfRules : public RunTally {
 public:
  // Borrows the run. With a shard, its outcome is completed, too.
  TallyOfRules(const BundleRun& run, std::shared_ptr<report::Shard> shard)
      : run_(run), accepted_(run.acceptances, run.options), shard_(std::move(shard)) {}

  void add(const report::BundleReport& bundle) override { accepted_.add(bundle); }

  std::optional<report::BundleReport> complete(report::Report& report) override {
    Acceptances::Outcome outcome = accepted_.outcome(report.inputs, *run_.rules, run_.options);
    report.baseline = outcome.baseline;
    outcome.state.branch = branch_of(run_);
    if (shard_ == nullptr) return evaluate_run(outcome.state, *run_.rules, run_.options.at);
    if (report.baseline) report.baseline->gone = 0;  // other shards may meet the entries
    return complete_shard(std::move(outcome));
  }

 private:
  // The other shards decide over a waiver, too: the run is evaluated for all that may become of it. In the report of the shard itself,
  // nothing is said of it.
  std::optional<report::BundleReport> complete_shard(Acceptances::Outcome outcome) {
    report::ShardOutcome& told = shard_->outcome;
    told.baseline = outcome.baseline;
    told.gone = std::move(outcome.gone);
    bool any_open = false;
    for (std::size_t i = 0; i < outcome.state.waivers.size(); ++i) {
      const facts::WaiverOutcome& waiver = outcome.state.waivers[i];
      const bool decided = waiver.state == facts::WaiverState::expired || waiver.state == facts::WaiverState::malformed;
      told.waivers.push_back({waiver.location, decided, outcome.waivers[i]});
      any_open |= !decided;
    }
    std::optional<report::BundleReport> of_run;
    for (const facts::WaiverState state : {facts::WaiverState::active, facts::WaiverState::unused, facts::WaiverState::out_of_scope}) {
      for (std::size_t i = 0; i < told.waivers.size(); ++i) {
        if (!told.waivers[i].decided) outcome.state.waivers[i].state = state;
      }
      of_run = evaluate_run(outcome.state, *run_.rules, run_.options.at);
      report::BundleReport& kept = told.of_run.emplace_back(of_run.value_or(report::BundleReport()));
      kept.name = outcome.state.path;
      kept.of_run = true;
      if (!any_open) break;
    }
    return of_run;
  }

  const BundleRun& run_;
  Acceptances::Tally accepted_;
  const std::shared_ptr<report::Shard> shard_;
};

ReportSource source_of(const BundleRun& run, const std::string& command, std::shared_ptr<report::Shard> shard) {
  ReportSource source{head_of(run, command), most_targets_of(run), nullptr};
  source.head.shard = shard;
  if (run.rules) source.tally = std::make_unique<TallyOfRules>(run, std::move(shard));
  return source;
}

}  // namespace

// What a report says of all bundles together.
class StreamedReport::Counts {
 public:
  // Borrows the options.
  Counts(const RunOptions& options, std::unique_ptr<RunTally> tally) : status_(options), tally_(std::move(tally)) {}

  void add(const report::BundleReport& bundle) {
    report::count(bundle, summary_);
    status_.add(bundle);
    if (tally_ != nullptr && !bundle.of_run) tally_->add(bundle);
  }

  void add(const report::InputReport& input) {
    report::count(input, summary_);
    status_.add(input);
  }

  // Gives the report, which has its inputs, all but the bundles. Those about the run itself are the result.
  std::optional<report::BundleReport> complete(report::Report& report) {
    std::optional<report::BundleReport> of_run;
    if (tally_ != nullptr) of_run = tally_->complete(report);
    if (of_run) add(*of_run);
    report.summary = summary_;
    return of_run;
  }

  int status() const { return status_.status(summary_); }

 private:
  RunStatus status_;
  report::Summary summary_;
  std::unique_ptr<RunTally> tally_;
};

report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted) {
  ReportSource source = source_of(run, command, nullptr);
  report::Report report = std::move(source.head);
  report.inputs = std::move(linted.files.inputs);
  report.skipped = std::move(linted.files.skipped);
  report.bundles = std::move(linted.bundles);
  std::vector<renewal::NamedTimeline> timelines;
  for (const report::BundleReport& bundle : report.bundles) {
    add_timeline(bundle, timelines);
    if (source.tally != nullptr) source.tally->add(bundle);
  }
  report.fleet = renewal::fleet_events(timelines);
  if (source.tally != nullptr) {
    if (auto of_run = source.tally->complete(report)) report.bundles.push_back(std::move(*of_run));
  }
  report.summary = report::summarize(report);
  return report;
}

StreamedReport::StreamedReport(ReportSource source, const RunOptions& options, report::View view)
    : report_(std::move(source.head)),
      options_(options),
      most_targets_(source.most_targets),
      outputs_(options, view),
      stream_(outputs_.writers()),
      evaluates_(source.tally != nullptr),
      keeps_bundles_(outputs_.need_all_bundles() || options.timeline),
      keeps_inputs_(std::any_of(options.outputs.begin(), options.outputs.end(),
                                [](const Output& output) { return output.format != report::OutputFormat::jsonl; })) {
  counts_ = std::make_unique<Counts>(options_, std::move(source.tally));
}

StreamedReport::~StreamedReport() = default;

void StreamedReport::begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) {
  stream_.begin(report_, files.inputs, bundles, bundles.size() * most_targets_, evaluates_ ? &files.inputs : nullptr);
}

void StreamedReport::take(std::vector<report::BundleReport> reports) {
  std::vector<report::BundlePtr> shared;
  for (report::BundleReport& report : reports) {
    report.number = next_bundle_;
    counts_->add(report);
    auto bundle = std::make_shared<report::BundleReport>(std::move(report));
    if (keeps_bundles_) kept_.push_back(bundle);
    shared.push_back(std::move(bundle));
  }
  ++next_bundle_;
  stream_.add(shared);
}

int StreamedReport::end(ListedFiles files) {
  report_.inputs = std::move(files.inputs);
  report_.skipped = std::move(files.skipped);
  for (const report::InputReport& input : report_.inputs) counts_->add(input);
  return end();
}

void StreamedReport::begin(std::vector<report::InputReport> damaged) {
  stream_.begin(report_, damaged, {}, 0, nullptr);
  keep(std::move(damaged));
}

bool StreamedReport::take(LintedRecord linted) {
  outputs_.begin_record();
  for (const report::BundleReport& bundle : linted.bundles) counts_->add(bundle);
  stream_.add_record(linted.record, linted.inputs, std::move(linted.bundles));
  keep(std::move(linted.inputs));
  return outputs_.any_open();
}

void StreamedReport::keep(std::vector<report::InputReport> inputs) {
  for (report::InputReport& input : inputs) {
    counts_->add(input);
    if (keeps_inputs_) report_.inputs.push_back(std::move(input));
  }
}

int StreamedReport::end() {
  std::vector<renewal::NamedTimeline> timelines;
  for (const auto& bundle : kept_) add_timeline(*bundle, timelines);
  report_.fleet = renewal::fleet_events(timelines);
  std::optional<report::BundleReport> of_run = counts_->complete(report_);
  report_.bundles.reserve(keeps_bundles_ ? kept_.size() + 1 : 0);
  stream_.end(of_run ? std::make_shared<const report::BundleReport>(*of_run) : nullptr, report_);
  for (std::shared_ptr<report::BundleReport>& bundle : kept_) report_.bundles.push_back(std::move(*std::exchange(bundle, nullptr)));
  if (of_run) report_.bundles.push_back(std::move(*of_run));
  const int written = outputs_.end(report_);
  return written == kStatusClean ? counts_->status() : written;
}

ReportedRun::ReportedRun(const BundleRun& run, const std::string& command, report::View view)
    : ReportedRun(run, command, view, run.options.shard ? std::make_shared<report::Shard>() : nullptr) {}

ReportedRun::ReportedRun(const BundleRun& run, const std::string& command, report::View view, std::shared_ptr<report::Shard> shard)
    : StreamedReport(source_of(run, command, shard), run.options, view), run_(run), shard_(std::move(shard)) {}

void ReportedRun::begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) {
  if (shard_ != nullptr) {
    const RunOptions& options = run_.options;
    shard_->number = options.shard->number;
    shard_->count = options.shard->count;
    shard_->run = {report_.version,
                   report_.title,
                   report_.meta,
                   report_.run,
                   report_.at,
                   report_.policy,
                   report_.most_bytes,
                   style_of(options),
                   options.strict,
                   options.timeline,
                   files.inputs,
                   files.skipped,
                   {},
                   most_targets_of(run_)};
    for (const report::BundleOutline& bundle : bundles) {
      shard_->run.bundles.push_back({std::string(bundle.name), {bundle.files.begin(), bundle.files.end()}});
    }
  }
  StreamedReport::begin(files, bundles);
}

int ReportedRun::end(LintResult linted) {
  if (shard_ != nullptr) shard_->outcome.unchecked = std::move(linted.unchecked);
  return StreamedReport::end(std::move(linted.files));
}

}  // namespace chainlint::run
