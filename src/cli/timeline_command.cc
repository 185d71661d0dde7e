#include <memory>

#include "chainlint/run/bundle_run.h"
#include "commands.h"

namespace chainlint::cli {

int run_timeline(const run::BundleArguments& arguments, run::UsageProblems problems) {
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "timeline");
  run->options.timeline = true;
  // What is found today is not the question: only what could not be read is.
  run->options.fail_on.reset();
  return report_run(*run, "timeline", report::View::timeline);
}

}  // namespace chainlint::cli
