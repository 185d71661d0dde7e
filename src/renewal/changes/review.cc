#include "chainlint/renewal/review.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "chainlint/base/text.h"
#include "changes/change_sides.h"

namespace chainlint::renewal {

namespace {

using Describe = Difference (*)(const ChangeSides& sides);

struct KindRow {
  rules::ChangeKind kind;
  Describe describe;
  bool of_leaves;  // there is nothing to compare where one side has no leaf
};

// The rules whose finding is the change itself, which the words of the change already name: "loses www.example.com". A row begins with the
// message of any other finding.
constexpr std::array<std::string_view, 18> kNamedByTheChange = {
    "renewal-anchor-changed",   "renewal-clientauth-dropped", "renewal-encryption-changed",
    "renewal-format-changed",   "renewal-issuer-rotated",     "renewal-key-absent",
    "renewal-key-is-previous",  "renewal-key-reused",         "renewal-key-smaller",
    "renewal-key-type-changed", "renewal-key-usage-dropped",  "renewal-must-staple-new",
    "renewal-same-certificate", "renewal-san-shrank",         "renewal-shorter",
    "renewal-subject-changed",  "renewal-usage-dropped",      "renewal-validation-type-changed",
};

constexpr std::array<KindRow, rules::kChangeKindNames.size()> kRows = {{
    {rules::ChangeKind::certificate, certificate_change, false},
    {rules::ChangeKind::names, names_change, true},
    {rules::ChangeKind::key, key_change, true},
    {rules::ChangeKind::key_type, key_type_change, true},
    {rules::ChangeKind::issuer, issuer_change, true},
    {rules::ChangeKind::chain, chain_change, false},
    {rules::ChangeKind::anchor, anchor_change, true},
    {rules::ChangeKind::extended_key_usage, extended_key_usage_change, true},
    {rules::ChangeKind::key_usage, key_usage_change, true},
    {rules::ChangeKind::policies, policies_change, true},
    {rules::ChangeKind::subject, subject_change, true},
    {rules::ChangeKind::lifetime, lifetime_change, true},
    {rules::ChangeKind::extensions, extensions_change, true},
    {rules::ChangeKind::protection, protection_change, false},
    {rules::ChangeKind::order, order_change, false},
}};

bool about_renewals(const rules::Rule& rule) { return rule.subject == facts::SubjectKind::renewal || rule.id.starts_with("renewal-"); }

// The CA at which the chain ends, whether or not the bundle contains it: its name, and its key id where it is known.
std::string end_of(const facts::FactContext& context) {
  const std::optional<chain::Path>& path = context.analysis.path;
  if (!path || path->steps.empty()) return "";
  const bool root = path->stop == chain::StopReason::anchor || path->stop == chain::StopReason::untrusted_root;
  const x509::Certificate& child = *path->steps[path->steps.size() - (root && path->steps.size() > 1 ? 2 : 1)].certificate;
  const auto& authority = child.extensions().authority_key_id;
  std::string end = child.issuer().canonical();
  if (authority && authority->key_id) end += as_text(*authority->key_id);
  return end;
}

// The findings of one bundle, and the CA at which its chain ends.
struct Found {
  const std::vector<rules::Finding>& findings;
  std::string end;

  // What clients think of a CA is of that CA: another one that they do not know is not as before.
  std::string authority_of(const rules::Finding& finding) const {
    if (finding.subject == facts::SubjectKind::chain) return end;
    const bool of_clients = finding.rule->about == rules::Question::path || finding.rule->about == rules::Question::client;
    const bool of_ca = finding.subject == facts::SubjectKind::certificate && !finding.role.empty() && finding.role != "leaf";
    return of_clients && of_ca ? finding.subject_name + '\n' + finding.subject_key_sha256 : std::string();
  }
};

// The findings of the previous bundle, to be met by those of the next. A finding meets one of the same rule, role and CA that is no milder:
// of the same certificate if there is one, else any that is left.
class FindingsBefore {
 public:
  // With effects of other findings alone, or with all others; `now`: what is to meet them.
  FindingsBefore(const Found& before, const Found& now, bool effects) : now_(now) {
    for (const rules::Finding& finding : before.findings) {
      if (finding.explained_by.empty() == effects) continue;
      const std::size_t severity = index_of(finding);
      const Group group = group_of(finding, before);
      ++same_[{group, finding.subject_sha256}][severity];
      ++groups_[group][severity];
      ++left_;
    }
  }

