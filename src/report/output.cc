#include "chainlint/report/output.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "help_url.h"
#include "text/contents_csv.h"

namespace chainlint::report {
namespace {

std::string for_people(std::string_view text, const TextStyle& style) {
  return log_text(text, style.color, style.links ? std::string_view(kProjectUrl) : std::string_view());
}

std::unique_ptr<BundleWriter> text_stream(View view, const TextStyle& style, Sink sink) {
  if (view != View::findings && view != View::contents) return nullptr;
  Sink safe = [sink = std::move(sink), style](std::string_view text) { sink(for_people(text, style)); };
  return view == View::findings ? text_writer(style, std::move(safe)) : show_writer(style, std::move(safe));
}

std::string text_of(const Report& report, View view, const TextStyle& style) {
  return for_people(view == View::changes ? write_changes(report, style) : write_timeline(report, style), style);
}

std::unique_ptr<BundleWriter> json_stream(View view, const TextStyle&, Sink sink) {
  return json_writer(view != View::contents, std::move(sink));
}

std::unique_ptr<BundleWriter> jsonl_stream(View view, const TextStyle&, Sink sink) {
  return jsonl_writer(view != View::contents, std::move(sink));
}

std::string csv_of(const Report& report, View view, const TextStyle&) {
  return log_text(view == View::contents ? write_contents_csv(report) : write_csv(report));
}

// A writer whose output is the same for every view and style.
template <std::string (*kWrite)(const Report&)>
std::string same_for_all(const Report& report, View, const TextStyle&) {
  return kWrite(report);
}

template <std::string (*kWrite)(const Report&, Severity)>
std::string from_min_severity(const Report& report, View, const TextStyle& style) {
  return kWrite(report, style.min_severity);
}

// In the order of OutputFormat.
constexpr std::array<OutputRow, policy::kOutputFormatNames.size()> kOutputs{{
    {.format = OutputFormat::text, .title = "human-readable text", .write = text_of, .stream = text_stream, .has_contents = true},
    {.format = OutputFormat::json, .title = "JSON document", .stream = json_stream, .mark = "{\"schema_version\": ", .has_contents = true},
    {.format = OutputFormat::jsonl,
     .title = "JSON, one value per line",
     .stream = jsonl_stream,
     .mark = "{\"kind\":\"run\",",
     .has_contents = true},
    {.format = OutputFormat::sarif,
     .title = "SARIF 2.1.0 for code scanning",
     .write = same_for_all<write_sarif>,
     .mark = "\"$schema\": \"https://docs.oasis-open.org/sarif",
     .has_repository_paths = true},
    {.format = OutputFormat::junit,
     .title = "JUnit XML for CI servers",
     .write = same_for_all<write_junit>,
     .mark = "<testsuites name=\"chainlint "},
    {.format = OutputFormat::github,
     .title = "annotations of GitHub Actions",
     .write = from_min_severity<write_github>,
     .has_repository_paths = true},
    {.format = OutputFormat::gitlab,
     .title = "code quality report of GitLab",
     .write = same_for_all<write_gitlab>,
     .mark = "[\n{\"description\":",
     .empty = "[\n]\n",
     .has_repository_paths = true},
    {.format = OutputFormat::markdown,
     .title = "comment for a pull request",
     .write = from_min_severity<write_markdown>,
     .mark = " chainlint: "},
    {.format = OutputFormat::html,
     .title = "HTML page",
     .write = same_for_all<write_html>,
     .mark = "<meta name=\"generator\" content=\"chainlint ",
     .has_timeline = true,
     .has_details = true},
    {.format = OutputFormat::csv, .title = "CSV for spreadsheets", .write = csv_of, .mark = "bundle,target,", .has_contents = true},
    {.format = OutputFormat::ics,
     .title = "iCalendar with future events",
     .write = same_for_all<write_ics>,
     .mark = "PRODID:-//chainlint//",
     .has_timeline = true},
    {.format = OutputFormat::azure,
     .title = "logging commands of Azure Pipelines",
     .write = from_min_severity<write_azure>,
     .has_repository_paths = true},
    {.format = OutputFormat::teamcity,
     .title = "service messages of TeamCity",
     .write = same_for_all<write_teamcity>,
     .has_repository_paths = true},
    {.format = OutputFormat::tap,
     .title = "Test Anything Protocol, version 14",
     .write = same_for_all<write_tap>,
     .mark = "TAP version 14\n"},
    {.format = OutputFormat::checkstyle,
     .title = "Checkstyle XML",
     .write = same_for_all<write_checkstyle>,
     .mark = "\n<error source=\"chainlint.",
     .empty = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n</checkstyle>\n",
     .has_repository_paths = true},
}};

constexpr std::size_t kMarkWithin = 512;

// That each has a writer is tested: with the sanitizers of g++, whether the address of a function is null is no constant (GCC bug 71962).
static_assert(std::equal(kOutputs.begin(), kOutputs.end(), policy::kOutputFormatNames.values().begin(),
                         [](const OutputRow& row, OutputFormat format) { return row.format == format; }),
              "one row per output format, in the order of OutputFormat");

}  // namespace

bool is_report(OutputFormat format, std::string_view content) {
  const OutputRow& row = output_row(format);
  if (!row.empty.empty() && content == row.empty) return true;
  const std::string_view line = content.substr(0, content.find('\n'));
  // A heading with a symbol, as no document about chainlint begins.
  if (format == OutputFormat::markdown) return line.starts_with("### ") && !is_ascii(line) && line.find(row.mark) != std::string_view::npos;
  if (!row.mark.empty()) return content.substr(0, kMarkWithin).find(row.mark) != std::string_view::npos;
  const std::size_t last_line = content.size() < 2 ? 0 : content.rfind('\n', content.size() - 2) + 1;
  return content.ends_with(")\n") && content.substr(last_line).find("(evaluated at ") != std::string_view::npos;
}

bool is_report_of_any_format(std::string_view content) {
  return std::any_of(kOutputs.begin(), kOutputs.end(), [&](const OutputRow& row) { return is_report(row.format, content); });
}

std::unique_ptr<BundleWriter> stream_output(OutputFormat format, View view, const TextStyle& style, Sink sink) {
  const OutputRow& row = output_row(format);
  return row.stream == nullptr ? nullptr : row.stream(view, style, std::move(sink));
}

std::string write_output(const Report& report, OutputFormat format, View view, const TextStyle& style) {
  std::string out;
  const std::unique_ptr<BundleWriter> writer = stream_output(format, view, style, [&out](std::string_view text) { out += text; });
  if (writer == nullptr) return output_row(format).write(report, view, style);
  write_all(report, *writer, [&] { return out.size() > report.most_bytes; });
  return out;
}

const OutputRow& output_row(OutputFormat format) { return kOutputs[static_cast<std::size_t>(format)]; }

}  // namespace chainlint::report
