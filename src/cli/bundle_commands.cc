#include <algorithm>
#include <memory>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/report/output.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_report.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

// `show` finds nothing, and a format that holds findings alone would look like a pass. Those that the policy names are for its checks.
void keep_formats_of_show(run::BundleRun& run, run::UsageProblems& problems) {
  const bool by_policy = run.arguments.is_from_policy("--report");
  const auto unfit = [](const run::Output& output) { return !report::output_row(output.format).has_contents; };
  std::vector<run::Output>& outputs = run.options.outputs;
  for (const run::Output& output : outputs) {
    if (by_policy || !unfit(output)) continue;
    std::vector<std::string> fit;
    for (const report::OutputFormat format : policy::kOutputFormatNames.values()) {
      if (report::output_row(format).has_contents) fit.emplace_back(to_string(format));
    }
    problems.add("--format", std::string(to_string(output.format)),
                 " " + std::string(to_string(output.format)) + " is for findings, and show has none; supported are " + join_and(fit));
  }
  std::erase_if(outputs, unfit);
  if (outputs.empty()) outputs.push_back({});
}

int run_bundles(const run::BundleArguments& arguments, run::UsageProblems problems, report::View view) {
  const bool linting = view == report::View::findings;
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, linting, problems);
  if (!linting) keep_formats_of_show(*run, problems);
  if (!linting) run->options.details = true;
  if (!problems.empty()) return report_usage(problems, linting ? "check" : "show");
  const report::Report report = run::make_report(*run, linting ? "check" : "show", run::lint_files(run->options, run->plan()));
  const int written = run::write_outputs(report, run->options, view);
  return written == run::kStatusClean ? run::status_of(report, run->options) : written;
}

}  // namespace

int run_check(const run::BundleArguments& arguments, run::UsageProblems problems) {
  return run_bundles(arguments, std::move(problems), report::View::findings);
}

int run_show(const run::BundleArguments& arguments, run::UsageProblems problems) {
  return run_bundles(arguments, std::move(problems), report::View::contents);
}

int report_usage(const run::UsageProblems& problems, const std::string& command) {
  for (const run::UsageProblem& problem : problems) {
    // A mistake in a file carries its own place: path, line and column come first, as editors expect.
    const bool placed = problem.origin != run::UsageProblem::Origin::request;
    placed ? run::complain_at_place(problem.text()) : run::complain("error: " + problem.text());
  }
  const std::string hint = "try 'chainlint " + command + (command.empty() ? "" : " ") + "--help'";
  run::complain(command == "check" ? "nothing was linted; " + hint : hint);
  return run::kStatusUsage;
}

}  // namespace chainlint::cli
