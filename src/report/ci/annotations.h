// All that a report has to say about places in files, each thing once: for services that mark lines in a change.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

struct Annotation {
  enum class Kind { diagnostic, finding, not_evaluated } kind = Kind::finding;
  Severity severity = Severity::warning;  // a rule that was not evaluated is a warning
  std::string check;                      // the rule, or the code of the diagnostic
  std::string title;                      // of the rule; empty for a diagnostic
  std::string message;
  std::string fix;   // the first step of how many; empty where there is none
  std::string body;  // details, all steps and what the finding explains, one per line; empty where there is none of it
  // The path is as the user gave it, without "./" and "//". For a member of an archive it is that of the archive, and there is no line.
  Location location;
  std::string identity;                                     // stays the same while it is about the same thing, wherever that is in the file
  facts::SubjectKind subject = facts::SubjectKind::bundle;  // of a finding
  std::size_t bundles = 1;                                  // in how many bundles the file is wrong by it
  std::vector<Location> elsewhere;                          // other places with the same cause: only of annotations_by_cause()
};

// Diagnostics, then findings that are not accepted, then rules that were not evaluated; each in the order of the report.
std::vector<Annotation> annotations_of(const Report& report);

// One for each cause from the severity on, at its first place, highest severity first. One cause are findings of the same subject in
// several files, and what a rule says in the same words of several subjects; but each private key is a cause of its own, and so is each
// file that was not read.
std::vector<Annotation> annotations_by_cause(const Report& report, Severity min_severity);

// "MESSAGE (in 2 bundles and 3 other places)", then `separator` and the first step, at most so many bytes.
std::string short_text(const Annotation& annotation, std::string_view separator, std::size_t most);

// "key id: ...", "fix: ..." or "1. ...", "explains RULE: ...", one per line.
std::string finding_body(const rules::Finding& finding, const std::vector<const rules::Finding*>& effects);

// A line of a log that is no command.
std::string log_line(std::string_view text);

// "chainlint: 2 bundles: 1 error, ... (evaluated at ...)": the last line of a log; `whole` has what `report`, which is counted(whole),
// lacks.
std::string summary_line(const Report& whole, const Report& report);

}  // namespace chainlint::report
