#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bundle_run.h"
#include "chainlint/base/text.h"
#include "commands.h"
#include "exit_status.h"
#include "outputs.h"
#include "run_record.h"

namespace chainlint::cli {

namespace {

constexpr std::string_view kPreviousOption = "--previous ";

// What PREVIOUS is taken for elsewhere has the name of an option; here it is an argument.
std::vector<std::string> in_words_of_diff(std::vector<std::string> problems) {
  for (std::string& problem : problems) {
    if (problem.starts_with(kPreviousOption)) problem = "PREVIOUS " + problem.substr(kPreviousOption.size());
  }
  return problems;
}

bool only_previous_is_bad(const std::vector<std::string>& problems) {
  return std::all_of(problems.begin(), problems.end(), [](const std::string& problem) { return problem.starts_with("PREVIOUS "); });
}

// A bad file is no bad option: the same status as for a NEXT that cannot be read.
int refuse(std::vector<std::string> problems) {
  problems = in_words_of_diff(std::move(problems));
  if (!only_previous_is_bad(problems)) return report_usage(problems, "diff");
  for (const std::string& problem : problems) complain("error: " + problem);
  complain("nothing was compared");
  return kStatusUnreadable;
}

// Several bundles in NEXT: which of them is meant is not for guessing.
void refuse_several(Report& report) {
  for (InputReport& input : report.inputs) {
    for (Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.code != "previous-of-several") continue;
      std::vector<std::string> names;
      for (const BundleReport& bundle : report.bundles) {
        const std::string name = in_quotes(bundle.name);
        const bool compared = !bundle.of_run && !bundle.path.empty();
        if (compared && std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
      }
      diagnostic.code = "several-bundles";
      diagnostic.message = "NEXT holds " + count_noun(names.size(), "bundle") + ": " + join_and(names) + "; name one of them";
      report.bundles.clear();
      return;
    }
  }
}

// CA certificates alone are judged by no rule about servers; silence would call them safe.
void refuse_without_leaf(Report& report) {
  const auto lacks = [](const BundleReport& bundle) { return bundle.renewal && bundle.path.empty(); };
  const auto found = std::find_if(report.bundles.begin(), report.bundles.end(), lacks);
  if (found == report.bundles.end()) return;
  for (InputReport& input : report.inputs) {
    if (found->files.empty() || input.path != found->files.front()) continue;
    input.diagnostics.push_back({Severity::error, "no-leaf", "NEXT holds no leaf certificate", Location{.path = input.path}});
    input.status = ReadStatus::partial;
    break;
  }
  report.bundles.clear();
}

// The report with nothing but what the next bundle brings: what was there before is no reason to stop the change.
Report of_changes_alone(Report report) {
  for (BundleReport& bundle : report.bundles) {
    if (!bundle.renewal) continue;
    std::vector<Finding> findings;
    std::vector<NotEvaluated> open;
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

int run_diff(const BundleArguments& given, std::vector<std::string> problems) {
  BundleArguments arguments = given;
  if (arguments.paths.size() != 2) {
    problems.push_back("diff compares two bundles, PREVIOUS and NEXT; " + std::to_string(arguments.paths.size()) + " given");
    return report_usage(problems, "diff");
  }
  arguments.previous = arguments.paths.front();
  arguments.paths.erase(arguments.paths.begin());
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, true, problems);
  if (!problems.empty()) return refuse(std::move(problems));
  Report report = run_lint(run->options, run->plan());
  refuse_several(report);
  refuse_without_leaf(report);
  run->acceptances.apply(report, *run->rules, run->options);
  report.run = record_of_run(*run, "diff");
  const std::vector<std::string> unwritten = write_outputs(report, run->options, View::changes);
  for (const std::string& problem : unwritten) complain("error: " + problem);
  return unwritten.empty() ? status_of(of_changes_alone(std::move(report)), run->options) : kStatusInternal;
}

}  // namespace chainlint::cli
