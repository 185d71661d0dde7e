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

std::vector<std::string> ids_with_prefix(const rules::RuleLibrary& library, std::string_view prefix) {
  std::vector<std::string> ids;
  for (const auto& rule : library.rules()) {
    if (rule->id.starts_with(prefix)) ids.push_back(rule->id);
  }
  return ids;
}

}  // namespace

int run_rules_list(const run::BundleArguments& arguments, run::UsageProblems problems) {
  const run::RuleChoice choice = run::choose_rules(arguments.list("--ruleset"), "all", problems);
  const std::string& format = arguments.text("--format");
  if (!format.empty() && format != "text" && format != "json") {
    problems.add("--format", format, " is " + in_quotes(format) + "; allowed are text and json");
  }
  if (!problems.empty()) return report_usage(problems, "rules list");
  if (format == "json") {
    run::print(report::write_rule_list(choice.set));
    return run::kStatusClean;
  }
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
    const std::vector<std::string> known = ids_with_prefix(choice.library, "");
    const std::vector<std::string> begun = id.empty() ? std::vector<std::string>() : ids_with_prefix(choice.library, id);
    const rules::Rule* rule = choice.library.find_rule(id);
    if (rule == nullptr && begun.size() == 1) rule = choice.library.find_rule(begun.front());
    if (rule != nullptr) {
      rules::RuleSet::Member member{rule, std::nullopt};
      for (const rules::RuleSet::Member& chosen : choice.set.members) {
        if (chosen.rule == rule) member = chosen;
      }
      const report::TextStyle style = run::terminal_style({});
      run::print(report::write_rule_page(member, choice.library, examples_beside(*rule), style), style);
      return run::kStatusClean;
    }
    std::string problem = id.empty() ? "the rule ID is missing" : "there is no rule " + in_quotes(id);
    if (begun.size() > 1) {
      problem = in_quotes(id) + " is the beginning of " + join_and(begun);
    } else if (auto suggestion = nearest(id, known)) {
      problem += "; did you mean '" + *suggestion + "'?";
    }
    problems.add(problem);
  }
  return report_usage(problems, "rules explain");
}

}  // namespace chainlint::cli
