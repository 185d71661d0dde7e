#include <algorithm>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "chainlint/renewal/worsening.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostEntries = 500;

std::string kind_text(const EntryReport& entry) {
  std::string kind(formats::to_string(entry.kind));
  std::replace(kind.begin(), kind.end(), '_', ' ');
  if (entry.role) kind += "<div class=\"small soft\">" + std::string(chain::to_string(*entry.role)) + "</div>";
  return kind;
}

// What is said of a certificate is in the inventory.
std::string entry_facts(const EntryReport& entry, const HtmlInventory& inventory) {
  std::string out;
  if (const std::string id = inventory.anchor(entry); !id.empty()) {
    out += html_fact("Subject", "<a href=\"#" + id + "\">" + html_name(entry.certificate->subject) + "</a>");
  } else if (entry.certificate != nullptr) {
    out += html_fact("Subject", html_name(entry.certificate->subject));
    out += html_fact("SHA-256", html_code(entry.certificate->sha256));
  } else if (!entry.key.empty()) {
    out += html_fact("Key", html_escaped(entry.key));
  }
  if (!entry.label.empty()) out += html_fact("Label", html_name(entry.label));
  if (!entry.description.empty()) out += html_fact("Stored as", html_name(entry.description));
  if (!entry.store.empty()) out += html_fact("Store", html_name(entry.store) + (entry.archived ? ", archived" : ""));
  if (!entry.key_state.empty()) out += html_fact("State", html_escaped(entry.key_state));
  if (!entry.key_storage.empty()) out += html_fact("Key storage", html_name(entry.key_storage));
  if (!entry.protection.empty()) out += html_fact("Protection", html_escaped(entry.protection));
  if (!entry.trust_list.empty()) out += html_fact("Trust list", html_name(entry.trust_list));
  if (!entry.checked) out += html_fact("Rules", "not evaluated by any rule");
  return out.empty() ? out : "<dl class=\"facts small\">" + out + "</dl>";
}

// Each with a link to its cause, which says what to do.
std::string finding_list(const BundleReport& bundle, const HtmlCauses& causes) {
  std::string items;
  std::size_t count = 0;
  for (const rules::Finding& finding : bundle.findings) {
    if (!finding.counts() || ++count > kMostEntries) continue;
    const std::string id = causes.anchor(finding), text = html_name(finding.message, kMostOfMessage);
    items += "<li>" + html_badge(finding.severity) + " " + (id.empty() ? text : "<a href=\"#" + id + "\">" + text + "</a>") + "</li>\n";
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
    if (++count > kMostEntries) continue;
    items += "<li>" + html_badge("warning", "not evaluated") + " " + html_code(entry.rule->id) + "</li>\n";
  }
  if (count > kMostEntries) items += "<li>and " + std::to_string(count - kMostEntries) + " more</li>";
  return items.empty() ? "" : "<h4>Findings</h4><ul class=\"lines\">" + items + "</ul>\n";
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

std::string html_entries(const BundleReport& bundle, const HtmlInventory& inventory) {
  if (bundle.entries.empty()) return "";
  std::string out = "<details class=\"fold\"><summary>Contents: " + count_noun(bundle.entries.size(), "entry") +
                    "</summary>\n<table><thead><tr><th scope=\"col\">Entry</th>"
                    "<th scope=\"col\">Details</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < bundle.entries.size() && i < kMostEntries; ++i) {
    const EntryReport& entry = bundle.entries[i];
    out += "<tr><th scope=\"row\">" + kind_text(entry) + "<div class=\"small soft\">" + html_name(to_string(entry.location)) +
           "</div></th><td>" + entry_facts(entry, inventory) + "</td></tr>\n";
  }
  out += "</tbody></table>";
  if (bundle.entries.size() > kMostEntries) out += "<p>and " + std::to_string(bundle.entries.size() - kMostEntries) + " more</p>";
  return out + "</details>\n";
}

std::string html_bundle(const BundleReport& bundle, const HtmlPage& page) {
  const std::string id = page.index.anchor(bundle);
  if (id.empty()) return "";
  const std::size_t number = static_cast<std::size_t>(std::stoul(id.substr(1)));
  const renewal::Standing standing = standing_in(bundle);
  const bool open = page.index.bundles().size() <= 5;
  std::string out = "<details class=\"card bundle " + std::string(renewal::to_string(standing)) + "\"" + (open ? " open" : "") +
                    "><summary>" + verdict_badge(bundle) + "<h3>" + html_name(title(bundle)) + "</h3>";
  out += "<span class=\"soft\">" + std::string(kind_title(bundle.kind)) + "</span>";
  if (!bundle.target.empty()) out += "<span class=\"soft\">on " + html_escaped(bundle.target) + "</span>";
  // The mark is inside: a browser opens what is folded to show it.
  out += "</summary>\n<div class=\"body\" id=\"" + id + "\">\n" + next_turn(bundle, page.report.at);
  if (bundle.renewal) out += html_renewal(*bundle.renewal);
  out += finding_list(bundle, page.causes) + html_chains(bundle, page.report.at);
  if (bundle.rollout) out += html_rollout(*bundle.rollout);
  if (page.index.brief()) return out + "</div></details>\n";
  return out + html_timeline(bundle, number) + html_entries(bundle, page.inventory) + "</div></details>\n";
}

}  // namespace chainlint::report