  bool meets_same(const rules::Finding& finding) {
    const Group group = group_of(finding, now_);
    const auto same = same_.find({group, finding.subject_sha256});
    if (same == same_.end()) return false;
    const auto severity = gravest_up_to(same->second, index_of(finding));
    if (!severity) return false;
    --same->second[*severity];
    --groups_[group][*severity];
    --left_;
    return true;
  }

  bool meets_any(const rules::Finding& finding) {
    const auto group = groups_.find(group_of(finding, now_));
    if (group == groups_.end()) return false;
    const auto severity = gravest_up_to(group->second, index_of(finding));
    if (!severity) return false;
    --group->second[*severity];
    --left_;
    return true;
  }

  std::size_t left() const { return left_; }

 private:
  using Group = std::tuple<std::string, facts::SubjectKind, std::string, std::string>;
  using Counts = std::array<std::size_t, 3>;

  static std::size_t index_of(const rules::Finding& finding) { return static_cast<std::size_t>(finding.severity); }
  static Group group_of(const rules::Finding& finding, const Found& of) {
    return {finding.rule->id, finding.subject, finding.role, of.authority_of(finding)};
  }

  // A finding of the same severity is preferred to a more severe one.
  static std::optional<std::size_t> gravest_up_to(const Counts& counts, std::size_t severity) {
    for (std::size_t i = severity + 1; i-- > 0;) {
      if (counts[i] > 0) return i;
    }
    return std::nullopt;
  }

  const Found& now_;
  std::map<std::pair<Group, std::string>, Counts> same_;
  std::map<Group, Counts> groups_;
  std::size_t left_ = 0;
};

// What was there only as the effect of another finding was there as well. An effect is new where its cause is, and the cause of what a rule
// about renewals finds is new: the renewal would look safe otherwise.
void mark_brought(const Found& now, const Found& then, RenewalReview& review) {
  const std::vector<rules::Finding>& found = now.findings;
  FindingsBefore before(then, now, false), effects_before(then, now, true);
  std::set<std::string_view> causes_of_changes;
  for (const rules::Finding& finding : found) {
    if (!finding.explained_by.empty() && about_renewals(*finding.rule)) causes_of_changes.insert(finding.explained_by);
  }
  std::map<std::string_view, bool> brought_by_fingerprint;
  const auto always_new = [&](const rules::Finding& finding) {
    return about_renewals(*finding.rule) || causes_of_changes.contains(finding.fingerprint);
  };
  review.brought.assign(found.size(), true);
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].explained_by.empty() && !always_new(found[i])) {
      review.brought[i] = !(before.meets_same(found[i]) || effects_before.meets_same(found[i]));
    }
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (!found[i].explained_by.empty()) continue;
    const bool may_be_known = review.brought[i] && !always_new(found[i]);
    if (may_be_known) review.brought[i] = !(before.meets_any(found[i]) || effects_before.meets_any(found[i]));
    brought_by_fingerprint.emplace(found[i].fingerprint, review.brought[i]);
    if (!review.brought[i]) ++review.as_before;
  }
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (found[i].explained_by.empty()) continue;
    if (!before.meets_same(found[i])) before.meets_any(found[i]);
    const auto cause = brought_by_fingerprint.find(found[i].explained_by);
    review.brought[i] = cause == brought_by_fingerprint.end() || cause->second;
  }
  review.gone = before.left();
}

void mark_open(const std::vector<rules::NotEvaluated>& open, const std::vector<rules::NotEvaluated>& open_before, RenewalReview& review) {
  std::map<std::pair<std::string, facts::SubjectKind>, std::size_t> before;
  for (const rules::NotEvaluated& entry : open_before) ++before[{entry.rule->id, entry.subject}];
  for (const rules::NotEvaluated& entry : open) {
    const auto known = before.find({entry.rule->id, entry.subject});
    const bool as_before = !about_renewals(*entry.rule) && known != before.end() && known->second > 0;
    if (as_before) --known->second;
    review.brought_open.push_back(!as_before);
  }
}

Difference describe(const KindRow& row, const ChangeSides& sides) {
  if (!row.of_leaves || sides.both()) return row.describe(sides);
  return {false, "nothing to compare: one of the two bundles has no leaf certificate", {}, {}};
}

