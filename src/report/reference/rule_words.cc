#include "reference/rule_words.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/rules/condition_text.h"

namespace chainlint::report {
namespace {

// "1 day", "398 days".
std::string with_unit(std::string text, const rules::Parameter& parameter) {
  if (parameter.unit.empty()) return text;
  const bool single = text == "1" || text.ends_with(" 1");
  const std::string_view unit = parameter.unit;
  return text + " " + std::string(single && unit.ends_with('s') ? unit.substr(0, unit.size() - 1) : unit);
}

}  // namespace

std::string_view question_text(rules::Question question) {
  switch (question) {
    case rules::Question::path:
      return "is there a valid path";
    case rules::Question::sending:
      return "what will the server send";
    case rules::Question::client:
      return "what will a client accept";
    case rules::Question::protection:
      return "who can read the private key";
    case rules::Question::content:
      break;
  }
  return "what is in the file";
}

std::string severity_in_words(const rules::Rule& rule, std::optional<Severity> of_set, std::string_view quote) {
  if (of_set) return std::string(to_string(*of_set));
  std::string text(to_string(rule.severity));
  for (const rules::RuleOutcome::Escalation& escalation : rule.outcome->escalations) {
    text += "; " + std::string(to_string(escalation.severity)) + " where " + rules::in_words(*escalation.when, quote);
  }
  return text;
}

std::string scope_in_words(const rules::Rule& rule, std::string_view quote) {
  const std::string each = rule.subject == facts::SubjectKind::run ? "the run" : "each " + std::string(facts::to_string(rule.subject));
  const rules::Condition* when = rule.logic->when.get();
  return when == nullptr ? each : each + " where " + rules::in_words(*when, quote);
}

std::string explanations_in_words(const rules::Rule& rule, std::string_view quote) {
  std::string text;
  for (const rules::Explanation& explanation : rule.outcome->explained_by) {
    text += (text.empty() ? "" : "; ") + std::string(quote) + explanation.rule + std::string(quote);
    if (explanation.when != nullptr) text += " where " + rules::in_words(*explanation.when, quote);
  }
  return text;
}

std::string value_in_words(const facts::FactValue& value, const rules::Parameter& parameter) {
  if (const bool* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const Instant* time = std::get_if<Instant>(&value); time != nullptr && time->to_string().ends_with("T00:00:00Z")) return time->date();
  return with_unit(facts::to_string(value), parameter);
}

std::string steps_in_words(const rules::Parameter& parameter, std::string_view quote) {
  std::string text;
  for (const rules::Parameter::Step& step : parameter.steps) {
    const bool midnight = step.from.to_string().ends_with("T00:00:00Z");
    text += (text.empty() ? "" : ", ") + value_in_words(step.value, parameter) + " from " +
            (midnight ? step.from.date() : step.from.to_string());
  }
  if (!text.empty() && parameter.by) text += ", by " + std::string(quote) + rules::name_of(*parameter.by) + std::string(quote);
  return text;
}

std::string range_in_words(const rules::Parameter& parameter) {
  if (parameter.min && parameter.max) return with_unit(std::to_string(*parameter.min) + " to " + std::to_string(*parameter.max), parameter);
  if (parameter.min) return with_unit("at least " + std::to_string(*parameter.min), parameter);
  return parameter.max ? with_unit("at most " + std::to_string(*parameter.max), parameter) : "";
}

std::vector<std::string> sets_with(const rules::Rule& rule, const rules::RuleLibrary& library) {
  std::vector<std::string> ids;
  for (const auto& set : library.sets()) {
    if (std::any_of(set->members.begin(), set->members.end(), [&](const rules::RuleSet::Member& member) { return member.rule == &rule; })) {
      ids.push_back(set->id);
    }
  }
  return ids;
}

}  // namespace chainlint::report
