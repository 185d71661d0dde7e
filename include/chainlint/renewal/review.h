// What a renewal changes, and what each change means.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/change_kind.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint::renewal {

enum class ChangeImpact { safe, attention, breaks };
inline constexpr EnumNames<ChangeImpact::breaks> kChangeImpactNames{"safe", "needs-attention", "breaks"};
constexpr std::string_view to_string(ChangeImpact impact) { return kChangeImpactNames[impact]; }

// One thing that differs. Its impact is that of the rules: an error breaks, a warning or a note needs attention, and so does what a rule
// could not evaluate; a change without a finding is safe. A policy that changes severities changes impacts, and a finding
// that is accepted decides nothing.
struct Change {
  rules::ChangeKind kind = rules::ChangeKind::certificate;
  ChangeImpact impact = ChangeImpact::safe;
  std::string message;                     // the defect that the rules find, and the change: "loses www.example.com and api.example.com"
  std::vector<std::string> before, after;  // what was there and what is, as people read it; empty where there is nothing
  std::vector<std::size_t> findings;       // of the next bundle, that are about it; indexes into its Evaluation::findings
  std::vector<std::size_t> open;           // likewise what could not be evaluated; indexes into its Evaluation::not_evaluated
};

// The whole comparison. Plain data; borrows nothing.
//
// A finding is new unless the previous bundle has one of the same rule on a certificate of the same role with at least the same severity;
// about a chain, and about a CA that clients may not accept, also of the same CA. What rules about renewals find (`for: renewal`, or an id
// that begins with "renewal-") is always new, and so is what explains it. A finding that another one explains is new where its cause is,
// and is in no list of findings here.
struct RenewalReview {
  std::string previous;                    // the name of the bundle that is deployed
  std::vector<Change> changes;             // in the order of ChangeKind; only what differs, or what a rule finds in the next bundle
  std::vector<bool> brought;               // for each finding of the next bundle
  std::vector<bool> brought_open;          // for each entry of its not_evaluated
  std::vector<std::size_t> others;         // new findings that belong to no kind of change
  ChangeImpact rest = ChangeImpact::safe;  // of `others`
  std::size_t as_before = 0;               // findings that the previous bundle has, too
  std::size_t gone = 0;                    // findings of the previous bundle that the next one does not have

  ChangeImpact impact() const;  // the highest
};

// Compares the bundle of `next` with the one that it replaces (FactContext::renewal must be set). The evaluations are those of the same
// rules on both, with what is accepted marked in `found`. Never fails; a side without a leaf gives what can be compared without.
RenewalReview review_renewal(const facts::FactContext& next, const rules::Evaluation& found, const rules::Evaluation& found_before);

}  // namespace chainlint::renewal
