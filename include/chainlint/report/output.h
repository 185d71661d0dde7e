// The output formats, one row each.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "chainlint/policy/output_format.h"
#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

using policy::OutputFormat;

// What a report is read for.
enum class View {
  findings,  // `check`
  contents,  // `show`
  changes,   // `diff`
  timeline,  // `timeline`
};

struct OutputRow {
  OutputFormat format;
  std::string_view title;                                                                   // what it is, in a few words
  std::string (*write)(const Report& report, View view, const TextStyle& style) = nullptr;  // null where `stream` never gives null
  // Null, or gives null, where the format needs the whole report before its first line.
  std::unique_ptr<BundleWriter> (*stream)(View view, const TextStyle& style, Sink sink) = nullptr;
  std::string_view mark;   // is near the beginning of every such report; empty: its last line says when it was "(evaluated at"
  std::string_view empty;  // the whole of a report that lists nothing, where that lacks the mark
  // Whether it can be written for View::contents, which has no findings: a format that lists nothing else would look like a pass. All
  // formats can be written for the other views.
  bool has_contents = false;
  bool has_timeline = false;          // shows the timeline of each bundle, so that it must be computed
  bool has_details = false;           // lists certificates in full, in every view
  bool has_repository_paths = false;  // its readers expect paths from the top of the repository
};

const OutputRow& output_row(OutputFormat format);

// Writes a report in the format while its bundles are checked, with the text of write_output(). Null where the format cannot in that view.
std::unique_ptr<BundleWriter> stream_output(OutputFormat format, View view, const TextStyle& style, Sink sink);

// Whether a file contains a report in the format.
bool is_report(OutputFormat format, std::string_view content);
bool is_report_of_any_format(std::string_view content);

// The report in the format. Nothing in it that comes from a file is a command to a terminal or, in the log of a CI system, to that
// (base/log_text.h). The style is used by the formats for people only.
std::string write_output(const Report& report, OutputFormat format, View view, const TextStyle& style);

}  // namespace chainlint::report
