#include <algorithm>
#include <memory>
#include <utility>

#include "bundle_run.h"
#include "chainlint/base/text.h"
#include "chainlint/report/output_views.h"
#include "commands.h"
#include "exit_status.h"
#include "outputs.h"
#include "run_record.h"

namespace chainlint::cli {
namespace {

// `show` finds nothing, and a format that holds findings alone would look like a pass. Those that the policy names are for its checks.
void keep_formats_of_show(BundleRun& run, std::vector<std::string>& problems) {
  const std::vector<std::string>& given = run.arguments.from_policy;
  const bool by_policy = std::find(given.begin(), given.end(), "--report") != given.end();
  const auto unfit = [](const Output& output) { return !can_show(output.format, View::contents); };
  std::vector<Output>& outputs = run.options.outputs;
  for (const Output& output : outputs) {
    if (by_policy || !unfit(output)) continue;
    std::vector<std::string> fit;
    for (const OutputFormat format : all_output_formats()) {
      if (can_show(format, View::contents)) fit.emplace_back(to_string(format));
    }
    problems.push_back("--format " + std::string(to_string(output.format)) + " is for findings, and show has none; allowed are " +
                       join_and(fit));
  }
  std::erase_if(outputs, unfit);
  if (outputs.empty()) outputs.push_back({});
}

int run_bundles(const BundleArguments& arguments, std::vector<std::string> problems, View view) {
  const bool judging = view == View::findings;
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, judging, problems);
  if (!judging) keep_formats_of_show(*run, problems);
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
