// The report of a run.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/lint_run.h"
#include "chainlint/run/outputs.h"

namespace chainlint::run {

class BundleCounts;

// The policy of the run; nothing where it has none.
std::optional<report::PolicyReport> policy_of(const BundleRun& run);

// Makes the report of what was linted: with the record of the run under the name of `command`, what became of waivers and baseline, and
// the findings about the run itself (expired and unused waivers, the age of its data) as one more bundle, where there are any. Nothing is
// said of the run where it has no rules.
report::Report make_report(const BundleRun& run, const std::string& command, LintResult linted);

// The same while bundles are linted, with all outputs that can be written meanwhile. No bundle is kept longer than an output needs it.
class ReportedRun : public BundleReceiver {
 public:
  // Borrows the run.
  ReportedRun(const BundleRun& run, const std::string& command, report::View view);
  ~ReportedRun() override;

  void begin(ListedFiles& files, const std::vector<report::BundleOutline>& bundles) override;
  void take(std::vector<report::BundleReport> reports) override;

  // Completes the outputs, and gives the exit status. `linted` is what lint_files() gave.
  int end(LintResult linted);

 private:
  const BundleRun& run_;
  report::Report report_;
  Outputs outputs_;
  report::ReportStream stream_;
  std::unique_ptr<BundleCounts> counts_;
  const bool keeps_bundles_;
  std::vector<std::shared_ptr<report::BundleReport>> kept_;
};

}  // namespace chainlint::run
