// Evaluates rules on one bundle.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/diagnostic.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/location.h"
#include "chainlint/rules/rule.h"

namespace chainlint {

// Why a finding does not count: somebody accepted it, or it was there before.
struct Acceptance {
  enum class Kind { waiver, baseline } kind = Kind::waiver;
  std::string reason, owner, ticket;  // of a waiver
  std::optional<Instant> expires;     // of a waiver
  Location location;                  // of the waiver in its policy file; the baseline file
};

// What a rule held against one subject.
struct Finding {
  const Rule* rule = nullptr;
  Severity severity = Severity::warning;
  SubjectKind subject = SubjectKind::bundle;
  std::string subject_sha256;  // identity_of the subject
  std::string message;
  std::string fix;
  Location location;
  // 32 hexadecimal digits that stay the same while the rule finds fault with the same subject, wherever it stands and whatever the message
  // says: from rule, kind and identity of the subject. Different for each finding of a bundle.
  std::string fingerprint;
  std::string subject_key_sha256;      // SHA-256 of the SubjectPublicKeyInfo of the subject's certificate or key; empty where there is none
  std::string role;                    // "leaf", "intermediate" or "root" of the subject's certificate; empty where there is none
  std::optional<Acceptance> accepted;  // counts for nothing then, and stays visible
};

// A rule that could not be judged on a subject, and why. Never a pass.
struct NotEvaluated {
  const Rule* rule = nullptr;
  SubjectKind subject = SubjectKind::bundle;
  std::string subject_sha256;
  Location location;
  std::string reason;
};

struct Evaluation {
  std::vector<Finding> findings;            // sorted by place, then rule
  std::vector<NotEvaluated> not_evaluated;  // sorted in the same way
};

// Judges every subject of the bundle by every rule of the set. Deterministic. Safe to call from several threads.
Evaluation evaluate(const RuleSet& rules, const FactContext& context);

}  // namespace chainlint
