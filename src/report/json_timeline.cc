#include "json_parts.h"

namespace chainlint {

nlohmann::ordered_json timeline_json(const Timeline&) { return nlohmann::ordered_json::object(); }

nlohmann::ordered_json fleet_event_json(const FleetEvent&) { return nlohmann::ordered_json::object(); }

}  // namespace chainlint
