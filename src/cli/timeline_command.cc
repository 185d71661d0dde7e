#include <memory>

#include "bundle_run.h"
#include "commands.h"
#include "exit_status.h"
#include "outputs.h"
#include "run_record.h"

namespace chainlint::cli {

int run_timeline(const BundleArguments& arguments, std::vector<std::string> problems) {
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "timeline");
  run->options.timeline = true;
  // What is found today is not the question: only what could not be read is.
  run->options.fail_on.reset();
  Report report = run_lint(run->options, run->plan());
  run->acceptances.apply(report, *run->rules, run->options);
  report.run = record_of_run(*run, "timeline");
  const std::vector<std::string> unwritten = write_outputs(report, run->options, View::timeline);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  return unwritten.empty() ? status_of(report, run->options) : kStatusInternal;
}

}  // namespace chainlint::cli
