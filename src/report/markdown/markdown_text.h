// Text from files and users, made safe for Markdown.
#pragma once

#include <string>
#include <string_view>

namespace chainlint::report {

// A paragraph or several: nothing in it is markup, a mention, a reference or a link. Empty lines keep their meaning, other line breaks
// become blanks.
std::string markdown_prose(std::string_view text);

// A code span, with a longer fence where the text has backticks.
std::string markdown_code(std::string_view text);

// Text that is Markdown already, for the cell of a table.
std::string markdown_cell(std::string_view markdown);

// A value that came out of a file, as code that can be copied: no markup, mention, reference or link, in a paragraph or a cell of a table.
std::string markdown_value(std::string_view text);

// A sentence with such values in it, on one line: those between single quotes become code, and so do addresses, commits and
// what else GitHub or GitLab would make a link of; nothing else is markup, mentions an account ("@name") or refers to something ("#1"). Fit
// for a cell of a table, too.
std::string markdown_message(std::string_view text);

// A link; the title alone, with the address as code, where that is not one of the web.
std::string markdown_link(std::string_view title, std::string_view url);

}  // namespace chainlint::report
