#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "html/html_parts.h"
#include "html/html_style.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

std::string run_findings(const Report& report, const HtmlIndex& index) {
  std::string out;
  for (const BundleReport& bundle : report.bundles) {
    if (!bundle.of_run) continue;
    if (const std::string found = html_findings(bundle, index.explains_in_place()); !found.empty()) {
      out += "<div class=\"card\"><h3>" + html_name(bundle.name) + "</h3>" + found + "</div>\n";
    }
  }
  if (out.empty()) return out;
  return "<section aria-labelledby=\"about-run\"><h2 id=\"about-run\">Findings about the run itself</h2>\n" + out + "</section>\n";
}

std::string head(const Report& report) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
         "form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"generator\" content=\"chainlint " +
         html_escaped(report.version) + "\">\n<title>chainlint report: " +
         (report.summary.unreadable > 0 ? count_noun(report.summary.unreadable, "file") + " not read in full, " : std::string()) +
         count_noun(report.summary.errors, "error") + ", " + count_noun(report.summary.warnings, "warning") + "</title>\n<style>" +
         std::string(html_style()) + "</style>\n</head>\n";
}

}  // namespace

std::string write_html(const Report& whole) {
  const Report report = counted(whole);
  const HtmlIndex index(report);
  std::string out = head(report) + "<body>\n<a class=\"skip\" href=\"#main\">To the contents</a>\n" + std::string(html_patterns());
  out += "<header class=\"top\">\n" + html_headline(report, count_as_before(whole)) + "</header>\n<main id=\"main\">\n";
  out += html_unread(report) + html_fleet(report, index) + html_overview(index) + run_findings(report, index);
  if (!index.bundles().empty()) {
    out += "<section aria-labelledby=\"details\"><h2 id=\"details\">" +
           std::string(index.bundles().size() == 1 ? "The bundle" : "Bundle by bundle") + "</h2>\n";
    for (const BundleReport* bundle : index.bundles()) out += html_bundle(*bundle, report, index);
    out += "</section>\n";
  }
  out += html_rules(report, index) + html_inputs(report) + html_run(report);
  return out + "</main>\n<footer class=\"foot\"><p>Made by chainlint " + html_escaped(report.version) +
         ". This page needs no network and no script, and contains no private key and no password.</p></footer>\n</body>\n</html>\n";
}

}  // namespace chainlint::report
