// When a verdict gets worse, and the date that reports show for it: the same in every report.
#pragma once

#include <string_view>

#include "chainlint/base/instant.h"
#include "chainlint/renewal/timeline.h"

namespace chainlint::renewal {

// In words, for where it is shown.
inline constexpr std::string_view kWorseInWords =
    "worse is a more severe verdict, or a new error in a bundle that has errors already and a leaf that is still valid";

// Whether the event of that timeline makes its bundle worse, as kWorseInWords defines it.
bool worsens(const Timeline& timeline, const TimelineEvent& event);

// The moment in words. An expiry is shown with its last valid second, the notAfter or nextUpdate that other tools show, and not with the
// second after it, which may be on the next day.
Instant told_at(EventCause cause, Instant at);

}  // namespace chainlint::renewal
