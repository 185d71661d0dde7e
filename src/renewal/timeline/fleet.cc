#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "chainlint/renewal/timeline.h"
#include "chainlint/renewal/worsening.h"

namespace chainlint::renewal {
std::vector<FleetEvent> fleet_events(const std::vector<NamedTimeline>& timelines) {
  std::map<std::tuple<Instant, EventCause, std::string, std::string>, std::size_t> known;
  std::vector<FleetEvent> fleet;
  for (const NamedTimeline& named : timelines) {
    for (const TimelineEvent& event : named.timeline->events) {
      if (!worsens(*named.timeline, event)) continue;
      const auto [slot, added] = known.emplace(std::tuple(event.at, event.cause, event.sha256, event.message), fleet.size());
      if (added) fleet.push_back({event.at, event.cause, event.sha256, event.display, event.message, event.role, event.after, {}});
      FleetEvent& of_all = fleet[slot->second];
      of_all.after = std::max(of_all.after, event.after);
      // The targets of a bundle are adjacent.
      if (of_all.bundles.empty() || of_all.bundles.back() != named.bundle) of_all.bundles.emplace_back(named.bundle);
    }
  }
  std::stable_sort(fleet.begin(), fleet.end(), [](const FleetEvent& a, const FleetEvent& b) {
    return std::tuple(a.at, b.bundles.size(), std::string_view(a.message)) <
           std::tuple(b.at, a.bundles.size(), std::string_view(b.message));
  });
  return fleet;
}

}  // namespace chainlint::renewal
