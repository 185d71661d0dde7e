#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/exit_status.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/run_record.h"
#include "chainlint/run/run_report.h"
#include "chainlint/run/version.h"
#include "commands.h"

namespace chainlint::cli {

namespace {

bool is_previous(const run::UsageProblem& problem) { return problem.option && *problem.option == "--previous"; }

// What PREVIOUS is taken for elsewhere has the name of an option; here it is an argument.
std::string in_words_of_diff(const run::UsageProblem& problem) { return is_previous(problem) ? problem.text("PREVIOUS") : problem.text(); }

// The report for a PREVIOUS that cannot be read, like that for such a NEXT.
report::Report without_previous(const run::BundleRun& run, const run::UsageProblems& problems) {
  report::Report report;
  report.version = run::kVersion;
  report.at = run.options.at;
  report.policy = run::policy_of(run);
  report::InputReport input;
  input.path = run.options.previous;
  input.status = formats::ReadStatus::unreadable;
  for (const run::UsageProblem& problem : problems) {
    input.diagnostics.push_back({Severity::error, problem.code, in_words_of_diff(problem), Location{.path = input.path}});
  }
  report.inputs.push_back(std::move(input));
  report.summary = report::summarize(report);
  report.run = run::record_of_run(run, "diff");
  return report;
}

// A bad file is no bad option: the same status as for a NEXT that cannot be read.
int refuse(const run::BundleRun& run, run::UsageProblems problems) {
  if (!std::all_of(problems.begin(), problems.end(), is_previous)) {
    for (run::UsageProblem& problem : problems) {
      if (is_previous(problem)) problem = {std::nullopt, problem.value, in_words_of_diff(problem), problem.code, problem.origin};
    }
    return report_usage(problems, "diff");
  }
  return std::max(run::kStatusUnreadable, run::write_outputs(without_previous(run, problems), run.options, report::View::changes));
}

// The arguments of `diff`.
void refuse_options_of_check(const run::BundleArguments& arguments, run::UsageProblems& problems) {
  if (arguments.has("--previous")) problems.add("diff has no --previous: the deployed bundle is its first argument, PREVIOUS");
  if (arguments.has("--previous-ref") || arguments.flag("--changed")) {
    problems.add(
        std::string(arguments.flag("--changed") ? "--changed" : "--previous-ref") +
        " is an option of 'chainlint check', which compares with a git revision; diff compares two files or folders, PREVIOUS and NEXT");
  }
}

// The order of --order is evaluated like a finding: an outage in it is an error.
bool asked_order_fails(const report::Report& report, const run::RunOptions& options) {
  return options.fail_on && std::any_of(report.bundles.begin(), report.bundles.end(), [](const report::BundleReport& bundle) {
           return bundle.rollout && bundle.rollout->asked_by_user && bundle.rollout->asked_order_has_outage();
         });
}

// NEXT has several bundles and --rollback one: it is not known which of them it restores.
void refuse_several(run::LintResult& linted) {
  for (report::InputReport& input : linted.files.inputs) {
    for (Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.code != "previous-of-several") continue;
      std::vector<std::string> names;
      for (const report::BundleReport& bundle : linted.bundles) {
        const std::string name = in_quotes(bundle.name);
        const bool compared = !bundle.of_run && !bundle.path.empty();
        if (compared && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
      diagnostic.code = "several-bundles";
      diagnostic.message = "NEXT contains " + count_noun(names.size(), "bundle") + ": " + join_and(names) + "; specify one of them";
      linted.bundles.clear();
      return;
    }
  }
}

// CA certificates alone are evaluated by no rule about servers; silence would call them safe. Beside a leaf, a request, a key or a
// configuration is no failure.
void refuse_without_leaf(run::LintResult& linted) {
  const auto lacks = [](const report::BundleReport& bundle) { return bundle.renewal && bundle.path.empty(); };
  const bool leaf = std::any_of(linted.bundles.begin(), linted.bundles.end(),
                                [](const report::BundleReport& bundle) { return bundle.renewal && !bundle.path.empty(); });
  for (const report::BundleReport& bundle : linted.bundles) {
    if (leaf || !lacks(bundle) || bundle.files.empty()) continue;
    const auto input = std::find_if(linted.files.inputs.begin(), linted.files.inputs.end(),
                                    [&](const report::InputReport& each) { return each.path == bundle.files.front(); });
    if (input == linted.files.inputs.end()) continue;
    input->status = formats::ReadStatus::partial;
    const auto same = [](const Diagnostic& diagnostic) { return diagnostic.code == "no-leaf"; };
    if (std::any_of(input->diagnostics.begin(), input->diagnostics.end(), same)) continue;  // evaluated for several targets
    input->diagnostics.push_back({Severity::error, "no-leaf", "NEXT contains no leaf certificate", Location{.path = input->path}});
  }
  std::erase_if(linted.bundles, lacks);
}

// The report with the new findings only: existing ones are no reason to stop the change.
report::Report of_changes_alone(report::Report report) {
  for (report::BundleReport& bundle : report.bundles) {
    if (!bundle.renewal) continue;
    std::vector<rules::Finding> findings;
    std::vector<rules::NotEvaluated> open;
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
      if (bundle.renewal->brought[i]) findings.push_back(std::move(bundle.findings[i]));
    }
    for (std::size_t i = 0; i < bundle.not_evaluated.size(); ++i) {
      if (bundle.renewal->brought_open[i]) open.push_back(std::move(bundle.not_evaluated[i]));
    }
    bundle.findings = std::move(findings);
    bundle.not_evaluated = std::move(open);
  }
  return report;
}

}  // namespace

int run_diff(const run::BundleArguments& given, run::UsageProblems problems) {
  run::BundleArguments arguments = given;
  refuse_options_of_check(arguments, problems);
  if (arguments.paths.size() < 2) {
    if (problems.empty()) {
      problems.add("diff compares two files or folders, PREVIOUS and NEXT; " + std::to_string(arguments.paths.size()) + " specified");
    }
    return report_usage(problems, "diff");
  }
  arguments.pairs_previous = true;
  arguments.set("--previous", {arguments.paths.front()});
  arguments.paths.erase(arguments.paths.begin());
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  // There is nothing to say about NEXT alone.
  for (const run::UsageProblem& unread : run->previous->unread()) {
    if (is_previous(unread)) problems.push_back(unread);
  }
  if (!problems.empty()) return refuse(*run, std::move(problems));
  run::LintResult linted = run::lint_files(run->options, run->plan());
  refuse_several(linted);
  refuse_without_leaf(linted);
  const report::Report report = run::make_report(*run, "diff", std::move(linted));
  if (const int written = run::write_outputs(report, run->options, report::View::changes); written != run::kStatusClean) return written;
  const int status = run::status_of(of_changes_alone(report), run->options);
  return status == run::kStatusClean && asked_order_fails(report, run->options) ? run::kStatusFindings : status;
}

}  // namespace chainlint::cli
