// What counts as a turn for the worse, and on which date people are told of it: the same in every report.
#pragma once

#include <string_view>

#include "chainlint/base/instant.h"
#include "chainlint/renewal/timeline.h"

namespace chainlint::renewal {

// In words, for where it is shown.
inline constexpr std::string_view kWorseInWords =
    "worse is a graver verdict, or a new error of a bundle that has one already and whose leaf is still valid";

// Whether the event of that timeline makes its bundle worse, as kWorseInWords has it.
bool worsens(const Timeline& timeline, const TimelineEvent& event);

// The moment in words. What ends is told by its own last second, the notAfter or nextUpdate that everybody else shows, and not by the
// second after it, which may lie on the next day.
Instant told_at(EventCause cause, Instant at);

}  // namespace chainlint::renewal
