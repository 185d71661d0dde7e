#include "chainlint/base/text.h"
#include "chainlint/renewal/worsening.h"
#include "html/html_parts.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostTimelineEvents = 200;
constexpr std::size_t kMostTimelineFindings = 20;

std::string finding_lines(std::string_view word, const std::vector<renewal::TimelineFinding>& findings, bool messages) {
  if (findings.empty()) return "";
  std::string out = "<ul class=\"lines small\">";
  for (std::size_t i = 0; i < findings.size() && i < kMostTimelineFindings; ++i) {
    out += "<li>" + std::string(word) + " " + std::string(to_string(findings[i].severity)) + " " + html_code(findings[i].rule) +
           (messages ? ": " + html_name(findings[i].message, kMostOfMessage) : "") + "</li>";
  }
  if (findings.size() > kMostTimelineFindings) out += "<li>and " + std::to_string(findings.size() - kMostTimelineFindings) + " more</li>";
  return out + "</ul>";
}

// The date, and the hour under it where it is not midnight.
std::string moment(Instant at) {
  const std::string hour = at.to_string().substr(11, 8);
  return html_date(at) + (hour == "00:00:00" ? "" : "<span class=\"small\">" + hour + " UTC</span>");
}

std::string event_row(const renewal::TimelineEvent& event, std::size_t number, Instant from) {
  const Instant shown = renewal::told_at(event.cause, event.at);
  std::string out = "<tr><td class=\"num\">" + std::to_string(number) + "</td><th scope=\"row\" class=\"when\">" + moment(shown) +
                    "<span class=\"small\">" + days_away(shown, from) + "</span></th><td><div>" + html_name(event.message, kMostOfMessage) +
                    "</div><div>";
  out += event.before == event.after ? html_badge(event.after) + " as before"
                                     : html_badge(event.before) + " becomes " + html_badge(event.after);
  return out + "</div>" + finding_lines("new", event.begin, shown == event.at) + finding_lines("gone", event.end, false) + "</td></tr>\n";
}

}  // namespace

std::string html_turn(const renewal::TimelineEvent& event) {
  return event.worse() ? html_badge(event.after) : html_badge(to_string(Severity::error), "new error");
}

std::string html_timeline(const BundleReport& bundle, std::size_t number) {
  if (!bundle.timeline) return "";
  const renewal::Timeline& timeline = *bundle.timeline;
  std::string out = "<h4>Timeline</h4>\n" + html_timeline_picture(bundle, number);
  if (timeline.events.empty()) {
    return out + "<p>No later change: the verdict stays " + html_badge(timeline.now) + " until " +
           html_date(timeline.until.plus_seconds(timeline.until > timeline.from ? -1 : 0)) + ".</p>\n";
  }
  out +=
      "<table class=\"events\"><thead><tr><th scope=\"col\" class=\"num\">No.</th><th scope=\"col\">When</th><th scope=\"col\">What "
      "happens</th></tr></thead><tbody>\n";
  for (std::size_t i = 0; i < timeline.events.size() && i < kMostTimelineEvents; ++i) {
    out += event_row(timeline.events[i], i + 1, timeline.from);
  }
  out += "</tbody></table>";
  if (timeline.events.size() > kMostTimelineEvents) {
    out += "<p>and " + std::to_string(timeline.events.size() - kMostTimelineEvents) + " later</p>";
  }
  if (timeline.limit_reached) out += "<p class=\"small\">The search for changes reached its limit; there may be more.</p>";
  return out + "\n";
}

}  // namespace chainlint::report
