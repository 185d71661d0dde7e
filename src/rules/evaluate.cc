#include "chainlint/rules/evaluate.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <tuple>
#include <utility>

#include "certificate_details.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/facts/shared_cause.h"
#include "chainlint/facts/subject_key.h"
#include "chainlint/facts/superseded.h"
#include "chainlint/x509/display.h"
#include "message.h"
#include "verdict.h"

namespace chainlint::rules {
namespace {

constexpr facts::SubjectKind kKinds[] = {facts::SubjectKind::bundle,      facts::SubjectKind::container, facts::SubjectKind::diagnostic,
                                         facts::SubjectKind::certificate, facts::SubjectKind::key,       facts::SubjectKind::link,
                                         facts::SubjectKind::chain,       facts::SubjectKind::renewal,   facts::SubjectKind::waiver,
                                         facts::SubjectKind::run};

auto place_of(const Location& location) {
  return std::tie(location.path, location.entry, location.line, location.column, location.offset, location.inner);
}

bool stands_before(const Finding& a, const Finding& b) {
  return std::tuple(place_of(a.location), a.severity, std::string_view(a.rule->id), a.subject, std::string_view(a.message)) <
         std::tuple(place_of(b.location), b.severity, std::string_view(b.rule->id), b.subject, std::string_view(b.message));
}

// A finding while the causes of all are looked for.
struct Raised {
  Finding finding;
  facts::Subject subject;
  std::vector<std::string_view> causes;  // rules that may explain it: entries of explained_by whose condition holds
};

bool stands_before(const NotEvaluated& a, const NotEvaluated& b) {
  return std::tuple(place_of(a.location), std::string_view(a.rule->id), a.subject, std::string_view(a.reason)) <
         std::tuple(place_of(b.location), std::string_view(b.rule->id), b.subject, std::string_view(b.reason));
}

// 32 hexadecimal digits. `number` tells apart what would otherwise be the same finding twice in one bundle.
std::string fingerprint(const Finding& finding, std::size_t number) {
  std::string text = finding.rule->id;
  text += '\n';
  text += facts::to_string(finding.subject);
  text += '\n';
  text += finding.subject_sha256;
  if (number > 1) text += '\n' + std::to_string(number);
  const Digest256 digest = crypto::sha256(as_bytes(text));
  return to_hex(ByteView(digest).first(16));
}

// The findings must be sorted by place: the number of a repeated one is its place among its equals.
void add_fingerprints(std::vector<Raised>& raised) {
  std::set<std::string> taken;
  for (Raised& each : raised) {
    std::size_t number = 1;
    do {
      each.finding.fingerprint = fingerprint(each.finding, number++);
    } while (!taken.insert(each.finding.fingerprint).second);
  }
}

constexpr std::size_t kNoCause = static_cast<std::size_t>(-1);

// Looks for the causes of the findings of one bundle. The findings must be sorted by severity.
class Explainer {
 public:
  Explainer(std::vector<Raised>& raised, const facts::FactContext& context) : raised_(raised), context_(context) {
    for (std::size_t i = 0; i < raised.size(); ++i) by_rule_[raised[i].finding.rule->id].push_back(i);
  }

  void explain() {
    std::vector<std::size_t> causes(raised_.size(), kNoCause);
    for (std::size_t i = 0; i < raised_.size(); ++i) causes[i] = cause_of(raised_[i]);
    for (std::size_t i = 0; i < raised_.size(); ++i) {
      // No chain of rules is a circle (LibraryLoader), so neither is one of findings.
      std::size_t root = causes[i];
      while (root != kNoCause && causes[root] != kNoCause) root = causes[root];
      if (root != kNoCause) raised_[i].finding.explained_by = raised_[root].finding.fingerprint;
    }
  }

 private:
  std::size_t cause_of(const Raised& effect) const {
    std::size_t first = kNoCause;
    for (const std::string_view rule : effect.causes) {
      const auto found = by_rule_.find(rule);
      if (found == by_rule_.end()) continue;
      for (const std::size_t i : found->second) {
        if (i >= first || raised_[i].finding.severity > effect.finding.severity) break;
        if (facts::share_cause(effect.subject, raised_[i].subject, context_)) first = i;
      }
    }
    return first;
  }

