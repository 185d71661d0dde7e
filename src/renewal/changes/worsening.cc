#include "chainlint/renewal/worsening.h"

#include <algorithm>

namespace chainlint::renewal {

bool worsens(const Timeline& timeline, const TimelineEvent& event) {
  const bool alive = !timeline.leaf_ended || event.at <= *timeline.leaf_ended;
  const auto is_error = [](const TimelineFinding& finding) { return finding.severity == Severity::error; };
  return event.worse() || (alive && std::any_of(event.begin.begin(), event.begin.end(), is_error));
}

Instant told_at(EventCause cause, Instant at) {
  return cause == EventCause::certificate_ends || cause == EventCause::crl_ends ? at.plus_seconds(-1) : at;
}

}  // namespace chainlint::renewal
