#include <memory>

#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_report.h"
#include "commands.h"

namespace chainlint::cli {

int run_timeline(const run::BundleArguments& arguments, run::UsageProblems problems) {
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "timeline");
  run->options.timeline = true;
  // What is found today is not the question: only what could not be read is.
  run->options.fail_on.reset();
  const report::Report report = run::make_report(*run, "timeline", run::lint_files(run->options, run->plan()));
  const int written = run::write_outputs(report, run->options, report::View::timeline);
  return written == run::kStatusClean ? run::status_of(report, run->options) : written;
}

}  // namespace chainlint::cli
