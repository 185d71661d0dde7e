#include "chainlint/renewal/timeline.h"

namespace chainlint {

std::string_view to_string(Standing standing) {
  switch (standing) {
    case Standing::good:
      return "good";
    case Standing::note:
      return "note";
    case Standing::warning:
      return "warning";
    case Standing::error:
      return "error";
  }
  return "";
}

std::string_view to_string(EventCause cause) {
  switch (cause) {
    case EventCause::certificate_ends:
      return "certificate-ends";
    case EventCause::certificate_begins:
      return "certificate-begins";
    case EventCause::crl_ends:
      return "crl-ends";
    case EventCause::distrust:
      return "distrust";
    case EventCause::threshold:
      return "threshold";
  }
  return "";
}

Standing standing_of(const Evaluation&) { return Standing::good; }

Timeline make_timeline(const FactContext& context, const EvaluateAt&) {
  Timeline timeline;
  timeline.from = timeline.until = context.request.at;
  return timeline;
}

std::vector<FleetEvent> fleet_events(const std::vector<NamedTimeline>&) { return {}; }

}  // namespace chainlint
