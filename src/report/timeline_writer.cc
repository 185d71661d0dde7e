#include <algorithm>
#include <set>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "drawing.h"
#include "file_index.h"
#include "terminal.h"

namespace chainlint {
namespace {

// Of the bundles that one date breaks, so many are named.
constexpr std::size_t kMostNamed = 5;
constexpr std::size_t kIndent = 6;
constexpr std::int64_t kHour = 3600;
constexpr std::int64_t kDay = 24 * kHour;

std::string standing_word(const TextStyle& style, Standing standing) {
  const Ink color = standing == Standing::error     ? Ink::red
                    : standing == Standing::warning ? Ink::yellow
                    : standing == Standing::note    ? Ink::blue
                                                    : Ink::green;
  return ink(style, color, to_string(standing));
}

// "in 88 days".
std::string how_far(Instant from, Instant at) {
  const std::int64_t seconds = at.seconds() - from.seconds();
  if (seconds < kHour) return "in less than an hour";
  return "in " + (seconds < kDay ? count_noun(static_cast<std::size_t>(seconds / kHour), "hour")
                                 : count_noun(static_cast<std::size_t>(seconds / kDay), "day"));
}

std::string date_line(const TextStyle& style, Instant from, Instant at, const std::string& what) {
  return "  " + ink(style, Ink::bold, at.to_string()) + "  " + padded(how_far(from, at), 12) + "  " + what + "\n";
}

std::string rules_in_words(const std::vector<TimelineFinding>& findings, Severity min_severity) {
  std::string text;
  for (const TimelineFinding& finding : findings) {
    if (finding.severity > min_severity) continue;
    text += (text.empty() ? "" : ", ") + finding.rule + " (" + std::string(to_string(finding.severity)) + ")";
  }
  return text;
}

bool is_shown(const TextStyle& style, const TimelineEvent& event) {
  const auto matters = [&](const TimelineFinding& finding) { return finding.severity <= style.min_severity; };
  return std::any_of(event.begin.begin(), event.begin.end(), matters) || std::any_of(event.end.begin(), event.end.end(), matters);
}

std::string verdict(const TextStyle& style, const TimelineEvent& event) {
  if (event.before == event.after) return standing_word(style, event.after) + " stays";
  return standing_word(style, event.before) + " -> " + standing_word(style, event.after);
}

// A new error is news to a bundle that has one already, until its leaf has ended.
bool is_news(const Timeline& timeline, const TimelineEvent& event) {
  const auto is_error = [](const TimelineFinding& finding) { return finding.severity == Severity::error; };
  const bool alive = !timeline.leaf_ended || event.at <= *timeline.leaf_ended;
  return event.before != event.after || (alive && std::any_of(event.begin.begin(), event.begin.end(), is_error));
}

std::string event_block(const TextStyle& style, Instant from, const TimelineEvent& event) {
  std::string out = date_line(style, from, event.at, verdict(style, event));
  out += wrapped(style, event.message, kIndent);
  const std::string begins = rules_in_words(event.begin, style.min_severity), ends = rules_in_words(event.end, style.min_severity);
  if (!begins.empty()) out += wrapped(style, "begins: " + begins, kIndent);
  if (!ends.empty()) out += wrapped(style, "no longer: " + ends, kIndent);
  return out;
}

std::string name_line(const TextStyle& style, const BundleReport& bundle) {
  std::string text = ink(style, Ink::bold, title(bundle));
  if (!bundle.target.empty()) text += " on " + printable(bundle.target);
  return text + ": " + standing_word(style, bundle.timeline->now) + " now";
}

std::string limit_line(const TextStyle& style, const Timeline& timeline) {
  if (!timeline.limit_reached) return "";
  return wrapped(
      style,
      "looked at until " + timeline.until.to_string() + " only: the bundle has too many certificates or moments to look at more in one run",
      2);
}

// What happens to a bundle that is broken for good is counted; a JSON report has it.
std::string remainder_line(const TextStyle& style, const Timeline& timeline, std::size_t count) {
  if (count == 0) return "";
  return wrapped(style,
                 count_noun(count, "more date") + " after that, until " + timeline.until.date() +
                     ", when the leaf has ended already (--format json has them)",
                 2);
}

// A bundle that stands alone: every date with all that begins and ends.
std::string full_block(const TextStyle& style, const BundleReport& bundle) {
  const Timeline& timeline = *bundle.timeline;
  std::string out = name_line(style, bundle) + "\n";
  std::size_t shown = 0, later = 0;
  for (const TimelineEvent& event : timeline.events) {
    if (!is_shown(style, event)) continue;
    if (timeline.leaf_ended && event.at > *timeline.leaf_ended && event.before == event.after) {
      ++later;
      continue;
    }
    out += "\n" + event_block(style, timeline.from, event);
    ++shown;
  }
  if (shown == 0) {
    out += timeline.until > timeline.from ? "  nothing changes until " + timeline.until.to_string() + "\n" : "  nothing is left to end\n";
  }
  if (later > 0) out += "\n" + remainder_line(style, timeline, later);
  return out + (timeline.limit_reached ? "\n" : "") + limit_line(style, timeline);
}

// One of many: a line a date on which its verdict changes.
std::string short_block(const TextStyle& style, const BundleReport& bundle) {
  const Timeline& timeline = *bundle.timeline;
  std::string out = name_line(style, bundle);
  std::string dates;
  for (const TimelineEvent& event : timeline.events) {
    if (!is_shown(style, event) || !is_news(timeline, event)) continue;
    dates += date_line(style, timeline.from, event.at, verdict(style, event)) + wrapped(style, event.message, kIndent);
  }
  if (dates.empty() && !timeline.limit_reached) {
    const bool over = timeline.until == timeline.from;
    return out + (over ? ", and nothing is left to end\n" : ", and so until " + timeline.until.date() + "\n");
  }
  return out + "\n" + dates + limit_line(style, timeline);
}

std::string what_it_does(const TextStyle& style, const FleetEvent& event) {
  const std::string bundles = count_noun(event.bundles.size(), "bundle");
  if (event.after == Standing::error) return ink(style, Ink::red, "breaks " + bundles);
  const Ink color = event.after == Standing::warning ? Ink::yellow : Ink::blue;
  return ink(style, color, std::string(to_string(event.after)) + " for " + bundles);
}

std::string names_of(const std::vector<std::string>& bundles) {
  std::string text;
  for (std::size_t i = 0; i < std::min(bundles.size(), kMostNamed); ++i) text += (i == 0 ? "" : ", ") + printable(bundles[i]);
  if (bundles.size() > kMostNamed) text += " and " + std::to_string(bundles.size() - kMostNamed) + " more";
  return text;
}

// What one date does to several bundles.
std::string fleet_block(const TextStyle& style, const Report& report) {
  std::string out;
  for (const FleetEvent& event : report.fleet) {
    const bool shown = event.after == Standing::error || (event.after == Standing::warning && style.min_severity >= Severity::warning) ||
                       style.min_severity == Severity::note;
    if (event.bundles.size() < 2 || !shown) continue;
    out += date_line(style, report.at, event.at, what_it_does(style, event)) + wrapped(style, event.message, kIndent) +
           wrapped(style, names_of(event.bundles), kIndent) + "\n";
  }
  if (out.empty()) return "No date to come makes several bundles worse at once.\n\n";
  return ink(style, Ink::bold, "What makes several bundles worse at once") + "\n\n" + out;
}

std::string closing_line(const Report& report, std::size_t bundles) {
  std::set<Instant> worse;
  for (const FleetEvent& event : report.fleet) worse.insert(event.at);
  return count_noun(report.inputs.size(), "file") + ", " + count_noun(bundles, "bundle") + ": " +
         (worse.empty() ? "no date to come makes a verdict worse"
                        : count_noun(worse.size(), "date") + " to come " + (worse.size() == 1 ? "makes" : "make") +
                              " a verdict worse, first " + worse.begin()->to_string()) +
         " (evaluated at " + report.at.to_string() + ")\n";
}

}  // namespace

std::string write_timeline(const Report& report, const TextStyle& style) {
  std::string out;
  for (const InputReport& input : report.inputs) {
    const std::string block = diagnostic_lines(style, input);
    if (!block.empty()) out += file_line(style, input) + block + "\n";
  }
  std::set<std::string_view> names;
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.timeline) names.insert(bundle.name);
  }
  if (names.size() > 1) out += fleet_block(style, report);
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.timeline) out += names.size() > 1 ? short_block(style, bundle) : full_block(style, bundle);
  }
  return out + (names.empty() ? "" : "\n") + closing_line(report, names.size());
}

}  // namespace chainlint
