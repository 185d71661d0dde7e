#include "verdict.h"

namespace chainlint::rules {

Ruling rule_on(const Rule& rule, FactValues& facts) {
  const RuleLogic& logic = *rule.logic;
  if (logic.when != nullptr) {
    const Answer applies = evaluate(*logic.when, rule, facts);
    if (applies.truth == Truth::no) return {Verdict::not_applicable, nullptr};
    if (applies.truth == Truth::unknown) return {Verdict::not_evaluated, applies.reason};
  }
  const Answer holds = evaluate(*logic.require, rule, facts);
  if (holds.truth == Truth::unknown) return {Verdict::not_evaluated, holds.reason};
  return {holds.truth == Truth::yes ? Verdict::pass : Verdict::fail, nullptr};
}

Severity severity_of(const RuleSet::Member& member, FactValues& facts) {
  if (member.severity) return *member.severity;
  for (const RuleOutcome::Escalation& escalation : member.rule->outcome->escalations) {
    if (evaluate(*escalation.when, *member.rule, facts).truth == Truth::yes) return escalation.severity;
  }
  return member.rule->severity;
}

const Steps& fix_of(const Rule& rule, FactValues& facts) {
  for (const RuleOutcome::Remedy& remedy : rule.outcome->remedies) {
    if (evaluate(*remedy.when, rule, facts).truth == Truth::yes) return remedy.fix;
  }
  return rule.outcome->fix;
}

}  // namespace chainlint::rules
