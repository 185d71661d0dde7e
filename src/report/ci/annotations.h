// All that a report has to say about places in files, each thing once: for services that mark lines in a change.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

struct Annotation {
  enum class Kind { diagnostic, finding, not_evaluated } kind = Kind::finding;
  Severity severity = Severity::warning;  // a rule that was not evaluated is a warning
  std::string check;                      // the rule, or the code of the diagnostic
  std::string message;
  std::string fix;  // empty where there is none
  // The path is as the user gave it, without "./" and "//". For a member of an archive it is that of the archive, and there is no line.
  Location location;
  std::string identity;  // stays the same while it speaks of the same thing, wherever that stands in the file
};

// Diagnostics, then findings that nobody accepted, then what was not evaluated; each in the order of the report.
std::vector<Annotation> annotations_of(const Report& report);

}  // namespace chainlint::report
