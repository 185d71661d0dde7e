// Evaluates rules on one bundle.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/location.h"
#include "chainlint/rules/rule.h"

namespace chainlint::rules {

// Why a finding is suppressed: a waiver or a baseline accepts it.
struct Acceptance {
  enum class Kind { waiver, baseline } kind = Kind::waiver;
  std::string reason, owner, ticket;  // of a waiver
  std::optional<Instant> expires;     // of a waiver
  Location location;                  // of the waiver in its policy file; the baseline file
};

// A value that the message of a finding leaves out: {"AKI", "E8:F2:..."}. In full; writers shorten it.
struct Detail {
  std::string name, value;
};

// A defect that a rule found in one subject.
struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::warning;
  facts::SubjectKind subject = facts::SubjectKind::bundle;
  std::string subject_sha256;  // identity_of the subject
  std::string subject_name;    // common name of the subject's certificate, as display_name() has it; empty where there is none
  std::string message;         // the defect, at most kMessageBytes long
  std::vector<Detail> details;
  std::vector<std::string> fix_steps;  // one act after the other; empty where the rule has none
  Location location;
  // 32 hexadecimal digits that stay the same while the rule has a finding about the same subject, wherever it is in the file and whatever
  // the message says: from rule, kind and identity of the subject. Different for each finding of a bundle.
  std::string fingerprint;
  std::string subject_key_sha256;      // SHA-256 of the SubjectPublicKeyInfo of the subject's certificate or key; empty where there is none
  std::string diagnostic;              // the code of the reader's diagnostic that it is about; empty where it is about none
  std::string role;                    // "leaf", "intermediate" or "root" of the subject's certificate; empty where there is none
  std::optional<Acceptance> accepted;  // is suppressed then, and stays visible
  // Fingerprint of the finding of the same bundle that is the cause of this one; empty where it has none. Always that of a root cause,
  // which is itself not explained. An effect is shown under its cause and never counts, whether or not its cause is accepted: accepting a
  // cause accepts what follows from it.
  std::string explained_by;

  // Whether it decides the exit status and is counted by severity.
  bool counts() const { return !accepted && explained_by.empty(); }

  // The steps as one text; empty where there are none.
  std::string fix() const;
  // What a reader sees before each step: "1. " and so on for what is done in this order, "- " for what is done instead or only in some
  // case, and nothing before a step without others.
  std::vector<std::string> step_marks() const;
};

// Of a message in UTF-8; a longer one is shortened and ends in "...".
inline constexpr std::size_t kMessageBytes = 160;

// A rule that could not be evaluated on a subject, and why. Never a pass.
struct NotEvaluated {
  const Rule* rule = nullptr;
  facts::SubjectKind subject = facts::SubjectKind::bundle;
  std::string subject_sha256;
  Location location;
  std::string reason;
};

struct Evaluation {
  std::vector<Finding> findings;            // by severity, causes before effects, then by place and rule
  std::vector<NotEvaluated> not_evaluated;  // by place, then rule
};

// Evaluates every rule of the set on every subject of the bundle. Deterministic. Safe to call from several threads.
//
// Where a rule names others in `explained_by`, a finding of it is folded under a finding of one of them (Finding::explained_by) if both are
// about one thing (share_cause). An effect is folded only under a cause of its own severity or a higher one: an effect that is more severe
// than its cause is counted, so that grouping never lowers the severity of a run. Of several causes the first in the order of findings is
// taken. A rule that does not run, or a cause that was not found, explains nothing.
Evaluation evaluate(const RuleSet& rules, const facts::FactContext& context);

// Puts what several evaluations of the same rules contain in the order in which evaluate() has it.
void sort(Evaluation& evaluation);

// The findings of one bundle that are folded under others. Borrows them.
class Effects {
 public:
  explicit Effects(const std::vector<Finding>& findings);

  // What `cause` explains, in the order of the findings.
  const std::vector<const Finding*>& of(const Finding& cause) const;

 private:
  std::map<std::string_view, std::vector<const Finding*>> by_cause_;  // by the fingerprint of the cause
};

}  // namespace chainlint::rules
