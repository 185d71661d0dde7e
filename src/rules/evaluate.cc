#include "chainlint/rules/evaluate.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "chainlint/crypto/digest.h"
#include "chainlint/facts/subject_key.h"
#include "message.h"
#include "verdict.h"

namespace chainlint {
namespace {

constexpr SubjectKind kKinds[] = {SubjectKind::bundle,  SubjectKind::container, SubjectKind::certificate,
                                  SubjectKind::key,     SubjectKind::link,      SubjectKind::chain,
                                  SubjectKind::renewal, SubjectKind::waiver,    SubjectKind::run};

auto place_of(const Location& location) {
  return std::tie(location.path, location.entry, location.line, location.column, location.offset, location.inner);
}

bool stands_before(const Finding& a, const Finding& b) {
  return std::tuple(place_of(a.location), a.severity, std::string_view(a.rule->id), a.subject, std::string_view(a.message)) <
         std::tuple(place_of(b.location), b.severity, std::string_view(b.rule->id), b.subject, std::string_view(b.message));
}

bool stands_before(const NotEvaluated& a, const NotEvaluated& b) {
  return std::tuple(place_of(a.location), std::string_view(a.rule->id), a.subject, std::string_view(a.reason)) <
         std::tuple(place_of(b.location), std::string_view(b.rule->id), b.subject, std::string_view(b.reason));
}

// 32 hexadecimal digits. `number` tells apart what would otherwise be the same finding twice in one bundle.
std::string fingerprint(const Finding& finding, std::size_t number) {
  std::string text = finding.rule->id;
  text += '\n';
  text += to_string(finding.subject);
  text += '\n';
  text += finding.subject_sha256;
  if (number > 1) {
    text += '\n' + std::to_string(number);
  }
  const Digest256 digest = sha256(as_bytes(text));
  return to_hex(ByteView(digest).first(16));
}

// The findings must be sorted: the number of a repeated one is its place among its equals.
void add_fingerprints(std::vector<Finding>& findings) {
  std::set<std::string> taken;
  for (Finding& finding : findings) {
    std::size_t number = 1;
    do {
      finding.fingerprint = fingerprint(finding, number++);
    } while (!taken.insert(finding.fingerprint).second);
  }
}

Finding make_finding(const RuleSet::Member& member, const Subject& subject, FactValues& facts) {
  const Rule& rule = *member.rule;
  Finding finding;
  finding.rule = &rule;
  finding.severity = severity_of(member, facts);
  finding.subject = subject.kind;
  finding.subject_sha256 = identity_of(subject, facts.context());
  finding.message = render(*rule.message, rule, facts);
  finding.fix = render(fix_of(rule, facts), rule, facts);
  finding.location = location_of(subject, facts.context());
  finding.subject_key_sha256 = public_key_sha256_of(subject, facts.context());
  finding.role = role_of(subject, facts.context());
  return finding;
}

void judge_subject(const std::vector<const RuleSet::Member*>& members, const Subject& subject, FactValues& facts, Evaluation& evaluation) {
  facts.begin(subject);
  for (const RuleSet::Member* member : members) {
    const Ruling ruling = rule_on(*member->rule, facts);
    if (ruling.verdict == Verdict::fail) {
      evaluation.findings.push_back(make_finding(*member, subject, facts));
    } else if (ruling.verdict == Verdict::not_evaluated) {
      evaluation.not_evaluated.push_back({member->rule, subject.kind, identity_of(subject, facts.context()),
                                          location_of(subject, facts.context()), ruling.reason->reason});
    }
  }
}

}  // namespace

Evaluation evaluate(const RuleSet& rules, const FactContext& context) {
  Evaluation evaluation;
  FactValues facts(context);
  std::vector<const RuleSet::Member*> members;
  for (const SubjectKind kind : kKinds) {
    members.clear();
    for (const RuleSet::Member& member : rules.members) {
      if (member.rule->subject == kind) {
        members.push_back(&member);
      }
    }
    if (members.empty()) {
      continue;
    }
    for (const Subject& subject : subjects_of(kind, context)) {
      judge_subject(members, subject, facts, evaluation);
    }
  }
  const auto before = [](const auto& a, const auto& b) { return stands_before(a, b); };
  std::stable_sort(evaluation.findings.begin(), evaluation.findings.end(), before);
  std::stable_sort(evaluation.not_evaluated.begin(), evaluation.not_evaluated.end(), before);
  add_fingerprints(evaluation.findings);
  return evaluation;
}

}  // namespace chainlint
