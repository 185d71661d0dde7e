#include <algorithm>
#include <csignal>
#include <memory>
#include <utility>

#include "chainlint/base/interruption.h"
#include "chainlint/base/text.h"
#include "chainlint/report/output.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/lint_records.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_progress.h"
#include "chainlint/run/run_report.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

// `show` finds nothing, and a format that contains findings alone would look like a pass. Those that the policy names are for its checks.
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
  return report_run(*run, linting ? "check" : "show", view);
}

int report_records(run::BundleRun& run) {
  int status = run::kStatusClean, signal = 0;
  std::size_t checked = 0;
  {
    const StopOnSignals noted;
    run::ReportedRun reported(run, "check", report::View::findings);
    checked = run::lint_records(run.options, run.plan(), reported);
    if (stop_signal() == 0) status = reported.end();
    signal = stop_signal();
  }
  const std::string done = count_noun(checked, "record") + (checked == 1 ? " was checked" : " were checked");
  return signal == 0 ? status : end_by_signal(signal, done, run.options);
}

}  // namespace

int report_run(run::BundleRun& run, const std::string& command, report::View view) {
  if (!run.options.records.empty()) return report_records(run);
  int status = run::kStatusClean, signal = 0;
  std::string done;
  {
    const StopOnSignals noted;
    run::RunProgress progress;
    const run::ProgressLine line(progress, run.options);
    run::ReportedRun reported(run, command, view);
    run::LintPlan plan = run.plan();
    plan.receiver = &reported;
    plan.progress = &progress;
    run::LintResult linted = run::lint_files(run.options, plan);
    const std::size_t checked = linted.checked, found = linted.found;
    if (stop_signal() == 0) status = reported.end(std::move(linted));
    signal = stop_signal();
    done = found == 0 ? "no bundle was checked"
                      : std::to_string(checked) + " of " + count_noun(found, "bundle") + (found == 1 ? " was checked" : " were checked");
  }
  return signal == 0 ? status : end_by_signal(signal, done, run.options);
}

int end_by_signal(int signal, const std::string& done, const run::RunOptions& options) {
  const std::string name = signal == SIGINT ? "SIGINT" : "SIGTERM";
  const bool any_file =
      std::any_of(options.outputs.begin(), options.outputs.end(), [](const run::Output& output) { return !output.file.empty(); });
  run::complain("stopped by " + name + ": " + done + (any_file ? "; no incomplete --report file was written" : ""));
  // As a shell expects it, which ends a loop around a program that SIGINT ended.
  ::raise(signal);
  return 128 + signal;
}

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
  run::complain(command == "check" ? "nothing was checked; " + hint : hint);
  return run::kStatusUsage;
}

}  // namespace chainlint::cli
