// The inventory of a run as a table.
#pragma once

#include <string>

#include "chainlint/report/report.h"

namespace chainlint::report {

// One line per entry of every bundle (RFC 4180), with a head line; what could not be read has lines, too. Texts that a spreadsheet would
// take for a formula are quoted by an apostrophe.
std::string write_contents_csv(const Report& report);

}  // namespace chainlint::report
