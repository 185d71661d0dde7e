// What a reader who decides needs to know before the findings: what was checked, and what was not.
#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostListed = 30;

// What an option was given on the command line or in the environment.
std::vector<std::string> values_of(const RunRecord& run, std::string_view option) {
  std::vector<std::string> values;
  for (auto word = run.arguments.begin(); word != run.arguments.end(); ++word) {
    if (*word == "--") break;
    if (*word == option && std::next(word) != run.arguments.end()) values.push_back(*++word);
  }
  return values;
}

std::string of_option(const Report& report, std::string_view option, std::string_view otherwise) {
  const std::vector<std::string> values = values_of(report.run, option);
  return values.empty() ? html_escaped(otherwise) : html_list(values, kMostListed);
}

std::string anchors(const Report& report) {
  const auto system = [](const auto& file) { return file.first == "system trust store"; };
  const bool of_system = std::any_of(report.run.files.begin(), report.run.files.end(), system);
  return of_option(report, "--anchors", of_system ? "system trust store" : report.policy ? "as in the policy" : "");
}

std::string targets(const Report& report) {
  std::set<std::string> targets, clients;
  for (const BundleReport& bundle : report.bundles) {
    if (!bundle.target.empty()) targets.insert(bundle.target);
    for (const chain::ClientVerdict& client : bundle.clients) clients.insert(client.client);
  }
  return html_fact("Targets",
                   targets.empty() ? "none: chains as they are in the files" : html_list({targets.begin(), targets.end()}, kMostListed)) +
         html_fact("Clients", clients.empty() ? "none" : html_list({clients.begin(), clients.end()}, kMostListed));
}

std::string policy_text(const Report& report) {
  if (!report.policy) return "none";
  const std::vector<std::string>& files = report.policy->files;
  std::string out = html_code(report.policy->place());
  if (files.size() > 1) out += " <span class=\"soft\">with " + html_list({files.begin() + 1, files.end()}, kMostListed) + "</span>";
  return out;
}

std::string checked(const HtmlPage& page) {
  const Report& report = page.report;
  std::string out = html_fact("Files", count_noun(report.inputs.size(), "file") + ", " + count_noun(page.index.bundles().size(), "bundle") +
                                           ", " + count_noun(page.inventory.certificates().size(), "different certificate"));
  out += html_fact("Evaluated at", html_time(report.at));
  if (const auto window = values_of(report.run, "--window"); !window.empty()) {
    out += html_fact("Change window", html_escaped(window.front()));
  }
  out += targets(report) + html_fact("Trust anchors", anchors(report)) + html_fact("Policy", policy_text(report));
  out += html_fact("Rules", of_option(report, "--ruleset", report.policy ? "recommended, unless the policy names others" : "recommended"));
  out += html_fact("Data about CAs", html_escaped(report.run.data_date));
  return "<div><h3>Checked</h3><dl class=\"facts\">" + out + "</dl></div>\n";
}

std::string kind_words(formats::EntryKind kind, std::size_t count) {
  switch (kind) {
    case formats::EntryKind::parameters:
      return count_noun(count, "set") + " of DH or EC parameters";
    case formats::EntryKind::secret:
      return count_noun(count, "secret key");
    case formats::EntryKind::other:
      return count_noun(count, "entry") + " of an unknown kind";
    default:
      break;
  }
  std::string word(formats::to_string(kind));
  std::replace(word.begin(), word.end(), '_', ' ');
  return count_noun(count, word);
}

// "2 certificate requests, 1 public key": entries that no rule evaluates.
std::string unchecked_entries(const Report& report) {
  std::map<formats::EntryKind, std::set<std::string>> places;
  for (const BundleReport& bundle : report.bundles) {
    for (const EntryReport& entry : bundle.entries) {
      if (!entry.checked) places[entry.kind].insert(to_string(entry.location));
    }
  }
  std::vector<std::string> parts;
  for (const auto& [kind, found] : places) parts.push_back(kind_words(kind, found.size()));
  return parts.empty() ? "" : "Entries that no rule evaluates: " + join_and(parts) + ".";
}

std::string revocation(const Report& report) {
  const bool lists = !values_of(report.run, "--crl").empty() ||
                     std::any_of(report.inputs.begin(), report.inputs.end(), [](const InputReport& input) { return input.crls > 0; });
  return lists ? "Revocation where the issuer's CRL is not among the files, and OCSP."
               : "Revocation: no CRL was specified, and OCSP needs a network.";
}

std::string not_checked(const HtmlPage& page) {
  const Report& report = page.report;
  std::string out = "<li>" + revocation(report) + "</li><li>Servers: files were read, no server was contacted.</li>\n";
  if (report.summary.unreadable > 0) {
    const std::string files = count_noun(report.summary.unreadable, "file");
    out += "<li>" + (html_unread(report).empty() ? files : "<a href=\"#unread\">" + files + "</a>") +
           " that could not be read in full.</li>\n";
  }
  if (report.summary.not_evaluated > 0) {
    out +=
        "<li><a href=\"#not-evaluated\">" + count_noun(report.summary.not_evaluated, "rule") + "</a> that could not be evaluated.</li>\n";
  }
  if (const std::string entries = unchecked_entries(report); !entries.empty()) out += "<li>" + entries + "</li>\n";
  const auto without = std::count_if(page.index.bundles().begin(), page.index.bundles().end(), [](const BundleReport* bundle) {
    return !has_verdict(*bundle) && standing_in(*bundle) == renewal::Standing::good;
  });
  if (without > 0) out += "<li>" + count_noun(static_cast<std::size_t>(without), "bundle") + " without a certificate to check.</li>\n";
  if (!report.skipped.empty()) {
    out += "<li><a href=\"#files\">" + count_noun(report.skipped.size(), "file") + "</a> of other formats in the folders.</li>\n";
  }
  return "<div><h3>Not checked</h3><ul class=\"lines\">" + out + "</ul></div>\n";
}

}  // namespace

std::string html_scope(const HtmlPage& page) {
  return "<section aria-labelledby=\"scope\"><h2 id=\"scope\">Scope</h2>\n<div class=\"card scope\">" + checked(page) + not_checked(page) +
         "</div></section>\n";
}

std::string html_sign_off() {
  return "<section class=\"signoff\" aria-labelledby=\"sign\"><h2 id=\"sign\">Sign-off</h2>\n<table><tbody><tr><th "
         "scope=\"row\">Name</th><td></td></tr>"
         "<tr><th scope=\"row\">Date</th><td></td></tr><tr><th scope=\"row\">Decision</th><td></td></tr>"
         "<tr><th scope=\"row\">Signature</th><td></td></tr></tbody></table></section>\n";
}

}  // namespace chainlint::report
