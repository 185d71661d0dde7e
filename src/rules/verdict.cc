#include "verdict.h"

namespace chainlint::rules {

Ruling rule_on(const Rule& rule, FactValues& facts) {
  if (rule.when != nullptr) {
    const Answer applies = evaluate(*rule.when, rule, facts);
    if (applies.truth == Truth::no) return {Verdict::not_applicable, nullptr};
    if (applies.truth == Truth::unknown) return {Verdict::not_evaluated, applies.reason};
  }
  const Answer holds = evaluate(*rule.require, rule, facts);
  if (holds.truth == Truth::unknown) return {Verdict::not_evaluated, holds.reason};
  return {holds.truth == Truth::yes ? Verdict::pass : Verdict::fail, nullptr};
}

Severity severity_of(const RuleSet::Member& member, FactValues& facts) {
  if (member.severity) return *member.severity;
  for (const Rule::Escalation& escalation : member.rule->escalations) {
    if (evaluate(*escalation.when, *member.rule, facts).truth == Truth::yes) return escalation.severity;
  }
  return member.rule->severity;
}

const Steps& fix_of(const Rule& rule, FactValues& facts) {
  for (const Rule::Remedy& remedy : rule.remedies) {
    if (evaluate(*remedy.when, rule, facts).truth == Truth::yes) return remedy.fix;
  }
  return rule.fix;
}

}  // namespace chainlint::rules
