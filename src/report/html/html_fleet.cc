#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/renewal/worsening.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostEvents = 200;
constexpr int kNearDays = 90;  // up to here the number of bundles counts more than the date
constexpr std::size_t kMostFleetNames = 8;
constexpr std::size_t kMostFolded = 500;
constexpr std::size_t kMostRows = 20000;

// What the cause does to how many: "breaks 37 bundles".
std::string effect(const renewal::FleetEvent& event) {
  const std::string bundles = count_noun(event.bundles.size(), "bundle");
  if (event.after == renewal::Standing::error) return "breaks " + bundles;
  return (event.after == renewal::Standing::warning ? "adds a warning to " : "adds a note to ") + bundles;
}

std::string links(const std::vector<std::string>& names, std::size_t from, std::size_t to, const HtmlIndex& index) {
  std::string out;
  for (std::size_t i = from; i < to; ++i) out += (i == from ? "" : ", ") + index.link(names[i]);
  return out;
}

std::string fleet_row(const renewal::FleetEvent& event, Instant at, const HtmlIndex& index) {
  const std::vector<std::string>& names = event.bundles;
  const std::size_t first = std::min(names.size(), kMostFleetNames);
  const Instant shown = renewal::told_at(event.cause, event.at);
  std::string out = "<tr><th scope=\"row\" class=\"when\">" + html_date(shown) + "<span class=\"small\">" + days_away(shown, at) +
                    "</span></th><td>" + html_badge(event.after) + " <strong>" +
                    html_name(event.message.empty() ? event.display : event.message) + "</strong>, which " + effect(event) + ".";
  out += "<div class=\"small\">" + links(names, 0, first, index) + "</div>";
  if (names.size() > first) {
    const std::size_t end = std::min(names.size(), kMostFolded);
    out += "<details class=\"fold small\"><summary>and " + std::to_string(names.size() - first) + " more</summary>" +
           links(names, first, end, index) + (names.size() > end ? " and " + std::to_string(names.size() - end) + " more" : "") +
           "</details>";
  }
  return out + "</td></tr>\n";
}

// The next moment at which the bundle gets worse.
std::string next_change(const BundleReport& bundle) {
  if (!bundle.timeline) return "";
  for (const renewal::TimelineEvent& event : bundle.timeline->events) {
    if (renewal::worsens(*bundle.timeline, event)) return html_date(renewal::told_at(event.cause, event.at)) + " " + html_turn(event);
  }
  return "<span class=\"soft\">none</span>";
}

std::string counted(const BundleReport& bundle) {
  std::size_t errors = 0, warnings = 0, notes = 0;
  for (const rules::Finding& finding : bundle.findings) {
    if (!finding.counts()) continue;
    (finding.severity == Severity::error ? errors : finding.severity == Severity::warning ? warnings : notes) += 1;
  }
  std::vector<std::string> parts;
  if (errors > 0) parts.push_back(count_noun(errors, "error"));
  if (warnings > 0) parts.push_back(count_noun(warnings, "warning"));
  if (notes > 0) parts.push_back(count_noun(notes, "note"));
  if (!bundle.not_evaluated.empty()) parts.push_back(std::to_string(bundle.not_evaluated.size()) + " not evaluated");
  return parts.empty() ? "none" : join_and(parts);
}

std::string overview_row(const BundleReport& bundle, const HtmlIndex& index, bool timelines) {
  const CertificateReportPtr leaf = bundle.path.empty() ? nullptr : bundle.path.front().certificate;
  const std::string order = std::to_string(static_cast<int>(renewal::Standing::error) - static_cast<int>(standing_in(bundle)));
  std::string out = "<tr><td data-sort=\"" + order + "\">" + verdict_badge(bundle) + "</td><th scope=\"row\">" + index.link(bundle);
  if (!bundle.target.empty()) out += " <span class=\"soft\">on " + html_escaped(bundle.target) + "</span>";
  out += "</th>" + html_cell("Findings", counted(bundle)) +
         html_cell("Leaf expires", leaf != nullptr && leaf->not_after ? html_date(*leaf->not_after) : "");
  if (timelines) out += html_cell("Next event", next_change(bundle));
  return out + "</tr>\n";
}

