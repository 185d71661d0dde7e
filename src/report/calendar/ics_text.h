// Content lines of iCalendar (RFC 5545 section 3).
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/instant.h"

namespace chainlint::report {

// A content line: folded after 75 bytes, never inside a character, ended by CRLF. `value` must be free of control characters.
std::string ics_line(std::string_view name, std::string_view value);

// A TEXT value (section 3.3.11). Line breaks in `text` stay line breaks, other control characters are shown as escapes.
std::string ics_text(std::string_view text);

// "20261201T220000Z" (section 3.3.5, form 2).
std::string ics_time(Instant at);

}  // namespace chainlint::report
