#include <algorithm>
#include <memory>
#include <utility>

#include "bundle_run.h"
#include "commands.h"
#include "outputs.h"

namespace chainlint::cli {
namespace {

// A rule that could not be judged on a certificate or a chain counts as an error; one about a key alone does not.
bool counts_as_error(const NotEvaluated& entry) { return entry.subject != SubjectKind::key; }

int exit_status(const Report& report, const RunOptions& options) {
  bool findings = false, open = false;
  for (const BundleReport& bundle : report.bundles) {
    for (const Finding& finding : bundle.findings) {
      findings |= options.fail_on && !finding.accepted && finding.severity <= *options.fail_on;
    }
    findings |= options.fail_on && std::any_of(bundle.not_evaluated.begin(), bundle.not_evaluated.end(), counts_as_error);
    open |= !bundle.not_evaluated.empty();
  }
  open |= std::any_of(report.inputs.begin(), report.inputs.end(), [](const InputReport& i) { return i.status != ReadStatus::read; });
  if (report.summary.unreadable > 0 || (options.strict && open)) return kStatusUnreadable;
  return findings ? kStatusFindings : kStatusClean;
}

int run_bundles(const BundleArguments& arguments, std::vector<std::string> problems, View view) {
  const bool judging = view == View::findings;
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, judging, problems);
  if (!problems.empty()) return report_usage(problems, judging ? "check" : "show");
  Report report = run_lint(run->options, run->plan());
  if (judging) run->acceptances.apply(report, *run->rules, run->options);
  const std::vector<std::string> unwritten = write_outputs(report, run->options, view);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  if (!unwritten.empty()) return kStatusInternal;
  return exit_status(report, run->options);
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
