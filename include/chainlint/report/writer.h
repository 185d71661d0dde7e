// One writer for each output format, each a pure function of the report. Those of bundle_writer.h can also write it piece by piece.
#pragma once

#include <string>

#include "chainlint/policy/output_format.h"
#include "chainlint/report/report.h"

namespace chainlint::report {

// How text for people is drawn.
struct TextStyle {
  bool color = false;
  bool links = false;       // rule names are links to their pages (OSC 8)
  std::size_t columns = 0;  // of the terminal; 0: lines are never broken
  Severity min_severity = Severity::note;
  bool quiet = false;    // findings and the summary alone
  bool verbose = false;  // also details, what a finding explains, each client
  policy::GroupBy group_by = policy::GroupBy::automatic;
};

// `check` for people: each bundle with its chain as sent, findings with place and remedy, a summary line. With more than 20 bundles, or
// grouped by cause, the causes and how many bundles have each.
std::string write_text(const Report& report, const TextStyle& style);

// `diff` for people: every change with its impact, new findings, the order of the rollout.
std::string write_changes(const Report& report, const TextStyle& style);

// `timeline` for people: every date at which a verdict changes; for several bundles, first the dates that affect many of them.
std::string write_timeline(const Report& report, const TextStyle& style);

// The JSON document. `with_findings` is false for `show`.
std::string write_json(const Report& report, bool with_findings);

// SARIF 2.1.0 (OASIS), as GitHub code scanning takes it.
std::string write_sarif(const Report& report);

// One JSON value per line: the run, each bundle, each input, the summary; the members of the JSON document with "kind" before them.
std::string write_jsonl(const Report& report, bool with_findings);

// JUnit XML as CI servers read it: one suite per bundle, one case per rule that found something or could not be evaluated.
std::string write_junit(const Report& report);

// Workflow commands of GitHub Actions: one annotation per cause.
std::string write_github(const Report& report, Severity min_severity);

// The code quality report of GitLab.
std::string write_gitlab(const Report& report);

// Logging commands of Azure Pipelines: an issue per cause.
std::string write_azure(const Report& report, Severity min_severity);

// Service messages of TeamCity: an inspection per finding.
std::string write_teamcity(const Report& report);

// The Test Anything Protocol, version 14: a test point per bundle, and per file that could not be read.
std::string write_tap(const Report& report);

// XML as Checkstyle writes it: an error per finding, by file.
std::string write_checkstyle(const Report& report);

// A comment on a pull request, in GitHub's Markdown: the verdict and a table with one row per bundle; folded what changes, the chain before
// and after, the rollout and the findings with details. At most 65,000 bytes, the limit of such comments; what is left out is counted.
std::string write_markdown(const Report& report, Severity min_severity);

// One page that needs nothing else: no script is needed to read it, nothing is loaded. With the timeline as a picture.
std::string write_html(const Report& report);

// One line per finding (RFC 4180), with a header line. Texts that a spreadsheet would take for a formula begin with an apostrophe.
std::string write_csv(const Report& report);

// A calendar (RFC 5545) of the moments at which verdicts get worse.
std::string write_ics(const Report& report);

}  // namespace chainlint::report
