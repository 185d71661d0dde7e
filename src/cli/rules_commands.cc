#include <algorithm>
#include <optional>

#include "chainlint/base/text.h"
#include "chainlint/report/catalogue.h"
#include "chainlint/run/outputs.h"
#include "chainlint/run/rule_choice.h"
#include "commands.h"
#include "rule_examples.h"

namespace chainlint::cli {
namespace {

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

}  // namespace

int run_rules_list(const std::vector<std::string>& rule_sets, run::UsageProblems problems) {
  const run::RuleChoice choice = run::choose_rules(rule_sets, "all", problems);
  if (!problems.empty()) return report_usage(problems, "rules list");
  std::size_t width = 0;
  for (const rules::RuleSet::Member& member : choice.set.members) width = std::max(width, member.rule->id.size());
  std::string out;
  for (const rules::RuleSet::Member& member : choice.set.members) {
    const Severity severity = member.severity.value_or(member.rule->severity);
    out += padded(member.rule->id, width + 2) + padded(std::string(to_string(severity)), 9) +
           padded(std::string(rules::to_string(member.rule->about)), 9) + printable(member.rule->title) + "\n";
  }
  run::print(out);
  return run::kStatusClean;
}

int run_rules_explain(const std::string& id, const std::vector<std::string>& rule_sets, run::UsageProblems problems) {
  const run::RuleChoice choice = run::choose_rules(rule_sets, "all", problems);
  if (problems.empty()) {
    if (const rules::Rule* rule = choice.library.find_rule(id)) {
      rules::RuleSet::Member member{rule, std::nullopt};
      for (const rules::RuleSet::Member& chosen : choice.set.members) {
        if (chosen.rule == rule) member = chosen;
      }
      const report::TextStyle style = run::terminal_style({});
      run::print(report::write_rule_page(member, choice.library, examples_beside(*rule), style), style);
      return run::kStatusClean;
    }
    std::vector<std::string> known;
    for (const auto& rule : choice.library.rules()) known.push_back(rule->id);
    std::string problem = id.empty() ? "no rule ID is given" : "there is no rule " + in_quotes(id);
    if (auto suggestion = nearest(id, known)) problem += "; did you mean '" + *suggestion + "'?";
    problems.add(problem);
  }
  return report_usage(problems, "rules explain");
}

}  // namespace chainlint::cli
