#include <algorithm>
#include <string>
#include <vector>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"
#include "text/drawing.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostRunRows = 20000;
constexpr std::size_t kMostDiagnostics = 50;

std::size_t count_standing(const Report& report, renewal::Standing standing) {
  return static_cast<std::size_t>(std::count_if(report.bundles.begin(), report.bundles.end(), [&](const BundleReport& bundle) {
    return !bundle.of_run && standing_in(bundle) == standing;
  }));
}

std::string some_of(std::size_t count, std::size_t all, std::string_view singular, std::string_view plural) {
  if (all == 1) return "The bundle " + std::string(singular);
  if (count == all) return "All " + std::to_string(all) + " bundles " + std::string(plural);
  return std::to_string(count) + " of " + std::to_string(all) + " bundles " + std::string(count == 1 ? singular : plural);
}

std::string verdict(const Report& report) {
  const Summary& summary = report.summary;
  const auto checked = static_cast<std::size_t>(std::count_if(report.bundles.begin(), report.bundles.end(), [](const BundleReport& bundle) {
    return !bundle.of_run && (has_verdict(bundle) || standing_in(bundle) != renewal::Standing::good);
  }));
  const bool evaluated = report.run.arguments.empty() || report.run.arguments.front() != "show";
  std::string text;
  if (!evaluated) {
    text = "Contents of " + count_noun(report.inputs.size(), "file");
  } else if (checked == 0) {
    text = "No certificate was checked";
  } else if (const std::size_t bad = count_standing(report, renewal::Standing::error); bad > 0) {
    text = summary.errors > 0 ? some_of(bad, checked, "has errors", "have errors")
                              : some_of(bad, checked, "could not be checked in full", "could not be checked in full");
  } else if (const std::size_t doubtful = count_standing(report, renewal::Standing::warning); doubtful > 0) {
    text = "No errors; " + some_of(doubtful, checked, "has warnings", "have warnings");
    text[11] = text[11] == 'T' ? 't' : text[11] == 'A' ? 'a' : text[11];
  } else if (summary.errors + summary.warnings > 0) {
    text = "The bundles are good, but the run itself has findings";
  } else {
    text = some_of(checked, checked, "is good", "are good");
    if (summary.not_evaluated > 0) text += " as far as could be checked";
  }
  if (summary.unreadable > 0) text += "; " + count_noun(summary.unreadable, "file") + " could not be read in full";
  return text;
}

std::string tile(std::string_view kind, std::size_t count, std::string_view word) {
  return "<li" + (count > 0 && !kind.empty() ? " class=\"" + std::string(kind) + "\"" : std::string()) + "><b>" + std::to_string(count) +
         "</b>" + std::string(word) + "</li>";
}

// A word as a shell takes it.
std::string shell_word(const std::string& word) {
  const bool plain = !word.empty() && word.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,@+%") ==
                                          std::string::npos;
  if (plain) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::string command_line(const RunRecord& run) {
  if (run.arguments.empty()) return "";
  constexpr std::size_t kMost = 100;
  std::string text = "chainlint";
  for (std::size_t i = 0; i < run.arguments.size() && i < kMost; ++i) text += " " + shell_word(shortened(run.arguments[i], kMostOfName));
  if (run.arguments.size() > kMost) text += " ... (" + std::to_string(run.arguments.size() - kMost) + " more)";
  return html_code(text, 20000);
}

std::string input_row(const InputReport& input) {
  std::string status(formats::to_string(input.status));
  const bool bad = input.status != formats::ReadStatus::read;
  std::string row = "<tr><th scope=\"row\">" + html_name(input.path);
  if (!input.sha256.empty()) row += "<div class=\"small soft\">SHA-256 " + html_code(input.sha256) + "</div>";
  row += "</th><td>" + std::string(formats::to_string(input.format)) + "</td><td class=\"opt\">" + html_escaped(counts(input)) +
         "</td><td>" + (bad ? html_badge(input.status == formats::ReadStatus::partial ? "warning" : "error", status) : status) +
         "</td></tr>\n";
  return row;
}

std::string diagnostic_item(const Diagnostic& diagnostic, const InputReport& input) {
  const Location location = place_of(diagnostic, input);
  const std::string fix = diagnostic.advice.empty() ? "" : "<div>Fix: " + html_name(diagnostic.advice, kMostOfMessage) + "</div>";
  return "<li>" + html_badge(diagnostic.severity) + " " + html_code(diagnostic.code) + " " + html_name(diagnostic.message, kMostOfMessage) +
         " <span class=\"soft small\">" + html_name(to_string(location)) + "</span>" + fix + "</li>\n";
}

std::string diagnostic_part(const std::vector<const InputReport*>& inputs, std::string_view what, bool open) {
  std::string out = "<details class=\"fold\"" + std::string(open ? " open" : "") + "><summary>" + count_noun(inputs.size(), "file") + " " +
                    std::string(what) + "</summary>\n<div class=\"card\">";
  for (std::size_t i = 0; i < inputs.size() && i < kMostRunRows; ++i) {
    const Diagnostics& all = inputs[i]->diagnostics;
    out += "<h3>" + html_name(inputs[i]->path) + "</h3><ul class=\"lines\">\n";
    for (std::size_t k = 0; k < all.size() && k < kMostDiagnostics; ++k) out += diagnostic_item(all[k], *inputs[i]);
    if (all.size() > kMostDiagnostics) out += "<li>and " + std::to_string(all.size() - kMostDiagnostics) + " more</li>";
    out += "</ul>\n";
  }
  if (inputs.size() > kMostRunRows) out += "<p>and " + std::to_string(inputs.size() - kMostRunRows) + " more</p>";
  return out + "</div></details>\n";
}

}  // namespace

