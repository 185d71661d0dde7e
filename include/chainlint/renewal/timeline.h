// Every moment to come at which the verdict on a bundle changes.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint {

// How a bundle stands at a moment: its gravest finding that nobody accepted.
enum class Standing { good, note, warning, error };
std::string_view to_string(Standing standing);
Standing standing_of(const Evaluation& evaluation);

// What makes a verdict change.
enum class EventCause {
  certificate_ends,
  certificate_begins,
  crl_ends,   // nextUpdate of a revocation list
  distrust,   // a root program stops to trust (records)
  threshold,  // a limit of a rule is reached: "less than 30 days left"
};
std::string_view to_string(EventCause cause);

// A finding that comes or goes.
struct TimelineFinding {
  std::string rule;
  Severity severity = Severity::warning;
  std::string message;
};

// One moment. Findings that only say the same in other words (days left) make no event.
struct TimelineEvent {
  Instant at;  // the first second of the new verdict
  EventCause cause = EventCause::threshold;
  std::string sha256;   // of the certificate that causes it; of the list's issuer for crl_ends; empty where there is none
  std::string display;  // its name
  Role role = Role::leaf;
  std::string message;  // "intermediate 'Example CA 1' ends"
  Standing before = Standing::good, after = Standing::good;
  std::vector<TimelineFinding> begin, end;
};

// From the evaluation time until all certificates of the bundle have ended, at most kLongestTimelineDays.
struct Timeline {
  Instant from, until;
  Standing now = Standing::good;
  std::vector<TimelineEvent> events;  // ascending
  bool limit_reached = false;         // kMostEvaluations were spent before every change was found
};

inline constexpr int kLongestTimelineDays = 36525;
inline constexpr std::size_t kMostEvaluations = 2000;

// What the bundle is found to be with the clock at that moment. Waivers count as of the moment, too.
using EvaluateAt = std::function<Evaluation(Instant)>;

// Finds the moments by really evaluating: at every moment at which something is known to begin or end, and, where two neighbours differ
// without one, by halving what lies between to the second. There is no second logic for times to come.
Timeline make_timeline(const FactContext& context, const EvaluateAt& evaluate_at);

// One cause and every bundle whose verdict it worsens.
struct FleetEvent {
  Instant at;
  EventCause cause = EventCause::certificate_ends;
  std::string sha256, display;
  Role role = Role::leaf;
  Standing after = Standing::error;  // the gravest among them
  std::vector<std::string> bundles;  // names, in the order of the report; each once
};

// A bundle's name and its timeline. Borrows.
struct NamedTimeline {
  std::string_view bundle;
  const Timeline* timeline;
};

// By moment, then by number of bundles. Only what makes a verdict worse.
std::vector<FleetEvent> fleet_events(const std::vector<NamedTimeline>& timelines);

}  // namespace chainlint
