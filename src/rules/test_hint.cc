#include "test_hint.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/rules/condition_text.h"
#include "message.h"

namespace chainlint::rules {
namespace {

constexpr std::size_t kShownSubjects = 3;

std::string messages_of_passed(const Rule& rule, const std::vector<facts::Subject>& subjects, const facts::FactContext& context) {
  FactValues facts(context);
  std::string text;
  std::size_t shown = 0;
  for (const facts::Subject& subject : subjects) {
    facts.begin(subject);
    if (rule_on(rule, facts).verdict == Verdict::pass && shown++ < kShownSubjects) {
      text += "\n  " + printable(to_string(facts::location_of(subject, context))) +
              " satisfies the rule; its message would be: " + render_short(*rule.outcome->message.compiled, rule, facts);
    }
  }
  return text;
}

}  // namespace

std::string hint_for(const Rule& rule, Verdict verdict, const facts::FactContext& context) {
  if (verdict != Verdict::pass && verdict != Verdict::not_applicable) return "";
  const std::vector<facts::Subject> subjects = facts::subjects_of(rule.subject, context);
  if (verdict == Verdict::pass) return messages_of_passed(rule, subjects, context);
  const std::string kind(facts::to_string(rule.subject));
  if (subjects.empty()) return "\n  there is no " + kind + " to check";
  const std::string counted = subjects.size() == 1 ? "the only " + kind : "all " + count_noun(subjects.size(), kind);
  const Condition* when = rule.logic->when.get();
  return when == nullptr ? "" : "\n  'when' is false for " + counted + ": " + in_words(*when, "");
}

}  // namespace chainlint::rules
