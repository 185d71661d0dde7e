// Service messages of TeamCity: https://www.jetbrains.com/help/teamcity/service-messages.html. Each finding is an inspection.
#include <cstdio>
#include <set>
#include <string>
#include <string_view>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "comparison.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// The limits that TeamCity documents are 255 characters for an id and 4000 for all else.
constexpr std::size_t kMostOfAnId = 200;
constexpr std::size_t kMostOfAValue = 3000;

void append_unit(std::string& out, char32_t unit) {
  char text[16];
  std::snprintf(text, sizeof text, "|0x%04X", static_cast<unsigned>(unit));
  out += text;
}

// " name='value'". What is no ASCII is written as UTF-16 units, whatever the encoding of the log is.
std::string teamcity_value(std::string_view name, std::string_view text, std::size_t most = kMostOfAValue) {
  std::string out = " " + std::string(name) + "='";
  const std::string line = log_text(on_one_line(excerpt(text, most)));
  for (std::string_view rest = line; !rest.empty();) {
    const CodePoint next = first_code_point(rest);
    const char32_t c = next.value;
    if (std::string_view("'|[]").find(rest.front()) != std::string_view::npos) out += '|';
    if (c < 0x80) {
      out += rest.front();
    } else if (c < 0x10000) {
      append_unit(out, c);
    } else {
      append_unit(out, 0xD800 + ((c - 0x10000) >> 10));
      append_unit(out, 0xDC00 + ((c - 0x10000) & 0x3FF));
    }
    rest.remove_prefix(next.length == 0 ? 1 : next.length);
  }
  return out + "'";
}

std::string_view teamcity_severity(const Annotation& annotation) {
  return annotation.severity == Severity::error ? "ERROR" : annotation.severity == Severity::warning ? "WARNING" : "INFO";
}

std::string inspection(const Annotation& annotation) {
  const std::string text = annotation.message + (annotation.fix.empty() ? "" : "; fix: " + annotation.fix);
  return "##teamcity[inspection" + teamcity_value("typeId", annotation.check, kMostOfAnId) + teamcity_value("message", text) +
         teamcity_value("file", annotation.location.path) + teamcity_value("line", std::to_string(annotation.location.line.value_or(1))) +
         teamcity_value("SEVERITY", teamcity_severity(annotation)) + "]\n";
}

}  // namespace

std::string write_teamcity(const Report& whole) {
  const Report report = counted(whole);
  std::string out;
  std::set<std::string> types;  // each is declared once, before its first inspection
  for (const Annotation& annotation : annotations_of(report)) {
    if (types.insert(annotation.check).second) {
      out += "##teamcity[inspectionType" + teamcity_value("id", annotation.check, kMostOfAnId) +
             teamcity_value("name", annotation.check, kMostOfAnId) +
             teamcity_value("description", annotation.title.empty() ? annotation.check : annotation.title) +
             teamcity_value("category", "chainlint") + "]\n";
    }
    out += inspection(annotation);
  }
  return out + summary_line(whole, report);
}

}  // namespace chainlint::report
