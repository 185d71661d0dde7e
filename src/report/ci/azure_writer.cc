// Logging commands of Azure Pipelines: https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands.
#include <string>
#include <string_view>

#include "chainlint/base/log_text.h"
#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "comparison.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostOfAnIssue = 200;

// As the library of Microsoft's tasks does (azure-pipelines-task-lib, taskcommand.ts); a line break has become a blank before.
std::string escaped_for_azure(std::string_view text, bool property) {
  std::string out;
  for (const char c : log_text(on_one_line(text))) {
    if (c == '%') {
      out += "%AZP25";
    } else if (property && (c == ']' || c == ';')) {
      out += c == ']' ? "%5D" : "%3B";
    } else {
      out += c;
    }
  }
  return out;
}

std::string azure_issue(const Annotation& annotation) {
  const std::string text = short_text(annotation, "; fix: ", kMostOfAnIssue);
  // There is no azure_issue below a warning.
  if (annotation.severity == Severity::note) {
    return log_line("note  " + annotation.check + "  " + to_string(annotation.location) + "  " + text);
  }
  const Location& location = annotation.location;
  std::string out = "##vso[task.logissue type=" + std::string(to_string(annotation.severity)) + ";";
  if (!location.path.empty() && location.path != "-") {
    out += "sourcepath=" + escaped_for_azure(location.path, true) + ";linenumber=" + std::to_string(location.line.value_or(1)) + ";";
    if (location.line && location.column) out += "columnnumber=" + std::to_string(*location.column) + ";";
  }
  return out + "code=" + escaped_for_azure(annotation.check, true) + ";]" + escaped_for_azure(text, false) + "\n";
}

}  // namespace

std::string write_azure(const Report& whole, Severity min_severity) {
  const Report report = counted(whole);
  std::string out;
  for (const Annotation& annotation : annotations_by_cause(report, min_severity)) out += azure_issue(annotation);
  return out + summary_line(whole, report);
}

}  // namespace chainlint::report
