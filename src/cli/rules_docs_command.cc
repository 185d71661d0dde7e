#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/report/schema.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/rule_choice.h"
#include "commands.h"
#include "rule_examples.h"

namespace chainlint::cli {

int run_rules_schema(const std::string& name, run::UsageProblems problems) {
  std::vector<std::string> names;
  std::optional<report::SchemaKind> chosen = name.empty() ? std::optional(report::SchemaKind::rule) : std::nullopt;
  for (const report::SchemaKind kind : report::kSchemaKindNames.values()) {
    names.emplace_back(report::to_string(kind));
    if (names.back() == name) chosen = kind;
  }
  if (!chosen) {
    std::string problem = "there is no schema " + in_quotes(name) + "; allowed are " + join_and(names);
    if (auto suggestion = nearest(name, names)) problem += "; did you mean '" + *suggestion + "'?";
    problems.add(problem);
  }
  const rules::RuleLibrary::Loaded shipped = rules::RuleLibrary::load(rules::shipped_rule_files());
  problems.add_placed(shipped.problems, run::UsageProblem::Origin::file);
  if (!problems.empty()) return report_usage(problems, "rules schema");
  run::print(report::write_schema(*chosen, shipped.library));
  return run::kStatusClean;
}

int run_rules_docs(const std::vector<std::string>& rule_sets, run::UsageProblems problems) {
  const run::RuleChoice choice = run::choose_rules(rule_sets, "all", problems);
  if (!problems.empty()) return report_usage(problems, "rules docs");
  run::print(report::write_catalogue(choice.set, choice.library, examples_beside));
  return run::kStatusClean;
}

}  // namespace chainlint::cli
