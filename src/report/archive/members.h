// The members of the types of a report, in their order, for whoever does the same to all of them.
//
// Only the number of members is written down: a type that gets another one does not compile before it is changed here, and none can be left
// out.
#pragma once

#include <tuple>
#include <type_traits>

#include "chainlint/report/shard.h"

namespace chainlint::report {

// What writers show of a rule.
struct RulePart {
  std::string id, title, why, source_path;
  Severity severity = Severity::warning;
  facts::SubjectKind subject = facts::SubjectKind::bundle;
  rules::Question about = rules::Question::content;
  std::optional<rules::ChangeKind> change;
  std::vector<rules::Reference> references;
  std::vector<std::string> fix;  // in words, as rules::describe() has them
};

template <class T>
inline constexpr std::size_t kMembers = 0;  // of a type that is not listed

template <>
inline constexpr std::size_t kMembers<Location> = 7;
template <>
inline constexpr std::size_t kMembers<Diagnostic> = 7;
template <>
inline constexpr std::size_t kMembers<InputReport> = 12;
template <>
inline constexpr std::size_t kMembers<PolicyReport> = 3;
template <>
inline constexpr std::size_t kMembers<BaselineReport> = 3;
template <>
inline constexpr std::size_t kMembers<RunRecord> = 6;
template <>
inline constexpr std::size_t kMembers<TextStyle> = 7;
template <>
inline constexpr std::size_t kMembers<CertificateDetails> = 18;
template <>
inline constexpr std::size_t kMembers<CertificateReport> = 9;
template <>
inline constexpr std::size_t kMembers<EntryReport> = 18;
template <>
inline constexpr std::size_t kMembers<ChainStepReport> = 7;
template <>
inline constexpr std::size_t kMembers<TriedReport> = 5;
template <>
inline constexpr std::size_t kMembers<SendingReport> = 6;
template <>
inline constexpr std::size_t kMembers<SendingReport::Alternative> = 2;
template <>
inline constexpr std::size_t kMembers<BundleReport> = 23;
template <>
inline constexpr std::size_t kMembers<chain::ClientVerdict> = 7;
template <>
inline constexpr std::size_t kMembers<rules::Reference> = 2;
template <>
inline constexpr std::size_t kMembers<rules::Detail> = 2;
template <>
inline constexpr std::size_t kMembers<rules::Acceptance> = 6;
template <>
inline constexpr std::size_t kMembers<rules::Finding> = 15;
template <>
inline constexpr std::size_t kMembers<rules::NotEvaluated> = 5;
template <>
inline constexpr std::size_t kMembers<renewal::Change> = 7;
template <>
inline constexpr std::size_t kMembers<renewal::RenewalReview> = 8;
template <>
inline constexpr std::size_t kMembers<renewal::RolloutPin> = 4;
template <>
inline constexpr std::size_t kMembers<renewal::RolloutStep> = 7;
template <>
inline constexpr std::size_t kMembers<renewal::RolloutCheck> = 2;
template <>
inline constexpr std::size_t kMembers<renewal::Rollout> = 10;
template <>
inline constexpr std::size_t kMembers<renewal::TimelineFinding> = 3;
template <>
inline constexpr std::size_t kMembers<renewal::TimelineEvent> = 10;
template <>
inline constexpr std::size_t kMembers<renewal::Timeline> = 7;
template <>
inline constexpr std::size_t kMembers<policy::WaiverEvidence> = 4;
template <>
inline constexpr std::size_t kMembers<RulePart> = 10;
template <>
inline constexpr std::size_t kMembers<ShardedRun> = 14;
template <>
inline constexpr std::size_t kMembers<ShardedRun::Bundle> = 2;
template <>
inline constexpr std::size_t kMembers<ShardOutcome> = 5;
template <>
inline constexpr std::size_t kMembers<ShardOutcome::Waiver> = 3;

template <class T>
concept HasMembers = kMembers<std::remove_const_t<T>>
!= 0;

// References to all members. A wrong number in the list above does not compile, because a structured binding names every member.
template <HasMembers T>
auto members_of(T& object) {
  constexpr std::size_t kCount = kMembers<std::remove_const_t<T>>;
  if constexpr (kCount == 2) {
    auto& [a, b] = object;
    return std::tie(a, b);
  } else if constexpr (kCount == 3) {
    auto& [a, b, c] = object;
    return std::tie(a, b, c);
  } else if constexpr (kCount == 4) {
    auto& [a, b, c, d] = object;
    return std::tie(a, b, c, d);
  } else if constexpr (kCount == 5) {
    auto& [a, b, c, d, e] = object;
    return std::tie(a, b, c, d, e);
  } else if constexpr (kCount == 6) {
    auto& [a, b, c, d, e, f] = object;
    return std::tie(a, b, c, d, e, f);
  } else if constexpr (kCount == 7) {
    auto& [a, b, c, d, e, f, g] = object;
    return std::tie(a, b, c, d, e, f, g);
  } else if constexpr (kCount == 8) {
    auto& [a, b, c, d, e, f, g, h] = object;
    return std::tie(a, b, c, d, e, f, g, h);
  } else if constexpr (kCount == 9) {
    auto& [a, b, c, d, e, f, g, h, i] = object;
    return std::tie(a, b, c, d, e, f, g, h, i);
  } else if constexpr (kCount == 10) {
    auto& [a, b, c, d, e, f, g, h, i, j] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j);
  } else if constexpr (kCount == 12) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l);
  } else if constexpr (kCount == 14) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  } else if constexpr (kCount == 15) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  } else if constexpr (kCount == 18) {
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  } else {
    static_assert(kCount == 23, "add a branch for this number of members");
    auto& [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w] = object;
    return std::tie(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  }
}

}  // namespace chainlint::report
