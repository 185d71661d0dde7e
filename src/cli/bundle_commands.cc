#include <memory>
#include <utility>

#include "bundle_run.h"
#include "commands.h"
#include "exit_status.h"
#include "outputs.h"
#include "run_record.h"

namespace chainlint::cli {
namespace {

int run_bundles(const BundleArguments& arguments, std::vector<std::string> problems, View view) {
  const bool judging = view == View::findings;
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, judging, problems);
  if (!problems.empty()) return report_usage(problems, judging ? "check" : "show");
  Report report = run_lint(run->options, run->plan());
  report.run = record_of_run(*run, judging ? "check" : "show");
  if (judging) run->acceptances.apply(report, *run->rules, run->options);
  const std::vector<std::string> unwritten = write_outputs(report, run->options, view);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  if (!unwritten.empty()) return kStatusInternal;
  return status_of(report, run->options);
}

}  // namespace

int run_check(const BundleArguments& arguments, std::vector<std::string> problems) {
  return run_bundles(arguments, std::move(problems), View::findings);
}

int run_show(const BundleArguments& arguments, std::vector<std::string> problems) {
  return run_bundles(arguments, std::move(problems), View::contents);
}

int report_usage(const std::vector<std::string>& problems, const std::string& command) {
  for (const std::string& problem : problems) {
    // A mistake in a file carries its own place: path, line and column come first, as editors expect.
    problem.find(": error: ") == std::string::npos ? complain("error: " + problem) : complain_at_place(problem);
  }
  const std::string hint = "try 'chainlint " + command + (command.empty() ? "" : " ") + "--help'";
  complain(command == "check" ? "nothing was linted; " + hint : hint);
  return kStatusUsage;
}

}  // namespace chainlint::cli
