// The output formats by their names.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/report/report.h"
#include "chainlint/report/writer.h"

namespace chainlint::report {

enum class OutputFormat { text, json, jsonl, sarif, junit, github, gitlab, markdown, html, csv, ics };
std::string_view to_string(OutputFormat format);
const std::vector<OutputFormat>& all_output_formats();

// Whether the format shows the timeline of each bundle, so that it must be computed.
bool needs_timeline(OutputFormat format);

// What a report is read for.
enum class View {
  findings,  // `check`
  contents,  // `show`
  changes,   // `diff`
  timeline,  // `timeline`
};

// The report in the format. The style is for people's formats alone.
std::string write_output(const Report& report, OutputFormat format, View view, const TextStyle& style);

}  // namespace chainlint::report
