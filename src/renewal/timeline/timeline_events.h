// What changes at one second, by its causes.
#pragma once

#include <vector>

#include "timeline/moment_state.h"
#include "timeline/timeline_moments.h"

namespace chainlint::renewal {

// One event for each cause that has findings of its own. `causes` are those of the second, the likeliest first; without one the change is
// a limit that was reached.
std::vector<TimelineEvent> events_of(Instant at, const MomentState& before, const MomentState& after, const std::vector<KnownCause>& causes,
                                     const std::vector<NearCertificate>& near);

}  // namespace chainlint::renewal
