#include "chainlint/renewal/timeline.h"

#include <algorithm>
#include <map>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "timeline/moment_state.h"
#include "timeline/timeline_events.h"
#include "timeline/timeline_moments.h"

namespace chainlint::renewal {
namespace {

// The last end of the certificates that `counts` takes; nothing where none can be read.
template <class Counts>
std::optional<Instant> last_end(const std::vector<NearCertificate>& near, const Counts& counts) {
  std::optional<Instant> last;
  for (const NearCertificate& each : near) {
    const std::optional<Instant> end = each.certificate->not_after();
    if (end && counts(each)) last = last ? std::max(*last, *end) : *end;
  }
  return last ? std::optional(last->plus_seconds(1)) : std::nullopt;
}

// Looks for every moment at which the bundle is found to be different.
class TimelineSearch {
 public:
  TimelineSearch(const facts::FactContext& context, const EvaluateAt& evaluate_at, const rules::RuleSet* rules)
      : evaluate_at_(evaluate_at), near_(near_certificates(context)) {
    timeline_.from = context.request.at;
    timeline_.leaf_ended = last_end(near_, [](const NearCertificate& each) { return each.role == chain::Role::leaf; });
    const bool any_close = std::any_of(near_.begin(), near_.end(), [](const NearCertificate& each) { return each.close; });
    const auto end = last_end(near_, [&](const NearCertificate& each) { return each.close || !any_close; });
    timeline_.until = std::clamp(end.value_or(timeline_.from), timeline_.from, timeline_.from.plus_days(TimelineLimits::kDays));
    known_ = known_moments(context, near_, rules, timeline_.from, timeline_.until);
    const std::size_t certificates = std::max<std::size_t>(context.analysis.entries.size(), 1);
    budget_ = std::clamp(TimelineLimits::kCertificates / certificates, TimelineLimits::kFewestEvaluations, TimelineLimits::kEvaluations);
  }

  Timeline search() {
    const MomentState* now = state_at(timeline_.from);
    timeline_.now = now->standing;
    Instant reached = timeline_.from;
    while (reached < timeline_.until && !spent_) {
      const auto next = known_.looked_at.upper_bound(reached);
      const Instant at = next == known_.looked_at.end() ? timeline_.until : *next;
      if (at.plus_seconds(-1) > reached) {
        explain(reached, at.plus_seconds(-1));
        if (spent_) break;
      }
      explain(std::max(reached, at.plus_seconds(-1)), at);
      if (spent_) break;
      // What is before it is never used again.
      states_.erase(states_.begin(), states_.lower_bound(at));
      reached = at;
    }
    finish(reached);
    return std::move(timeline_);
  }

 private:
  // Null where no evaluation is left.
  const MomentState* state_at(Instant at) {
    if (const auto known = states_.find(at); known != states_.end()) return &known->second;
    if (timeline_.evaluations >= budget_) {
      spent_ = true;
      return nullptr;
    }
    ++timeline_.evaluations;
    const rules::Evaluation evaluation = evaluate_at_(at);
    for (const rules::Finding& finding : evaluation.findings) note_waiver(finding);
    return &states_.emplace(at, state_of(evaluation)).first->second;
  }

  // The end of a waiver is a moment once it is known to matter.
  void note_waiver(const rules::Finding& finding) {
    if (!finding.accepted || !finding.accepted->expires || !finding.explained_by.empty()) return;
    const Instant ended = finding.accepted->expires->plus_seconds(1);
    if (ended <= timeline_.from || ended > timeline_.until || !known_.looked_at.insert(ended).second) return;
    known_.causes[ended].push_back({EventCause::waiver_ends, "", "", chain::Role::leaf,
                                    "waiver of " + finding.rule->id + " by " + printable(finding.accepted->owner) + " expires"});
  }

  // Once nothing is left to break, times between the expiries matter only where the verdict changes.
  bool explained(Instant low, const MomentState& before, const MomentState& after) const {
    const bool over = timeline_.leaf_ended && low >= *timeline_.leaf_ended;
    return over ? before.standing == after.standing : before.same_as(after);
  }

  // Finds the changes in (low, high], both of which have been evaluated or are now: halves first what is likely, then the time. As deep as
  // a time in seconds has bits, twice.
  void explain(Instant low, Instant high) {
    const MomentState* before = state_at(low);
    const MomentState* after = state_at(high);
    if (before == nullptr || after == nullptr) return;
    if (high.seconds() - low.seconds() == 1) {
      if (!before->same_as(*after)) add_events(high, *before, *after);
      return;
    }
    if (explained(low, *before, *after)) return;
    const Instant middle = likely_between(low, high);
    explain(low, middle);
    if (!spent_) explain(middle, high);
  }

  // The middle one of the likely moments and the seconds before them; the middle of the time where there is none.
  Instant likely_between(Instant low, Instant high) const {
    std::vector<Instant> moments;
    for (auto each = known_.likely.upper_bound(low); each != known_.likely.end() && each->plus_seconds(-1) < high; ++each) {
      for (const Instant at : {each->plus_seconds(-1), *each}) {
        if (low < at && at < high) moments.push_back(at);
      }
    }
    if (!moments.empty()) return moments[moments.size() / 2];
    return low.plus_seconds((high.seconds() - low.seconds()) / 2);
  }

  void add_events(Instant at, const MomentState& before, const MomentState& after) {
    const auto causes = known_.causes.find(at);
    static const std::vector<KnownCause> kNone;
    for (TimelineEvent& event : events_of(at, before, after, causes == known_.causes.end() ? kNone : causes->second, near_)) {
      timeline_.events.push_back(std::move(event));
    }
  }

  void finish(Instant reached) {
    if (!spent_) return;
    timeline_.limit_reached = true;
    timeline_.until = reached;
    std::erase_if(timeline_.events, [&](const TimelineEvent& event) { return event.at > reached; });
  }

  const EvaluateAt& evaluate_at_;
  std::vector<NearCertificate> near_;
  KnownMoments known_;
  std::map<Instant, MomentState> states_;
  std::size_t budget_ = 0;
  bool spent_ = false;
  Timeline timeline_;
};

}  // namespace

Timeline make_timeline(const facts::FactContext& context, const EvaluateAt& evaluate_at, const rules::RuleSet* rules) {
  return TimelineSearch(context, evaluate_at, rules).search();
}

}  // namespace chainlint::renewal
