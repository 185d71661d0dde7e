// One writer for each output format, each a pure function of the report.
#pragma once

#include <string>

#include "chainlint/report/report.h"

namespace chainlint {

// How text for people is drawn.
struct TextStyle {
  bool color = false;
  std::size_t columns = 0;  // of the terminal; 0: lines are never broken
  Severity min_severity = Severity::note;
};

// `check` for people: each bundle with its chain as sent, findings with place and remedy, a summary line.
std::string write_text(const Report& report, const TextStyle& style);

// `show` for people: every entry, how it is protected, and the chains.
std::string write_show(const Report& report, const TextStyle& style);

// The contract's JSON document. `with_findings` is false for `show`.
std::string write_json(const Report& report, bool with_findings);

// SARIF 2.1.0 (OASIS), as GitHub code scanning takes it.
std::string write_sarif(const Report& report);

}  // namespace chainlint
