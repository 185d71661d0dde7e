#include <memory>
#include <utility>

#include "bundle_run.h"
#include "commands.h"
#include "exit_status.h"
#include "outputs.h"
#include "run_record.h"

namespace chainlint::cli {

int run_diff(const BundleArguments& given, std::vector<std::string> problems) {
  BundleArguments arguments = given;
  if (arguments.paths.size() != 2) {
    problems.push_back("diff compares two bundles, PREVIOUS and NEXT; " + std::to_string(arguments.paths.size()) + " given");
    return report_usage(problems, "diff");
  }
  arguments.previous = arguments.paths.front();
  arguments.paths.erase(arguments.paths.begin());
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "diff");
  Report report = run_lint(run->options, run->plan());
  run->acceptances.apply(report, *run->rules, run->options);
  report.run = record_of_run(*run, "diff");
  const std::vector<std::string> unwritten = write_outputs(report, run->options, View::changes);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  return unwritten.empty() ? status_of(report, run->options) : kStatusInternal;
}

}  // namespace chainlint::cli
