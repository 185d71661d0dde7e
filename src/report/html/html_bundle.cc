#include "chainlint/base/text.h"
#include "chainlint/renewal/worsening.h"
#include "file_index.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostEntries = 500;
constexpr std::size_t kMostNames = 50;

std::string fact(std::string_view term, const std::string& html) {
  return html.empty() ? "" : "<dt>" + std::string(term) + "</dt><dd>" + html + "</dd>";
}

std::string identity_facts(const CertificateReport& certificate) {
  const std::optional<Instant>&begin = certificate.not_before, &end = certificate.not_after;
  std::string out;
  if (!certificate.subject.empty()) out += fact("Subject", html_name(certificate.subject));
  if (!certificate.issuer.empty()) out += fact("Issuer", html_name(certificate.issuer));
  if (!certificate.serial.empty()) out += fact("Serial number", html_code(certificate.serial));
  if (begin && end) out += fact("Valid", html_time(*begin) + " to " + html_time(*end));
  if (!certificate.names.empty()) out += fact("Names", html_list(certificate.names, kMostNames));
  return out;
}

std::string entry_facts(const EntryReport& entry) {
  std::string out;
  if (entry.certificate != nullptr) out += identity_facts(*entry.certificate);
  if (!entry.key.empty()) out += fact("Key", html_escaped(entry.key));
  if (entry.certificate != nullptr) out += fact("SHA-256", html_code(entry.certificate->sha256));
  if (!entry.label.empty()) out += fact("Label", html_name(entry.label));
  if (!entry.store.empty()) out += fact("Store", html_name(entry.store) + (entry.archived ? ", archived" : ""));
  if (!entry.key_state.empty()) out += fact("State", html_escaped(entry.key_state));
  if (!entry.key_storage.empty()) out += fact("Key storage", html_name(entry.key_storage));
  if (!entry.protection.empty()) out += fact("Protection", html_escaped(entry.protection));
  if (!entry.trust_list.empty()) out += fact("Trust list", html_name(entry.trust_list));
  return out.empty() ? out : "<dl class=\"facts small\">" + out + "</dl>";
}

// Who is looking for the next step finds it beside the verdict.
std::string next_turn(const BundleReport& bundle, Instant at) {
  if (!bundle.timeline) return "";
  for (const renewal::TimelineEvent& event : bundle.timeline->events) {
    if (renewal::worsens(*bundle.timeline, event)) {
      const Instant shown = renewal::told_at(event.cause, event.at);
      return "<p>Next: " + html_turn(event) + " on " + html_date(shown) + ", " + days_away(shown, at) + ": " +
             html_name(event.message, kMostOfMessage) + "</p>\n";
    }
  }
  return "";
}

}  // namespace

std::string html_entries(const BundleReport& bundle) {
  if (bundle.entries.empty()) return "";
  std::string out = "<details class=\"fold\"><summary>What is in the file: " + count_noun(bundle.entries.size(), "entry") +
                    "</summary>\n<table><thead><tr><th scope=\"col\">Entry</th>"
                    "<th scope=\"col\">What it says</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < bundle.entries.size() && i < kMostEntries; ++i) {
    const EntryReport& entry = bundle.entries[i];
    out += "<tr><th scope=\"row\">" + std::string(formats::to_string(entry.kind));
    if (entry.role) out += "<div class=\"small soft\">" + std::string(chain::to_string(*entry.role)) + "</div>";
    out += "<div class=\"small soft\">" + html_name(to_string(entry.location)) + "</div></th><td>" + entry_facts(entry) + "</td></tr>\n";
  }
  out += "</tbody></table>";
  if (bundle.entries.size() > kMostEntries) out += "<p>and " + std::to_string(bundle.entries.size() - kMostEntries) + " more</p>";
  return out + "</details>\n";
}

std::string html_bundle(const BundleReport& bundle, const Report& report, const HtmlIndex& index) {
  const std::string id = index.anchor(bundle);
  if (id.empty()) return "";
  const std::size_t number = static_cast<std::size_t>(std::stoul(id.substr(1)));
  const renewal::Standing standing = standing_in(bundle);
  const bool open = index.bundles().size() <= 5 || standing == renewal::Standing::error;
  std::string out = "<details class=\"card bundle " + std::string(renewal::to_string(standing)) + "\"" + (open ? " open" : "") +
                    "><summary>" + verdict_badge(bundle) + "<h3>" + html_name(title(bundle)) + "</h3>";
  out += "<span class=\"soft\">" + std::string(kind_title(bundle.kind)) + "</span>";
  if (!bundle.target.empty()) out += "<span class=\"soft\">on " + html_escaped(bundle.target) + "</span>";
  // The mark is inside: a browser opens what is folded to show it.
  out += "</summary>\n<div class=\"body\" id=\"" + id + "\">\n" + next_turn(bundle, report.at);
  if (bundle.renewal) out += html_renewal(*bundle.renewal);
  out += html_findings(bundle, index.explains_in_place()) + html_chains(bundle, report.at);
  if (bundle.rollout) out += html_rollout(*bundle.rollout);
  return out + html_timeline(bundle, number) + html_entries(bundle) + "</div></details>\n";
}

}  // namespace chainlint::report
