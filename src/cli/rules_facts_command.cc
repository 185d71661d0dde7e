#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/run/bundle_run.h"
#include "chainlint/run/outputs.h"
#include "commands.h"

namespace chainlint::cli {
namespace {

std::optional<facts::SubjectKind> parse_subject(const std::string& text, run::UsageProblems& problems) {
  if (text.empty()) return std::nullopt;
  std::vector<std::string> names;
  for (int kind = 0; kind <= static_cast<int>(facts::SubjectKind::run); ++kind) {
    names.emplace_back(facts::to_string(static_cast<facts::SubjectKind>(kind)));
    if (names.back() == text) return static_cast<facts::SubjectKind>(kind);
  }
  std::string problem = " is " + in_quotes(text) + "; allowed are " + join_and(names);
  if (auto suggestion = nearest(text, names)) problem += "; did you mean '" + *suggestion + "'?";
  problems.add("--for", text, problem);
  return std::nullopt;
}

// Errors of unreadable inputs are shown in place of the values.
void tell_unread(const std::vector<report::InputReport>& inputs) {
  for (const report::InputReport& input : inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity == Severity::error) run::complain("error: " + to_string(diagnostic.location) + " " + diagnostic.message);
    }
  }
}

int print_values(const run::BundleArguments& arguments, std::optional<facts::SubjectKind> about, run::UsageProblems problems) {
  const std::unique_ptr<run::BundleRun> run = run::prepare_run(arguments, true, problems);
  if (!problems.empty()) return report_usage(problems, "rules facts");
  std::string out;
  const report::TextStyle style = run::terminal_style(run->options);
  run::LintPlan plan = run->plan();
  plan.visit = [&](const facts::FactContext& context) {
    out += (out.empty() ? "" : "\n") + report::write_fact_values(context, about, style);
  };
  run->options.jobs = 1;
  const std::vector<report::InputReport> inputs = run::lint_files(run->options, plan).files.inputs;
  run::print(out, style);
  tell_unread(inputs);
  return std::any_of(inputs.begin(), inputs.end(), report::is_unreadable) ? run::kStatusUnreadable : run::kStatusClean;
}

}  // namespace

int run_rules_facts(const run::BundleArguments& arguments, run::UsageProblems problems) {
  const std::optional<facts::SubjectKind> about = parse_subject(arguments.text("--for"), problems);
  if (!arguments.paths.empty()) return print_values(arguments, about, std::move(problems));
  if (!problems.empty()) return report_usage(problems, "rules facts");
  const report::TextStyle style = run::terminal_style({});
  run::print(report::write_fact_reference(about, style), style);
  return run::kStatusClean;
}

}  // namespace chainlint::cli
