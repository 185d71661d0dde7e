#include "chainlint/run/merge.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <tuple>
#include <utility>

#include "chainlint/base/interruption.h"
#include "chainlint/base/text.h"
#include "chainlint/report/output.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_report.h"
#include "chainlint/run/version.h"

namespace chainlint::run {
namespace {

using report::ShardFile;
using report::ShardOutcome;

std::string name_of(std::size_t number, std::size_t count) { return "shard " + std::to_string(number) + "/" + std::to_string(count); }

// Whether all are of one run; each that is not of the run of the first is a problem.
bool check_same_run(std::vector<ShardFile>& shards, UsageProblems& problems) {
  const std::size_t before = problems.size();
  ShardFile& first = shards.front();
  for (ShardFile& shard : shards) {
    if (&shard == &first) continue;
    const std::string both = in_quotes(first.path()) + " and " + in_quotes(shard.path());
    if (shard.count() != first.count()) {
      problems.add(both + " are " + name_of(first.number(), first.count()) + " and " + name_of(shard.number(), shard.count()) +
                   "; all shards of a run have the same number after the slash");
    }
    const std::vector<std::string> different = report::differences(first.run(), shard.run());
    if (!different.empty()) problems.add(both + " are not shards of the same run; they differ in " + join_and(different));
    if (shard.outcome().waivers.size() != first.outcome().waivers.size() ||
        shard.outcome().of_run.size() != first.outcome().of_run.size()) {
      problems.add(both + " were made with different waivers");
    }
  }
  return problems.size() == before;
}

// `all`: whether every file that was given is among the shards.
void check_numbers(const std::vector<ShardFile>& shards, bool all, UsageProblems& problems) {
  const std::size_t count = shards.front().count();
  std::map<std::size_t, std::vector<std::string>> files;
  for (const ShardFile& shard : shards) files[shard.number()].push_back(in_quotes(shard.path()));
  std::vector<std::string> missing;
  for (std::size_t number = 1; number <= count; ++number) {
    const std::vector<std::string>& of_number = files[number];
    if (of_number.empty()) missing.push_back(std::to_string(number) + "/" + std::to_string(count));
    if (of_number.size() > 1) {
      problems.add(name_of(number, count) + " is specified " + std::to_string(of_number.size()) + " times, as " + join_and(of_number) +
                   "; specify it once");
    }
  }
  if (!all || missing.empty()) return;
  problems.add((missing.size() == 1 ? "shard " : "shards ") + join_and(missing) + (missing.size() == 1 ? " is" : " are") +
               " missing; run each with --shard, and specify its report as well");
}

constexpr std::size_t kNoShard = static_cast<std::size_t>(-1);

// For each bundle of the run, which shard has it, and how many reports.
struct Place {
  std::size_t shard = kNoShard, reports = 0;
};

// Of shards that check_bundles() accepts.
std::vector<Place> places_of(const std::vector<ShardFile>& shards, std::size_t bundles) {
  std::vector<Place> places(bundles);
  for (std::size_t i = 0; i < shards.size(); ++i) {
    for (const std::size_t number : shards[i].places()) {
      places[number].shard = i;
      ++places[number].reports;
    }
    for (const std::size_t number : shards[i].outcome().unchecked) places[number].shard = i;
  }
  return places;
}

// Each bundle must be in one shard.
void check_bundles(std::vector<ShardFile>& shards, UsageProblems& problems) {
  const std::vector<report::ShardedRun::Bundle>& bundles = shards.front().run().bundles;
  std::vector<std::size_t> shard_of(bundles.size(), kNoShard);
  for (std::size_t i = 0; i < shards.size(); ++i) {
    const auto note = [&](std::size_t number) {
      if (shard_of[number] != kNoShard && shard_of[number] != i) {
        problems.add("the bundle " + in_quotes(bundles[number].name) + " is in two shards, " + in_quotes(shards[shard_of[number]].path()) +
                     " and " + in_quotes(shards[i].path()) + "; run both again");
      }
      shard_of[number] = i;
    };
    std::for_each(shards[i].places().begin(), shards[i].places().end(), note);
    std::for_each(shards[i].outcome().unchecked.begin(), shards[i].outcome().unchecked.end(), note);
  }
  for (std::size_t number = 0; number < bundles.size(); ++number) {
    if (shard_of[number] != kNoShard) continue;
    problems.add("the bundle " + in_quotes(bundles[number].name) + " is in no shard; run all shards again");
  }
}

// Where a waiver is in its policy file.
auto place_of(const Location& location) { return std::tuple(location.path, location.line, location.column, location.offset); }

// What became of waivers and baseline in all shards together.
class TallyOfShards : public RunTally {
 public:
  explicit TallyOfShards(const std::vector<ShardFile>& shards) {
    for (const ShardFile& shard : shards) outcomes_.push_back(&shard.outcome());
  }

