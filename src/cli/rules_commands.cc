#include <algorithm>

#include "chainlint/base/text.h"
#include "commands.h"
#include "outputs.h"
#include "rule_choice.h"

namespace chainlint::cli {
namespace {

std::string padded(std::string text, std::size_t columns) {
  if (text.size() < columns) text.append(columns - text.size(), ' ');
  return text;
}

std::string section(const std::string& name, const std::string& text) { return text.empty() ? "" : "\n" + name + "\n  " + text + "\n"; }

std::string parameter_line(const std::string& name, const Parameter& parameter) {
  std::string line = "  " + name + ": " + std::string(to_string(parameter.type)) + ", default " + to_string(parameter.default_value);
  if (!parameter.unit.empty()) line += " " + parameter.unit;
  for (const Parameter::Step& step : parameter.steps) line += ", from " + step.from.date() + " " + to_string(step.value);
  return line + (parameter.sentence.empty() ? "" : " (" + parameter.sentence + ")") + "\n";
}

std::string_view question_text(Question question) {
  switch (question) {
    case Question::path:
      return "is there a valid path";
    case Question::sending:
      return "what will the server send";
    case Question::client:
      return "what will a client accept";
    case Question::content:
      break;
  }
  return "what is in the file";
}

std::string explanation(const Rule& rule, const RuleLibrary& library) {
  std::string out = rule.id + ": " + rule.title + "\n\n";
  out += "  severity  " + std::string(to_string(rule.severity));
  for (const Rule::Escalation& escalation : rule.escalations)
    out += ", " + std::string(to_string(escalation.severity)) + " in graver cases";
  out += "\n  about     " + std::string(to_string(rule.about)) + ": " + std::string(question_text(rule.about));
  out += "\n  for       each " + std::string(to_string(rule.subject)) + "\n  in        ";
  std::vector<std::string> sets;
  for (const auto& set : library.sets()) {
    if (std::any_of(set->members.begin(), set->members.end(), [&](const RuleSet::Member& m) { return m.rule == &rule; }))
      sets.push_back(set->id);
  }
  out += (sets.empty() ? "no set" : join_and(sets)) + "\n";
  out += section("Message", rule.message_text) + section("Why", rule.why) + section("Fix", rule.fix_text);
  if (!rule.parameters.empty()) out += "\nParameters\n";
  for (const auto& [name, parameter] : rule.parameters) out += parameter_line(name, parameter);
  if (!rule.references.empty()) out += "\nReferences\n";
  for (const Reference& reference : rule.references)
    out += "  " + reference.title + (reference.url.empty() ? "" : " " + reference.url) + "\n";
  return out;
}

}  // namespace

int run_rules_list(const std::vector<std::string>& rule_sets, std::vector<std::string> problems) {
  const RuleChoice choice = choose_rules(rule_sets, "all", problems);
  if (!problems.empty()) return report_usage(problems, "rules list");
  std::size_t width = 0;
  for (const RuleSet::Member& member : choice.set.members) width = std::max(width, member.rule->id.size());
  std::string out;
  for (const RuleSet::Member& member : choice.set.members) {
    const Severity severity = member.severity.value_or(member.rule->severity);
    out += padded(member.rule->id, width + 2) + padded(std::string(to_string(severity)), 9) +
           padded(std::string(to_string(member.rule->about)), 9) + member.rule->title + "\n";
  }
  print(out);
  return kStatusClean;
}

int run_rules_explain(const std::string& id, const std::vector<std::string>& rule_sets, std::vector<std::string> problems) {
  std::vector<std::string> wanted = rule_sets;
  wanted.push_back("all");
  const RuleChoice choice = choose_rules(wanted, "all", problems);
  if (problems.empty()) {
    if (const Rule* rule = choice.library.find_rule(id)) {
      print(explanation(*rule, choice.library));
      return kStatusClean;
    }
    std::vector<std::string> known;
    for (const auto& rule : choice.library.rules()) known.push_back(rule->id);
    std::string problem = id.empty() ? "no rule ID is given" : "there is no rule " + in_quotes(id);
    if (auto suggestion = nearest(id, known)) problem += "; did you mean '" + *suggestion + "'?";
    problems.push_back(problem);
  }
  return report_usage(problems, "rules explain");
}

}  // namespace chainlint::cli