std::string html_headline(const HtmlPage& page, std::size_t as_before) {
  const Report& report = page.report;
  const Summary& summary = report.summary;
  std::string out = "<p class=\"brand\">" + html_name(report.title.empty() ? "chainlint report" : report.title) + "</p>\n<h1>" +
                    verdict(report) + "</h1>\n" + html_first_errors(page);
  out += "<p class=\"soft\">Evaluated at " + html_time(report.at) + ", without network access.</p>\n";
  if (!report.meta.empty()) {
    out += "<dl class=\"facts meta\">";
    for (const auto& [name, value] : report.meta) out += html_fact(html_escaped(name), html_name(value, kMostOfMessage));
    out += "</dl>\n";
  }
  out += "<ul class=\"tiles\">" + tile("", summary.bundles, summary.bundles == 1 ? "bundle" : "bundles");
  out += tile("error", summary.errors, summary.errors == 1 ? "error" : "errors");
  out += tile("warning", summary.warnings, summary.warnings == 1 ? "warning" : "warnings");
  out += tile("note", summary.notes, summary.notes == 1 ? "note" : "notes");
  if (summary.not_evaluated > 0) out += tile("warning", summary.not_evaluated, "not evaluated");
  if (as_before > 0) out += tile("", as_before, "as before");
  if (summary.waived > summary.in_baseline) out += tile("", summary.waived - summary.in_baseline, "waived");
  if (summary.in_baseline > 0) out += tile("", summary.in_baseline, "in the baseline");
  if (summary.unreadable > 0) out += tile("error", summary.unreadable, summary.unreadable == 1 ? "file not read" : "files not read");
  return out + "</ul>\n";
}

std::string html_run(const Report& report) {
  std::string out =
      "<section aria-labelledby=\"run\"><h2 id=\"run\">How to repeat this run</h2>\n<div class=\"card\"><dl class=\"facts\">\n";
  out += html_fact("Command", command_line(report.run)) + html_fact("Program", "chainlint " + html_escaped(report.version));
  if (!report.run.rules_sha256.empty()) out += html_fact("Rules", "SHA-256 " + html_code(report.run.rules_sha256));
  if (!report.run.data_sha256.empty()) {
    const std::string of = report.run.data_date.empty() ? "" : " <span class=\"soft\">of " + html_escaped(report.run.data_date) + "</span>";
    out += html_fact("Data", "SHA-256 " + html_code(report.run.data_sha256) + of);
  }
  out += "</dl>\n";
  if (!report.run.files.empty()) {
    out += "<details class=\"fold\"><summary>" + count_noun(report.run.files.size(), "other file") +
           " that affected the result</summary><ul class=\"lines small\">";
    for (std::size_t i = 0; i < report.run.files.size() && i < kMostRunRows; ++i) {
      out += "<li>" + html_name(report.run.files[i].first) + " " + html_code(report.run.files[i].second) + "</li>\n";
    }
    out += "</ul></details>\n";
  }
  return out + "</div></section>\n";
}

std::string html_unread(const Report& report) {
  std::vector<const InputReport*> broken, remarked;
  for (const InputReport& input : report.inputs) {
    const auto is_error = [](const Diagnostic& diagnostic) { return diagnostic.severity == Severity::error; };
    if (input.diagnostics.empty()) continue;
    (std::any_of(input.diagnostics.begin(), input.diagnostics.end(), is_error) ? broken : remarked).push_back(&input);
  }
  if (broken.empty() && remarked.empty()) return "";
  std::string out = "<section aria-labelledby=\"unread\"><h2 id=\"unread\">" +
                    std::string(broken.empty() ? "Remarks on files" : "Files that could not be read in full") + "</h2>\n";
  constexpr std::size_t kMostOpen = 10;
  if (!broken.empty()) out += diagnostic_part(broken, "not read in full", broken.size() <= kMostOpen);
  if (!remarked.empty()) out += diagnostic_part(remarked, "with remarks", broken.empty() && remarked.size() <= kMostOpen);
  return out + "</section>\n";
}

std::string html_inputs(const Report& report) {
  if (report.inputs.empty() && report.skipped.empty()) return "";
  std::string out =
      "<section aria-labelledby=\"files\"><h2 id=\"files\">Inputs</h2>\n<details class=\"fold\"><summary>" +
      count_noun(report.inputs.size(), "file") +
      " read</summary>\n<div class=\"card\"><table><thead><tr><th scope=\"col\">File</th>"
      "<th scope=\"col\">Format</th><th scope=\"col\" class=\"opt\">Contains</th><th scope=\"col\">Status</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < report.inputs.size() && i < kMostRunRows; ++i) out += input_row(report.inputs[i]);
  out += "</tbody></table>";
  if (report.inputs.size() > kMostRunRows) out += "<p>and " + std::to_string(report.inputs.size() - kMostRunRows) + " more</p>";
  out += "</div></details>\n";
  if (!report.skipped.empty()) {
    out += "<details class=\"fold\"><summary>" + count_noun(report.skipped.size(), "file") +
           " in unsupported formats skipped</summary><ul class=\"lines\">\n";
    for (std::size_t i = 0; i < report.skipped.size() && i < kMostRunRows; ++i) out += "<li>" + html_name(report.skipped[i]) + "</li>\n";
    if (report.skipped.size() > kMostRunRows) out += "<li>and " + std::to_string(report.skipped.size() - kMostRunRows) + " more</li>\n";
    out += "</ul></details>\n";
  }
  return out + "</section>\n";
}

}  // namespace chainlint::report