  void add(const report::BundleReport&) override {}

  std::optional<report::BundleReport> complete(report::Report& report) override {
    report.baseline = outcomes_.front()->baseline;
    if (report.baseline) report.baseline->gone = count_gone();
    const std::vector<report::BundleReport>& of_run = outcomes_.front()->of_run;
    rules::Evaluation evaluation;
    for (std::size_t state = 0; state < of_run.size(); ++state) take_of_state(of_run[state], state, evaluation);
    if (evaluation.findings.empty() && evaluation.not_evaluated.empty()) return std::nullopt;
    rules::sort(evaluation);
    report::BundleReport bundle;
    bundle.name = of_run.front().name;
    bundle.of_run = true;
    bundle.findings = std::move(evaluation.findings);
    bundle.not_evaluated = std::move(evaluation.not_evaluated);
    return bundle;
  }

 private:
  // An entry is gone where no bundle of any shard met it.
  std::size_t count_gone() const {
    std::map<std::size_t, std::size_t> shards_without;
    for (const ShardOutcome* outcome : outcomes_) {
      for (const std::size_t entry : outcome->gone) ++shards_without[entry];
    }
    return static_cast<std::size_t>(
        std::count_if(shards_without.begin(), shards_without.end(), [&](const auto& each) { return each.second == outcomes_.size(); }));
  }

  // The states of the waivers that are not decided, by their places.
  const auto& states() {
    if (states_) return *states_;
    states_.emplace();
    for (std::size_t i = 0; i < outcomes_.front()->waivers.size(); ++i) {
      const ShardOutcome::Waiver& waiver = outcomes_.front()->waivers[i];
      if (waiver.decided) continue;
      policy::WaiverEvidence evidence = waiver.evidence;
      for (const ShardOutcome* outcome : outcomes_) evidence.add(outcome->waivers[i].evidence);
      states_->emplace(place_of(waiver.location), static_cast<std::size_t>(evidence.state()));
    }
    return *states_;
  }

  // Adds what was found about waivers that are in that state, and with the first state what is about anything else.
  void take_of_state(const report::BundleReport& found, std::size_t state, rules::Evaluation& evaluation) {
    const auto counts = [&](facts::SubjectKind subject, const Location& location) {
      const auto known = subject == facts::SubjectKind::waiver ? states().find(place_of(location)) : states().end();
      return known == states().end() ? state == 0 : known->second == state;
    };
    for (const rules::Finding& finding : found.findings) {
      if (counts(finding.subject, finding.location)) evaluation.findings.push_back(finding);
    }
    for (const rules::NotEvaluated& entry : found.not_evaluated) {
      if (counts(entry.subject, entry.location)) evaluation.not_evaluated.push_back(entry);
    }
  }