  std::vector<Raised>& raised_;
  const facts::FactContext& context_;
  std::map<std::string_view, std::vector<std::size_t>> by_rule_;  // ascending, so by severity
};

std::vector<std::string_view> causes_of(const Rule& rule, FactValues& facts) {
  std::vector<std::string_view> causes;
  for (const Explanation& explanation : rule.outcome->explained_by) {
    if (explanation.when == nullptr || evaluate(*explanation.when, rule, facts).truth == Truth::yes) causes.push_back(explanation.rule);
  }
  return causes;
}

// No command opens a member of an archive in place: it is unpacked first.
void unpack_first(const Location& location, std::vector<std::string>& steps) {
  const std::size_t member = location.path.rfind('!');
  const auto is_of_file = [](const std::string& step) { return (step + " ").find(" FILE ") != std::string::npos; };
  if (member == std::string::npos || std::none_of(steps.begin(), steps.end(), is_of_file)) return;
  steps.insert(steps.begin(), "Unpack " + printable(location.path.substr(0, member)) + ", and use its member " +
                                  printable(location.path.substr(member + 1)) + " as FILE.");
}

Finding make_finding(const RuleSet::Member& member, const facts::Subject& subject, FactValues& facts) {
  const Rule& rule = *member.rule;
  Finding finding;
  finding.rule = &rule;
  finding.severity = severity_of(member, facts);
  finding.subject = subject.kind;
  finding.subject_sha256 = facts::identity_of(subject, facts.context());
  finding.message = render_short(*rule.outcome->message.compiled, rule, facts);
  for (const RuleOutcome::Detail& detail : rule.outcome->details) {
    if (auto value = render_if_known(*detail.value.compiled, rule, facts)) finding.details.push_back({detail.name, *std::move(value)});
  }
  if (const x509::Certificate* certificate = facts::certificate_behind(subject, facts.context())) {
    finding.subject_name = x509::display_name(*certificate);
    add_certificate_details(*certificate, finding.details);
  }
  for (const Template& step : fix_of(rule, facts)) {
    for (std::string& text : render_steps(*step.compiled, rule, facts)) finding.fix_steps.push_back(std::move(text));
  }
  finding.location = facts::location_of(subject, facts.context());
  unpack_first(finding.location, finding.fix_steps);
  finding.subject_key_sha256 = facts::public_key_sha256_of(subject, facts.context());
  finding.role = facts::role_of(subject, facts.context());
  if (subject.kind == facts::SubjectKind::diagnostic) finding.diagnostic = facts::diagnostic_of(subject, facts.context()).diagnostic.code;
  return finding;
}

void evaluate_subject(const std::vector<const RuleSet::Member*>& members, const facts::Subject& subject, FactValues& facts,
                      std::vector<Raised>& raised, std::vector<NotEvaluated>& not_evaluated) {
  facts.begin(subject);
  for (const RuleSet::Member* member : members) {
    const Ruling ruling = rule_on(*member->rule, facts);
    if (ruling.verdict == Verdict::fail) {
      raised.push_back({make_finding(*member, subject, facts), subject, causes_of(*member->rule, facts)});
    } else if (ruling.verdict == Verdict::not_evaluated) {
      not_evaluated.push_back({member->rule, subject.kind, facts::identity_of(subject, facts.context()),
                               facts::location_of(subject, facts.context()), ruling.reason->reason});
    }
  }
}

// Within a severity, what the server and its clients need is first, and an effect is behind all causes.
std::tuple<Severity, bool, bool> rank(const Finding& finding) {
  return {finding.severity, !finding.explained_by.empty(), finding.rule->about == Question::protection};
}

void sort_by_place(std::vector<NotEvaluated>& entries) {
  std::stable_sort(entries.begin(), entries.end(), [](const NotEvaluated& a, const NotEvaluated& b) { return stands_before(a, b); });
}

// Sorted by place.
std::vector<Finding> explained(std::vector<Raised> raised, const facts::FactContext& context) {
  add_fingerprints(raised);
  std::stable_sort(raised.begin(), raised.end(), [](const Raised& a, const Raised& b) { return a.finding.severity < b.finding.severity; });
  if (std::any_of(raised.begin(), raised.end(), [](const Raised& each) { return !each.causes.empty(); })) {
    Explainer(raised, context).explain();
  }
  std::stable_sort(raised.begin(), raised.end(), [](const Raised& a, const Raised& b) { return rank(a.finding) < rank(b.finding); });
  std::vector<Finding> findings;
  findings.reserve(raised.size());
  for (Raised& each : raised) findings.push_back(std::move(each.finding));
  return findings;
}

// Of a file in which nothing was found, only what its reader says can be evaluated; without a word of it, that the user named such a file.
bool has_material(const facts::FactContext& context) {
  const std::vector<formats::Container>& containers = context.bundle.containers;
  return context.run != nullptr || containers.empty() ||
         std::any_of(containers.begin(), containers.end(), [](const formats::Container& each) {
           return !each.entries.empty() || (each.use != formats::FileUse::met && !each.has_doubt());
         });
}

}  // namespace

Evaluation evaluate(const RuleSet& rules, const facts::FactContext& context) {
  Evaluation evaluation;
  std::vector<Raised> raised;
  FactValues facts(context);
  std::vector<const RuleSet::Member*> members;
  const bool material = has_material(context), served = context.run != nullptr || !facts::is_superseded_copy(context);
  for (const facts::SubjectKind kind : kKinds) {
    if (!material && kind != facts::SubjectKind::diagnostic) continue;
    members.clear();
    for (const RuleSet::Member& member : rules.members) {
      if (member.rule->subject == kind && (served || member.rule->about == Question::content)) members.push_back(&member);
    }
    if (members.empty()) continue;
    for (const facts::Subject& subject : facts::subjects_of(kind, context)) {
      evaluate_subject(members, subject, facts, raised, evaluation.not_evaluated);
    }
  }
  std::stable_sort(raised.begin(), raised.end(), [](const Raised& a, const Raised& b) { return stands_before(a.finding, b.finding); });
  sort_by_place(evaluation.not_evaluated);
  evaluation.findings = explained(std::move(raised), context);
  return evaluation;
}

void sort(Evaluation& evaluation) {
  std::stable_sort(evaluation.findings.begin(), evaluation.findings.end(),
                   [](const Finding& a, const Finding& b) { return rank(a) != rank(b) ? rank(a) < rank(b) : stands_before(a, b); });
  sort_by_place(evaluation.not_evaluated);
}

std::string Finding::fix() const {
  std::string text;
  for (const std::string& step : fix_steps) text += (text.empty() ? "" : " ") + step;
  return text;
}

std::vector<std::string> Finding::step_marks() const {
  constexpr std::string_view kChoices[] = {"Alternatively, ", "If ", "Otherwise"};
  std::vector<std::string> marks;
  std::size_t ordered = 0;
  for (const std::string& step : fix_steps) {
    const bool choice =
        std::any_of(std::begin(kChoices), std::end(kChoices), [&](std::string_view word) { return step.starts_with(word); });
    marks.push_back(choice ? "- " : std::to_string(++ordered) + ". ");
  }
  if (ordered <= 1) marks.assign(marks.size(), marks.size() == 1 ? "" : "- ");
  return marks;
}

Effects::Effects(const std::vector<Finding>& findings) {
  for (const Finding& finding : findings) {
    if (!finding.explained_by.empty()) by_cause_[finding.explained_by].push_back(&finding);
  }
}

const std::vector<const Finding*>& Effects::of(const Finding& cause) const {
  static const std::vector<const Finding*> none;
  const auto found = by_cause_.find(cause.fingerprint);
  return found == by_cause_.end() ? none : found->second;
}

}  // namespace chainlint::rules