std::string overview_table(const std::vector<const BundleReport*>& bundles, std::size_t from, std::size_t to, const HtmlIndex& index) {
  const bool timelines =
      std::any_of(bundles.begin(), bundles.end(), [](const BundleReport* bundle) { return bundle->timeline.has_value(); });
  std::string out =
      "<div class=\"card\"><table class=\"stack\"><thead><tr><th scope=\"col\">Verdict</th><th scope=\"col\">Bundle</th>"
      "<th scope=\"col\">Findings</th><th scope=\"col\">Leaf expires</th>";
  if (timelines) out += "<th scope=\"col\">Next event</th>";
  out += "</tr></thead><tbody>\n";
  const std::size_t end = std::min(to, from + kMostRows);
  for (std::size_t i = from; i < end; ++i) out += overview_row(*bundles[i], index, timelines);
  out += "</tbody></table>";
  if (to > end) out += "<p>and " + std::to_string(to - end) + " more</p>";
  return out + "</div>\n";
}

std::string overview_tables(const HtmlIndex& index) {
  const std::vector<const BundleReport*>& bundles = index.bundles();
  const auto good = std::find_if(bundles.begin(), bundles.end(),
                                 [](const BundleReport* bundle) { return standing_in(*bundle) == renewal::Standing::good; });
  const std::size_t found = static_cast<std::size_t>(good - bundles.begin());
  std::string out;
  if (found > 0) out += overview_table(bundles, 0, found, index);
  if (found < bundles.size()) {
    const std::size_t clean = bundles.size() - found;
    out += "<details class=\"fold rows\"" + std::string(clean <= 50 ? " open" : "") + "><summary>" + count_noun(clean, "bundle") +
           " without findings</summary>\n";
    out += overview_table(bundles, found, bundles.size(), index) + "</details>\n";
  }
  if (index.detailed() < bundles.size()) {
    out += "<p>Below are the details of the first " + std::to_string(index.detailed()) + " of " + std::to_string(bundles.size()) +
           " bundles, highest severity first. A run on fewer files, or --format json, has those of the others.</p>\n";
  }
  return out;
}

std::string fleet_table(const std::vector<const renewal::FleetEvent*>& events, const std::string& heading, Instant at,
                        const HtmlIndex& index) {
  if (events.empty()) return "";
  std::string out = "<h3>" + heading +
                    "</h3>\n<div class=\"card\"><table><thead><tr><th scope=\"col\">When</th><th scope=\"col\">What happens"
                    "</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < events.size() && i < kMostEvents; ++i) out += fleet_row(*events[i], at, index);
  out += "</tbody></table>";
  if (events.size() > kMostEvents) out += "<p>and " + std::to_string(events.size() - kMostEvents) + " more</p>";
  return out + "</div>\n";
}

}  // namespace

std::string html_fleet(const Report& report, const HtmlIndex& index) {
  if (report.fleet.empty() || index.bundles().size() < 2) return "";
  const Instant near = report.at.plus_days(kNearDays);
  std::vector<const renewal::FleetEvent*> soon, later;
  for (const renewal::FleetEvent& event : report.fleet) (renewal::told_at(event.cause, event.at) <= near ? soon : later).push_back(&event);
  std::stable_sort(soon.begin(), soon.end(), [](const renewal::FleetEvent* a, const renewal::FleetEvent* b) {
    if (a->bundles.size() != b->bundles.size()) return a->bundles.size() > b->bundles.size();
    return a->after > b->after;
  });
  std::string out =
      "<section aria-labelledby=\"fleet\"><h2 id=\"fleet\">Upcoming events</h2>\n<p class=\"soft\">"
      "Dates on which the verdict of bundles gets worse, or an error is added, one row per cause.</p>\n";
  out += fleet_table(soon, "Within " + std::to_string(kNearDays) + " days, most bundles first", report.at, index);
  return out + fleet_table(later, "Later, by date", report.at, index) + "</section>\n";
}

std::string html_overview(const HtmlPage& page) {
  const HtmlIndex& index = page.index;
  const std::vector<const BundleReport*>& bundles = index.bundles();
  if (bundles.empty()) return "";
  std::string out = "<section class=\"fleet\" aria-labelledby=\"bundles\"><h2 id=\"bundles\">" +
                    std::string(bundles.size() == 1 ? "The bundle" : "Bundles") + "</h2>\n";
  if (bundles.size() > 1) out += overview_tables(index);
  for (const BundleReport* bundle : bundles) out += html_bundle(*bundle, page);
  return out + "</section>\n";
}

}  // namespace chainlint::report