  using WaiverPlace = decltype(place_of(Location()));
  std::vector<const ShardOutcome*> outcomes_;
  std::optional<std::map<WaiverPlace, std::size_t>> states_;
};

report::Report head_of(const report::ShardedRun& run, const RunOptions& options) {
  report::Report report;
  report.version = run.version;
  report.title = options.title;
  report.meta = options.meta;
  report.run = run.run;
  report.at = run.at;
  report.policy = run.policy;
  report.most_bytes = options.limits.output_bytes_per_run;
  return report;
}

}  // namespace

std::vector<ShardFile> open_shards(const std::vector<std::string>& paths, UsageProblems& problems) {
  const std::size_t before = problems.size();
  const std::shared_ptr<report::ShardTables> tables = report::make_shard_tables();
  std::vector<ShardFile> shards;
  if (paths.size() > ShardLimits::kCount) {
    problems.add(std::to_string(paths.size()) + " files are specified; a run has " + std::to_string(ShardLimits::kCount) +
                 " shards at most");
    return shards;
  }
  for (const std::string& path : paths) {
    Result<ShardFile, std::string> shard = ShardFile::open(path, tables, kVersion);
    shard ? shards.push_back(std::move(*shard)) : problems.add(shard.error());
  }
  if (shards.empty()) return shards;
  if (check_same_run(shards, problems)) check_numbers(shards, shards.size() == paths.size(), problems);
  if (problems.size() == before) check_bundles(shards, problems);
  for (ShardFile& shard : shards) {
    if (&shard != &shards.front()) shard.run() = {};  // as large as the list of all inputs
  }
  return shards;
}

void take_options_of(const report::ShardedRun& run, const BundleArguments& arguments, RunOptions& options, UsageProblems& problems) {
  const auto given = [&](policy::OptionName option) { return arguments.source(option) != ValueSource::none; };
  if (!given("--title")) options.title = run.title;
  if (!given("--meta")) options.meta = run.meta;
  if (!given("--min-severity")) options.min_severity = run.style.min_severity;
  if (!given("--group-by")) options.group_by = run.style.group_by;
  if (!given("--quiet") && !given("--verbose")) {
    options.quiet = run.style.quiet;
    options.verbose = run.style.verbose;
  }
  options.fail_on = run.run.fail_on;
  options.strict = run.strict;
  options.limits.output_bytes_per_run = run.most_bytes;
  options.timeline = run.timeline;
  for (const Output& output : options.outputs) {
    if (run.timeline || !report::output_row(output.format).has_timeline) continue;
    const std::string format(policy::to_string(output.format));
    problems.add("--format", format,
                 " " + format + " shows future dates, which these shards do not contain; run the shards with --timeline");
  }
}

int merge_shards(std::vector<ShardFile> shards, const RunOptions& options) {
  const report::ShardedRun& run = shards.front().run();
  const bool in_full = std::any_of(options.outputs.begin(), options.outputs.end(),
                                   [](const Output& output) { return report::output_row(output.format).has_details; });
  for (ShardFile& shard : shards) {
    if (!in_full) shard.drop_details();
  }
  ListedFiles files{run.inputs, run.skipped};
  std::vector<report::BundleOutline> outlines;
  for (const report::ShardedRun::Bundle& bundle : run.bundles) {
    outlines.push_back({bundle.name, {bundle.files.begin(), bundle.files.end()}});
  }
  StreamedReport report({head_of(run, options), run.most_targets, std::make_unique<TallyOfShards>(shards)}, options,
                        report::View::findings);
  report.begin(files, outlines);
  std::vector<report::InputReport> others;
  const std::vector<Place> places = places_of(shards, run.bundles.size());
  for (std::size_t number = 0; number < places.size(); ++number) {
    if (stop_signal() != 0) return kStatusInternal;
    std::vector<report::BundleReport> reports;
    for (std::size_t i = 0; i < places[number].reports; ++i) {
      Result<std::optional<report::BundleReport>, std::string> bundle = shards[places[number].shard].next();
      if (!bundle) {
        complain("error: " + bundle.error());
        return kStatusUsage;
      }
      if (*bundle) reports.push_back(std::move(**bundle));
    }
    if (reports.empty()) note_out_of_memory(run.bundles[number].files.front(), files, others);
    report.take(std::move(reports));
  }
  std::move(others.begin(), others.end(), std::back_inserter(files.inputs));
  return report.end(std::move(files));
}

}  // namespace chainlint::run
