#include "chainlint/renewal/worsening.h"
#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

Json findings_json(const std::vector<renewal::TimelineFinding>& findings) {
  Json json = Json::array();
  for (const renewal::TimelineFinding& finding : findings) {
    json.push_back({{"rule", finding.rule}, {"severity", to_string(finding.severity)}, {"message", finding.message}});
  }
  return json;
}

// What begins or ends: a certificate, the issuer of a list, or nothing that is a certificate.
Json about_json(const std::string& sha256, const std::string& display, chain::Role role) {
  if (sha256.empty()) return {};
  return {{"sha256", sha256}, {"subject", display}, {"role", chain::to_string(role)}};
}

Json event_json(const renewal::Timeline& timeline, const renewal::TimelineEvent& event) {
  return {{"at", event.at.to_string()},
          {"cause", renewal::to_string(event.cause)},
          {"certificate", about_json(event.sha256, event.display, event.role)},
          {"message", event.message},
          {"before", renewal::to_string(event.before)},
          {"after", renewal::to_string(event.after)},
          {"worse", renewal::worsens(timeline, event)},
          {"begins", findings_json(event.begin)},
          {"ends", findings_json(event.end)}};
}

}  // namespace

Json timeline_json(const renewal::Timeline& timeline) {
  Json events = Json::array();
  for (const renewal::TimelineEvent& event : timeline.events) events.push_back(event_json(timeline, event));
  return {{"from", timeline.from.to_string()},
          {"until", timeline.until.to_string()},
          {"leaf_ended", timeline.leaf_ended ? Json(timeline.leaf_ended->to_string()) : Json()},
          {"now", renewal::to_string(timeline.now)},
          {"events", events},
          {"limit_reached", timeline.limit_reached}};
}

Json fleet_event_json(const renewal::FleetEvent& event) {
  return {{"at", event.at.to_string()},
          {"cause", renewal::to_string(event.cause)},
          {"certificate", about_json(event.sha256, event.display, event.role)},
          {"message", event.message},
          {"after", renewal::to_string(event.after)},
          {"count", event.bundles.size()},
          {"bundles", event.bundles}};
}

}  // namespace chainlint::report
