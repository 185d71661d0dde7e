// How text reports look: colours, columns and lines that fit.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "chainlint/base/diagnostic.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

enum class Ink { bold, dim, red, yellow, blue, green };

// `text` in that ink where the style has colour, else as it is.
std::string ink(const TextStyle& style, Ink color, std::string_view text);
std::string severity_word(const TextStyle& style, Severity severity);

// The name of a rule; a link to its page where the style has links and the page is one of the project.
std::string rule_name(const TextStyle& style, const rules::Rule& rule);

// Columns that `text` takes on a terminal: one for each code point, none for links. Exact for all scripts whose characters are one column
// wide.
std::size_t width(std::string_view text);

// `text` with blanks up to `columns`.
std::string padded(std::string_view text, std::size_t columns);

// `text` broken at blanks so that no line is longer than the style's columns, if it has any; every line starts with `indent` blanks. Line
// breaks in `text` are kept. Ends with a line break.
std::string wrapped(const TextStyle& style, std::string_view text, std::size_t indent);

// `head` and then `text` on the same line, its further lines under where it begins.
std::string hanging(const TextStyle& style, std::string_view head, std::string_view text);

}  // namespace chainlint::report
