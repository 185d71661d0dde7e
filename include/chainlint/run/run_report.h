// The report of a run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"
#include "chainlint/report/shard.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/lint_records.h"
#include "chainlint/run/lint_run.h"
#include "chainlint/run/outputs.h"

namespace chainlint::run {

// The policy of the run; nothing where it has none.
std::optional<report::PolicyReport> policy_of(const BundleRun& run);

// Makes the report of what was linted: with the record of the run under the name of `command`, the state of waivers and baseline, and the
// findings about the run itself (expired and unused waivers, the age of its data) as one more bundle, where there are any. Nothing is said
// of the run where it has no rules.
report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted);

// What a report contains about a run besides its bundles: the state of waivers and baseline, and the findings about the run itself.
class RunTally {
 public:
  virtual ~RunTally() = default;
  // Each bundle of the run.
  virtual void add(const report::BundleReport& bundle) = 0;
  // All bundles were added. Completes the report, which has its inputs; gives the findings about the run, if there are any.
  virtual std::optional<report::BundleReport> complete(report::Report& report) = 0;
};

// What a StreamedReport is made of. Nothing is evaluated without a tally (`show`).
struct ReportSource {
  report::Report head;  // without what the bundles decide
  std::size_t most_targets = 1;
  std::unique_ptr<RunTally> tally;
};

// Makes the report of a run bundle by bundle, with all outputs that can be written meanwhile. No bundle is kept longer than an output needs
// it.
class StreamedReport : public BundleReceiver, public RecordReceiver {
 public:
  // Borrows the options.
  StreamedReport(ReportSource source, const RunOptions& options, report::View view);
  ~StreamedReport() override;

  void begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) override;
  void take(std::vector<report::BundleReport> reports) override;

  // Completes the outputs, and gives the exit status. The files are those of begin().
  int end(ListedFiles files);

  // The same for a run over records, of which only what an output needs is kept.
  void begin(std::vector<report::InputReport> damaged) override;
  bool take(LintedRecord linted) override;
  int end();

 protected:
  report::Report report_;

 private:
  class Counts;
  void keep(std::vector<report::InputReport> inputs);

  const RunOptions& options_;
  const std::size_t most_targets_;
  Outputs outputs_;
  report::ReportStream stream_;
  std::unique_ptr<Counts> counts_;
  const bool evaluates_, keeps_bundles_, keeps_inputs_;
  std::size_t next_bundle_ = 0;
  std::vector<std::shared_ptr<report::BundleReport>> kept_;
};

// The report of a run that lint_files() does, or of one of its shards.
class ReportedRun : public StreamedReport {
 public:
  // Borrows the run.
  ReportedRun(const BundleRun& run, const std::string& command, report::View view);

  using StreamedReport::begin, StreamedReport::end;
  void begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) override;

  // `linted` is what lint_files() gave.
  int end(LintResult linted);

 private:
  ReportedRun(const BundleRun& run, const std::string& command, report::View view, std::shared_ptr<report::Shard> shard);

  const BundleRun& run_;
  const std::shared_ptr<report::Shard> shard_;  // null: the whole run
};

}  // namespace chainlint::run
