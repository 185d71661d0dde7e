#include "chainlint/report/output.h"

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/report/output_views.h"
#include "text/contents_csv.h"

namespace chainlint::report {

std::string_view to_string(OutputFormat format) {
  switch (format) {
    case OutputFormat::text:
      return "text";
    case OutputFormat::json:
      return "json";
    case OutputFormat::jsonl:
      return "jsonl";
    case OutputFormat::sarif:
      return "sarif";
    case OutputFormat::junit:
      return "junit";
    case OutputFormat::github:
      return "github";
    case OutputFormat::gitlab:
      return "gitlab";
    case OutputFormat::markdown:
      return "markdown";
    case OutputFormat::html:
      return "html";
    case OutputFormat::csv:
      return "csv";
    case OutputFormat::ics:
      return "ics";
  }
  return "";
}

const std::vector<OutputFormat>& all_output_formats() {
  static const std::vector<OutputFormat> kAll{OutputFormat::text,  OutputFormat::json,   OutputFormat::jsonl,  OutputFormat::sarif,
                                              OutputFormat::junit, OutputFormat::github, OutputFormat::gitlab, OutputFormat::markdown,
                                              OutputFormat::html,  OutputFormat::csv,    OutputFormat::ics};
  return kAll;
}

bool needs_timeline(OutputFormat format) { return format == OutputFormat::html || format == OutputFormat::ics; }

bool can_show(OutputFormat format, View view) {
  if (view != View::contents) return true;
  return format == OutputFormat::text || format == OutputFormat::json || format == OutputFormat::jsonl || format == OutputFormat::csv;
}

namespace {

std::string text_of(const Report& report, View view, const TextStyle& style) {
  switch (view) {
    case View::findings:
      return write_text(report, style);
    case View::contents:
      return write_show(report, style);
    case View::changes:
      return write_changes(report, style);
    case View::timeline:
      return write_timeline(report, style);
  }
  return {};
}

}  // namespace

std::string write_output(const Report& report, OutputFormat format, View view, const TextStyle& style) {
  switch (format) {
    case OutputFormat::text:
      return text_of(report, view, style);
    case OutputFormat::json:
      return write_json(report, view != View::contents);
    case OutputFormat::jsonl:
      return write_jsonl(report, view != View::contents);
    case OutputFormat::sarif:
      return write_sarif(report);
    case OutputFormat::junit:
      return write_junit(report);
    case OutputFormat::github:
      return write_github(report, style.min_severity);
    case OutputFormat::gitlab:
      return write_gitlab(report);
    case OutputFormat::markdown:
      return write_markdown(report, style.min_severity);
    case OutputFormat::html:
      return write_html(report);
    case OutputFormat::csv:
      return view == View::contents ? write_contents_csv(report) : write_csv(report);
    case OutputFormat::ics:
      return write_ics(report);
  }
  return {};
}

}  // namespace chainlint::report
