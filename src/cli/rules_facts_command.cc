#include <algorithm>

#include "bundle_run.h"
#include "chainlint/base/text.h"
#include "chainlint/report/catalogue.h"
#include "commands.h"
#include "outputs.h"

namespace chainlint::cli {
namespace {

std::optional<SubjectKind> judge_subject(const std::string& text, std::vector<std::string>& problems) {
  if (text.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(SubjectKind::run); ++kind) {
    names.emplace_back(to_string(static_cast<SubjectKind>(kind)));
    if (names.back() == text) return static_cast<SubjectKind>(kind);
  }
  std::string problem = "--for is " + in_quotes(text) + "; allowed are " + join_and(names);
  if (auto suggestion = nearest(text, names)) problem += "; did you mean '" + *suggestion + "'?";
  problems.push_back(problem);
  return std::nullopt;
}

// What could not be read is told where the values would have stood.
void tell_unread(const Report& report) {
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity == Severity::error) complain("error: " + to_string(diagnostic.location) + " " + diagnostic.message);
    }
  }
}

int print_values(const BundleArguments& arguments, std::optional<SubjectKind> about, std::vector<std::string> problems) {
  const std::unique_ptr<BundleRun> run = prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "rules facts");
  std::string out;
  const TextStyle style = terminal_style(run->options);
  LintPlan plan = run->plan();
  plan.visit = [&](const FactContext& context) { out += (out.empty() ? "" : "\n") + write_fact_values(context, about, style); };
  run->options.jobs = 1;
  const Report report = run_lint(run->options, plan);
  print(out);
  tell_unread(report);
  return report.summary.unreadable > 0 ? kStatusUnreadable : kStatusClean;
}

}  // namespace

int run_rules_facts(const BundleArguments& arguments, const std::string& subject, std::vector<std::string> problems) {
  const std::optional<SubjectKind> about = judge_subject(subject, problems);
  if (!arguments.paths.empty()) return print_values(arguments, about, std::move(problems));
  if (!problems.empty()) return report_usage(problems, "rules facts");
  print(write_fact_reference(about, terminal_style({})));
  return kStatusClean;
}

}  // namespace chainlint::cli
