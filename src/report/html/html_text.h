// Text from files, made safe for HTML and SVG.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

// What a text from a file may take of a page, in code points; the rest is cut off and counted.
inline constexpr std::size_t kMostOfMessage = 4000;
inline constexpr std::size_t kMostOfName = 300;

// The first `most` code points of `text`; what is left out is said behind it.
std::string shortened(std::string_view text, std::size_t most);
// The same with "…" alone in place of what is left out.
std::string ellipsized(std::string_view text, std::size_t most);

// For element content and for attributes between double quotes: printable, `& < > "` escaped, at most kMostOfMessage code points.
std::string html_escaped(std::string_view text, std::size_t most = kMostOfMessage);

// The same for text of several paragraphs, which empty lines divide.
std::string html_paragraphs(std::string_view text);

// A name from a file: its direction of writing stays inside. Of ASCII alone it has only one.
std::string html_name(std::string_view text, std::size_t most = kMostOfName);

std::string html_code(std::string_view text, std::size_t most = kMostOfName);

// A list of names; those after the first `most` are counted.
std::string html_list(const std::vector<std::string>& names, std::size_t most);

// A row of a <dl>; empty where there is no value.
std::string html_fact(std::string_view term, const std::string& html);

// A cell of a table of class "stack". On a telephone each row becomes a block of lines, which the labels then begin.
std::string html_cell(std::string_view label, const std::string& html);

// A link to an https address; the title alone for anything else.
std::string html_reference(std::string_view title, std::string_view url);

// <time>: the date, or date and hour.
std::string html_date(Instant at);
std::string html_time(Instant at);

// "in 12 days", "3 days ago", "today".
std::string days_away(Instant at, Instant from);

// "error" in its colour, with the sign that the style sheet puts before it.
std::string html_badge(std::string_view kind, std::string_view text);
std::string html_badge(Severity severity);
std::string html_badge(renewal::Standing standing);

}  // namespace chainlint::report
