// The report of Checkstyle, which many services read although they know nothing of certificates.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "ci/xml_text.h"
#include "comparison.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// No comment before the root: there are readers that take the first node for it. The version is one that all of them know.
constexpr std::string_view kCheckstyleHead = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
constexpr std::size_t kMostOfACheckstyleMessage = 1000;

std::string_view checkstyle_severity(const Annotation& annotation) {
  return annotation.severity == Severity::note ? std::string_view("info") : to_string(annotation.severity);
}

std::string checkstyle_error(const Annotation& annotation) {
  const Location& location = annotation.location;
  std::string out = "<error" + attribute("source", "chainlint." + annotation.check) + attribute("line", location.line.value_or(1));
  if (location.line && location.column) out += attribute("column", *location.column);
  return out + attribute("severity", checkstyle_severity(annotation)) +
         attribute("message", short_text(annotation, "; fix: ", kMostOfACheckstyleMessage)) + "/>\n";
}

}  // namespace

std::string write_checkstyle(const Report& report) {
  std::vector<std::string> files;
  std::map<std::string, std::string> errors;
  for (const Annotation& annotation : annotations_of(counted(report))) {
    const auto [place, fresh] = errors.try_emplace(annotation.location.path);
    if (fresh) files.push_back(annotation.location.path);
    place->second += checkstyle_error(annotation);
  }
  std::string out(kCheckstyleHead);
  for (const std::string& file : files) out += "<file" + attribute("name", file) + ">\n" + errors[file] + "</file>\n";
  return out + "</checkstyle>\n";
}

}  // namespace chainlint::report