// The findings of the next bundle about this kind of change.
void point_at_findings(const rules::Evaluation& found, const RenewalReview& review, Change& change) {
  for (std::size_t i = 0; i < found.findings.size(); ++i) {
    const rules::Finding& finding = found.findings[i];
    if (review.brought[i] && finding.explained_by.empty() && finding.rule->change == change.kind) change.findings.push_back(i);
  }
  for (std::size_t i = 0; i < found.not_evaluated.size(); ++i) {
    if (review.brought_open[i] && found.not_evaluated[i].rule->change == change.kind) change.open.push_back(i);
  }
}

bool is_named_by_the_change(const rules::Finding& finding) {
  return std::find(kNamedByTheChange.begin(), kNamedByTheChange.end(), finding.rule->id) != kNamedByTheChange.end();
}

// The defect first, if the difference does not name it, then the difference. Findings are in the order of their severity.
std::string message_of(const Change& change, const Difference& difference, const rules::Evaluation& found) {
  const rules::Finding* defect = nullptr;
  std::size_t defects = 0;
  bool tells_difference = difference.differs;
  for (const std::size_t index : change.findings) {
    const rules::Finding& finding = found.findings[index];
    if (!finding.counts()) continue;
    if (is_named_by_the_change(finding)) {
      tells_difference = true;
    } else if (defects++ == 0) {
      defect = &finding;
    }
  }
  if (defect == nullptr && change.open.empty()) return difference.message;
  std::string message;
  if (defect != nullptr) {
    message = defect->message;
    if (defects > 1) message += " (and " + count_noun(defects - 1, "more finding") + ")";
    // A defect of the order is the new order: both chains are drawn below it.
    tells_difference = tells_difference && change.kind != rules::ChangeKind::order;
  }
  if (tells_difference) add_phrase(message, difference.message);
  if (defect == nullptr) add_phrase(message, found.not_evaluated[change.open.front()].reason);
  return message;
}

ChangeImpact impact_of(const std::vector<std::size_t>& indexes, const std::vector<rules::Finding>& findings) {
  ChangeImpact gravest = ChangeImpact::safe;
  for (const std::size_t index : indexes) {
    const rules::Finding& finding = findings[index];
    if (!finding.counts()) continue;
    gravest = std::max(gravest, finding.severity == Severity::error ? ChangeImpact::breaks : ChangeImpact::attention);
  }
  return gravest;
}

void set_impacts(RenewalReview& review, const std::vector<rules::Finding>& findings) {
  for (Change& change : review.changes) {
    change.impact = impact_of(change.findings, findings);
    if (!change.open.empty()) change.impact = std::max(change.impact, ChangeImpact::attention);
  }
  review.rest = impact_of(review.others, findings);
}

}  // namespace

ChangeImpact RenewalReview::impact() const {
  ChangeImpact gravest = rest;
  for (const Change& change : changes) gravest = std::max(gravest, change.impact);
  return gravest;
}

RenewalReview review_renewal(const facts::FactContext& next, const rules::Evaluation& found, const rules::Evaluation& found_before) {
  const facts::FactContext& previous = next.renewal->previous;
  const ChangeSides sides{previous, next, leaf_of(previous), leaf_of(next)};
  RenewalReview review;
  review.previous = previous.bundle.name;
  mark_brought({found.findings, end_of(next)}, {found_before.findings, end_of(previous)}, review);
  mark_open(found.not_evaluated, found_before.not_evaluated, review);
  for (const KindRow& row : kRows) {
    Change change;
    change.kind = row.kind;
    point_at_findings(found, review, change);
    Difference difference = describe(row, sides);
    if (!difference.differs && change.findings.empty() && change.open.empty()) continue;
    change.message = message_of(change, difference, found);
    change.before = std::move(difference.before);
    change.after = std::move(difference.after);
    review.changes.push_back(std::move(change));
  }
  for (std::size_t i = 0; i < found.findings.size(); ++i) {
    const rules::Finding& finding = found.findings[i];
    if (review.brought[i] && finding.explained_by.empty() && !finding.rule->change) review.others.push_back(i);
  }
  set_impacts(review, found.findings);
  return review;
}

}  // namespace chainlint::renewal
