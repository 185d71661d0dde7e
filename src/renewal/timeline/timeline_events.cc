#include "timeline/timeline_events.h"

#include <algorithm>
#include <utility>

#include "chainlint/x509/display.h"

namespace chainlint::renewal {
namespace {

const NearCertificate* find(const std::vector<NearCertificate>& near, const std::string& sha256) {
  const auto found =
      std::find_if(near.begin(), near.end(), [&](const NearCertificate& each) { return to_hex(each.certificate->sha256()) == sha256; });
  return found == near.end() ? nullptr : &*found;
}

KnownCause limit_of(const HeldFinding& held, bool begins, const std::vector<NearCertificate>& near) {
  KnownCause cause{EventCause::threshold, held.sha256, "", chain::Role::leaf, ""};
  const std::string& rule = held.finding.rule;
  if (const NearCertificate* about = find(near, held.sha256)) {
    cause.display = x509::display_name(*about->certificate);
    cause.role = about->role;
    cause.message = begins ? about->words + " reaches the limit of " + rule : rule + " no longer applies for " + about->words;
  } else {
    cause.message = begins ? "the limit of " + rule + " is reached" : rule + " no longer applies";
  }
  return cause;
}

// Of several certificates that end at once each has what is said of itself; what is said of none of them goes with the first.
std::size_t cause_of(const HeldFinding& held, const std::vector<KnownCause>& causes) {
  const auto own = std::find_if(causes.begin(), causes.end(),
                                [&](const KnownCause& cause) { return !cause.sha256.empty() && cause.sha256 == held.sha256; });
  return own == causes.end() ? 0 : static_cast<std::size_t>(own - causes.begin());
}

}  // namespace

std::vector<TimelineEvent> events_of(Instant at, const MomentState& before, const MomentState& after, const std::vector<KnownCause>& causes,
                                     const std::vector<NearCertificate>& near) {
  const std::vector<HeldFinding> begun = newly_held(before, after), ended = no_longer_held(before, after);
  std::vector<KnownCause> known = causes;
  if (known.empty()) {
    // The most severe finding names the limit.
    const std::vector<HeldFinding>& held = begun.empty() ? ended : begun;
    const auto gravest = std::min_element(held.begin(), held.end(), [](const HeldFinding& a, const HeldFinding& b) {
      return std::pair(a.finding.severity, a.finding.rule) < std::pair(b.finding.severity, b.finding.rule);
    });
    if (gravest == held.end()) return {};
    known.push_back(limit_of(*gravest, !begun.empty(), near));
  }
  std::vector<TimelineEvent> events;
  for (const KnownCause& cause : known) {
    TimelineEvent event{at, cause.cause, cause.sha256, cause.display, cause.role, cause.message, before.standing, after.standing, {}, {}};
    events.push_back(std::move(event));
  }
  for (const HeldFinding& held : begun) events[cause_of(held, known)].begin.push_back(held.finding);
  for (const HeldFinding& held : ended) events[cause_of(held, known)].end.push_back(held.finding);
  std::erase_if(events, [](const TimelineEvent& event) { return event.begin.empty() && event.end.empty(); });
  const auto by_severity = [](const TimelineFinding& a, const TimelineFinding& b) {
    return std::pair(a.severity, a.rule) < std::pair(b.severity, b.rule);
  };
  for (TimelineEvent& event : events) {
    std::stable_sort(event.begin.begin(), event.begin.end(), by_severity);
    std::stable_sort(event.end.begin(), event.end.end(), by_severity);
  }
  return events;
}

}  // namespace chainlint::renewal
