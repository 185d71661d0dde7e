// One rule against one subject.
#pragma once

#include "chainlint/base/enum_names.h"
#include "condition.h"

namespace chainlint::rules {

enum class Verdict {
  not_applicable,  // `when` does not hold
  pass,
  fail,
  not_evaluated,  // `when` or `require` is unknown; `reason` says why
};
inline constexpr EnumNames<Verdict::not_evaluated> kVerdictNames{"not_applicable", "pass", "fail", "not_evaluated"};
constexpr std::string_view to_string(Verdict verdict) { return kVerdictNames[verdict]; }

struct Ruling {
  Verdict verdict = Verdict::pass;
  const facts::Unavailable* reason = nullptr;  // set exactly where not evaluated; lives as long as the FactValues
};

// For the subject that `facts` is at.
Ruling rule_on(const Rule& rule, FactValues& facts);

// Of a finding for that subject: what the set says, else the first escalation that holds, else the rule's own. An escalation that is
// unknown does not hold.
Severity severity_of(const RuleSet::Member& member, FactValues& facts);

// What a finding for that subject advises: the first remedy that holds, else the rule's own fix. One that is unknown does not hold.
const Steps& fix_of(const Rule& rule, FactValues& facts);

}  // namespace chainlint::rules
