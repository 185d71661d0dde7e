#include "chainlint/base/base64.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "html/html_parts.h"
#include "html/html_style.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

// The source expression of CSP that allows one inline element with this content (W3C CSP 3 section 2.3.1).
std::string csp_hash(std::string_view content) {
  const Digest256 digest = crypto::sha256(as_bytes(content));
  return "'sha256-" + std::string(as_text(base64_text(digest))) + "'";
}

std::string head(const Report& report, bool with_script) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src " +
         csp_hash(html_style()) + (with_script ? "; script-src " + csp_hash(html_script()) : "") +
         "; base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"referrer\" content=\"no-referrer\">\n"
         "<meta name=\"generator\" content=\"chainlint " +
         html_escaped(report.version) + "\">\n<title>" + html_escaped(report.title.empty() ? "chainlint report" : report.title) + ": " +
         (report.summary.unreadable > 0 ? count_noun(report.summary.unreadable, "file") + " not read in full, " : std::string()) +
         count_noun(report.summary.errors, "error") + ", " + count_noun(report.summary.warnings, "warning") + "</title>\n<style>" +
         std::string(html_style()) + "</style>\n</head>\n";
}

}  // namespace

std::string write_html(const Report& whole) {
  const Report report = counted(whole);
  const HtmlPage page(report);
  const bool with_script = page.index.bundles().size() > 1;
  std::string out =
      head(report, with_script) + "<body>\n<a class=\"skip\" href=\"#main\">Skip to the contents</a>\n" + std::string(html_patterns());
  out += "<header class=\"top\">\n" + html_headline(page, count_as_before(whole)) + "</header>\n<main id=\"main\">\n";
  out += html_scope(page) + html_unread(report) + html_causes(page) + html_overview(page) + html_inventory(page) + html_containers(page);
  out += html_fleet(report, page.index) + html_accepted(page) + html_rules(report, page.index) + html_inputs(report) + html_run(report);
  out += html_sign_off() + "</main>\n<footer class=\"foot\"><p>Made by chainlint " + html_escaped(report.version) +
         ". This page loads nothing and contains no private key and no password.</p></footer>\n";
  if (with_script) out += "<script>" + std::string(html_script()) + "</script>\n";
  return out + "</body>\n</html>\n";
}

}  // namespace chainlint::report
