// Every future time at which the verdict on a bundle changes.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/instant.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint::renewal {

// The verdict on a bundle at a moment: its most severe finding that is not accepted. A rule that cannot be evaluated on anything but a key
// counts as an error, as it does for the exit status.
enum class Standing { good, note, warning, error };
inline constexpr EnumNames<Standing::error> kStandingNames{"good", "note", "warning", "error"};
constexpr std::string_view to_string(Standing standing) { return kStandingNames[standing]; }
Standing standing_of(const rules::Evaluation& evaluation);

// What makes a verdict change.
enum class EventCause {
  certificate_ends,
  certificate_begins,
  crl_ends,     // nextUpdate of a revocation list
  crl_begins,   // thisUpdate of one
  distrust,     // a root program stops trusting a CA (records)
  ca_event,     // another event of a CA (records)
  waiver_ends,  // a waived finding is reported again
  threshold,    // a limit of a rule is reached: "less than 30 days left"
};
inline constexpr EnumNames<EventCause::threshold> kEventCauseNames{"certificate-ends", "certificate-begins", "crl-ends",    "crl-begins",
                                                                   "distrust",         "ca-event",           "waiver-ends", "threshold"};
constexpr std::string_view to_string(EventCause cause) { return kEventCauseNames[cause]; }

// A finding that begins or ends.
struct TimelineFinding {
  std::string rule;
  Severity severity = Severity::warning;
  std::string message;
};

// One moment. Findings that only say the same in other words (days left) make no event.
struct TimelineEvent {
  Instant at;  // the first second of the new verdict
  EventCause cause = EventCause::threshold;
  std::string sha256;   // of the certificate that causes it; of the list's issuer; of what a limit is about; empty where there is none
  std::string display;  // its name
  chain::Role role = chain::Role::leaf;
  std::string message;  // "intermediate 'Example CA 1' expires"
  Standing before = Standing::good, after = Standing::good;
  std::vector<TimelineFinding> begin, end;

  bool worse() const { return after > before; }
};

// From the evaluation time until the last certificate of the chain has expired, at most TimelineLimits::kDays.
struct Timeline {
  Instant from, until;
  std::optional<Instant> leaf_ended;  // the first second at which every end-entity certificate of the bundle has expired
  Standing now = Standing::good;
  std::vector<TimelineEvent> events;  // ascending; those of one second each have a cause of their own
  bool limit_reached = false;         // not all was looked at: then `until` is as far as it was
  std::size_t evaluations = 0;        // how often the bundle was evaluated
};

// The evaluation of the bundle at that moment. Waivers count as of the moment, too.
using EvaluateAt = std::function<rules::Evaluation(Instant)>;

// Finds the moments by evaluating the bundle: before and at each start and end of a validity period in or near the chain, and, where two of
// these differ, by bisection to the second. Future times use the same code. `rules` (null: none) contains the limits that are tried first;
// they decide nothing. A finding that both begins and ends between two such moments is not found, and once the last end-entity certificate
// has expired only what begins, ends or changes the verdict is reported.
Timeline make_timeline(const facts::FactContext& context, const EvaluateAt& evaluate_at, const rules::RuleSet* rules = nullptr);

// One cause and every bundle whose verdict it worsens.
struct FleetEvent {
  Instant at;
  EventCause cause = EventCause::certificate_ends;
  std::string sha256, display, message;
  chain::Role role = chain::Role::leaf;
  Standing after = Standing::error;  // the most severe among them
  std::vector<std::string> bundles;  // names, in the order of the report; each once
};

// A bundle's name and its timeline. Borrows.
struct NamedTimeline {
  std::string_view bundle;
  const Timeline* timeline;
};

// By moment, then by number of bundles. Only what makes a verdict worse.
std::vector<FleetEvent> fleet_events(const std::vector<NamedTimeline>& timelines);

}  // namespace chainlint::renewal
