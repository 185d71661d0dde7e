#include <algorithm>
#include <set>
#include <tuple>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "chainlint/renewal/worsening.h"
#include "chainlint/report/terminal.h"
#include "chainlint/report/writer.h"
#include "text/drawing.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// Of the bundles that one date breaks, so many are named.
constexpr std::size_t kMostNamed = 5;
constexpr std::size_t kMostDates = 4;
constexpr std::size_t kEventIndent = 6;
constexpr std::size_t kFarColumns = 12;
constexpr std::size_t kVerdictColumns = 16;
constexpr std::int64_t kHour = 3600;

std::string standing_word(const TextStyle& style, renewal::Standing standing) {
  const Ink color = standing == renewal::Standing::error     ? Ink::red
                    : standing == renewal::Standing::warning ? Ink::yellow
                    : standing == renewal::Standing::note    ? Ink::blue
                                                             : Ink::green;
  return ink(style, color, renewal::to_string(standing));
}

// "in 88 days".
std::string how_far(Instant from, Instant at) {
  const std::int64_t seconds = at.seconds() - from.seconds();
  if (seconds < kHour) return "in less than an hour";
  return "in " + (seconds < kSecondsPerDay ? count_noun(static_cast<std::size_t>(seconds / kHour), "hour")
                                           : count_noun(static_cast<std::size_t>(seconds / kSecondsPerDay), "day"));
}

std::string date_line(const TextStyle& style, Instant from, Instant at, const std::string& what) {
  return "  " + ink(style, Ink::bold, at.to_string()) + "  " + padded(how_far(from, at), kFarColumns) + "  " + what + "\n";
}

std::string rules_in_words(const std::vector<renewal::TimelineFinding>& findings, Severity min_severity) {
  std::string text;
  for (const renewal::TimelineFinding& finding : findings) {
    if (finding.severity > min_severity) continue;
    text += (text.empty() ? "" : ", ") + finding.rule + " (" + std::string(to_string(finding.severity)) + ")";
  }
  return text;
}

bool is_shown(const TextStyle& style, const renewal::TimelineEvent& event) {
  const auto matters = [&](const renewal::TimelineFinding& finding) { return finding.severity <= style.min_severity; };
  return std::any_of(event.begin.begin(), event.begin.end(), matters) || std::any_of(event.end.begin(), event.end.end(), matters);
}

std::string verdict(const TextStyle& style, const renewal::TimelineEvent& event, std::size_t columns = 0) {
  const bool stays = event.before == event.after;
  const std::string text = stays ? standing_word(style, event.after) + " stays"
                                 : standing_word(style, event.before) + " -> " + standing_word(style, event.after);
  const std::size_t used = renewal::to_string(event.after).size() + (stays ? 6 : 4 + renewal::to_string(event.before).size());
  return text + std::string(used < columns ? columns - used : 0, ' ');
}

std::string event_block(const TextStyle& style, Instant from, const renewal::TimelineEvent& event) {
  std::string out = date_line(style, from, renewal::told_at(event.cause, event.at), verdict(style, event));
  out += wrapped(style, event.message, kEventIndent);
  const std::string begins = rules_in_words(event.begin, style.min_severity), ends = rules_in_words(event.end, style.min_severity);
  if (!begins.empty()) out += wrapped(style, "begins: " + begins, kEventIndent);
  if (!ends.empty()) out += wrapped(style, "no longer: " + ends, kEventIndent);
  return out;
}

std::string name_line(const TextStyle& style, const BundleReport& bundle) {
  std::string text = ink(style, Ink::bold, title(bundle));
  if (!bundle.target.empty()) text += " on " + printable(bundle.target);
  if (!has_verdict(bundle) && bundle.timeline->now == renewal::Standing::good) return text + ": " + unchecked_text(bundle);
  return text + ": " + standing_word(style, bundle.timeline->now) + " now";
}

std::string limit_line(const TextStyle& style, const renewal::Timeline& timeline) {
  if (!timeline.limit_reached) return "";
  return wrapped(style,
                 "evaluated only until " + timeline.until.to_string() + ": the bundle has too many certificates or dates for one run", 2);
}

// The last second of the latest expiry.
Instant last_moment(const renewal::Timeline& timeline) {
  return timeline.limit_reached || timeline.until == timeline.from ? timeline.until : timeline.until.plus_seconds(-1);
}

// What happens to a bundle that is broken for good is counted; a JSON report has it.
std::string remainder_line(const TextStyle& style, const std::vector<const renewal::TimelineEvent*>& events, bool alone) {
  if (events.empty()) return "";
  const renewal::TimelineEvent& last = *events.back();
  const bool ends = std::all_of(events.begin(), events.end(),
                                [](const renewal::TimelineEvent* e) { return e->cause == renewal::EventCause::certificate_ends; });
  const std::size_t count = events.size();
  const std::string what =
      ends ? count_noun(count, alone ? "certificate" : "more certificate") + (count == 1 ? " expires" : " expire") + " later"
           : count_noun(count, alone ? "date" : "more date") + (count == 1 ? " follows" : " follow");
  const std::string until = (count == 1 ? ", on " : ", the last on ") + renewal::told_at(last.cause, last.at).date();
  return wrapped(style,
                 (alone ? "no later change of the verdict; " : "") + what + until +
                     ", when the leaf has expired already (--format json has " + (count == 1 ? "it)" : "them)"),
                 2);
}

// A bundle that is alone: every date with all that begins and ends.
std::string full_block(const TextStyle& style, const BundleReport& bundle) {
  const renewal::Timeline& timeline = *bundle.timeline;
  std::string out = name_line(style, bundle) + "\n";
  std::size_t shown = 0;
  std::vector<const renewal::TimelineEvent*> later;
  for (const renewal::TimelineEvent& event : timeline.events) {
    if (!is_shown(style, event)) continue;
    if (timeline.leaf_ended && event.at > *timeline.leaf_ended && event.before == event.after) {
      later.push_back(&event);
      continue;
    }
    out += "\n" + event_block(style, timeline.from, event);
    ++shown;
  }
  if (shown == 0 && later.empty()) {
    out += "  no later change: " +
           (timeline.until > timeline.from ? "checked until " + last_moment(timeline).to_string() : "everything has expired") + "\n";
  }
  out += (shown > 0 && !later.empty() ? "\n" : "") + remainder_line(style, later, shown == 0);
  return out + (timeline.limit_reached ? "\n" : "") + limit_line(style, timeline);
}

bool is_shown(const TextStyle& style, const renewal::FleetEvent& event) {
  return event.after == renewal::Standing::error ||
         (event.after == renewal::Standing::warning && style.min_severity >= Severity::warning) || style.min_severity == Severity::note;
}

// What is above for several bundles at once.
class SharedEvents {
 public:
  SharedEvents(const TextStyle& style, const Report& report) {
    for (const renewal::FleetEvent& event : report.fleet) {
      if (event.bundles.size() > 1 && is_shown(style, event)) events_.insert(Key{event.at, event.cause, event.sha256, event.message});
    }
  }
  bool hold(const renewal::Timeline& timeline, const renewal::TimelineEvent& event) const {
    return renewal::worsens(timeline, event) && events_.contains(Key{event.at, event.cause, event.sha256, event.message});
  }

 private:
  using Key = std::tuple<Instant, renewal::EventCause, std::string_view, std::string_view>;
  std::set<Key> events_;
};

// "; worse with others on 2026-12-21 and 2027-05-17".
std::string shared_words(const std::vector<std::string>& dates) {
  if (dates.empty()) return "";
  std::vector<std::string> named(dates.begin(), dates.begin() + static_cast<std::ptrdiff_t>(std::min(dates.size(), kMostDates)));
  if (dates.size() > kMostDates) named.push_back(count_noun(dates.size() - kMostDates, "later date"));
  return "; worse with others (above) on " + join_and(named);
}

std::string short_line(const TextStyle& style, Instant from, const renewal::TimelineEvent& event) {
  const Instant shown = renewal::told_at(event.cause, event.at);
  const std::string far = padded(how_far(from, shown), kFarColumns);
  const std::size_t used = 2 + shown.date().size() + 2 + width(far) + 2 + kVerdictColumns + 2;
  return "  " + ink(style, Ink::bold, shown.date()) + "  " + far + "  " + verdict(style, event, kVerdictColumns) + "  " +
         wrapped(style, event.message, used).substr(used);
}

// One of many: a line a date on which its verdict changes and that of no other.
std::string short_block(const TextStyle& style, const BundleReport& bundle, const SharedEvents& shared) {
  const renewal::Timeline& timeline = *bundle.timeline;
  std::string lines;
  std::vector<std::string> dates;
  for (const renewal::TimelineEvent& event : timeline.events) {
    if (!is_shown(style, event)) continue;
    if (shared.hold(timeline, event)) {
      const std::string date = renewal::told_at(event.cause, event.at).date();
      if (dates.empty() || dates.back() != date) dates.push_back(date);
    } else if (event.before != event.after || renewal::worsens(timeline, event)) {
      lines += short_line(style, timeline.from, event);
    }
  }
  const bool over = timeline.until == timeline.from;
  std::string end = shared_words(dates);
  if (dates.empty() && lines.empty() && !timeline.limit_reached) {
    end = ", no later change: " + (over ? "everything has expired" : "checked until " + last_moment(timeline).date());
  }
  std::string head = name_line(style, bundle);
  const bool fits = style.columns == 0 || width(head) + width(end) <= style.columns;
  head += fits || !end.starts_with("; ") ? end + "\n" : "\n" + wrapped(style, std::string_view(end).substr(2), 2);
  return head + lines + limit_line(style, timeline);
}

std::string what_it_does(const TextStyle& style, const renewal::FleetEvent& event) {
  const std::string bundles = count_noun(event.bundles.size(), "bundle");
  if (event.after == renewal::Standing::error) return ink(style, Ink::red, "breaks " + bundles);
  const Ink color = event.after == renewal::Standing::warning ? Ink::yellow : Ink::blue;
  return ink(style, color, std::string(renewal::to_string(event.after)) + " for " + bundles);
}

std::string names_of(const std::vector<std::string>& bundles) { return listed(bundles, kMostNamed, printable); }

// What one date does to several bundles.
std::string fleet_block(const TextStyle& style, const Report& report) {
  std::string out;
  for (const renewal::FleetEvent& event : report.fleet) {
    if (event.bundles.size() < 2 || !is_shown(style, event)) continue;
    out += date_line(style, report.at, renewal::told_at(event.cause, event.at), what_it_does(style, event)) +
           wrapped(style, event.message, kEventIndent) + wrapped(style, names_of(event.bundles), kEventIndent) + "\n";
  }
  if (out.empty()) return "No future date affects several bundles.\n\n";
  return ink(style, Ink::bold, "Dates that affect several bundles") + "\n" +
         wrapped(style, "(" + std::string(renewal::kWorseInWords) + ")", 0) + "\n" + out;
}

std::string closing_line(const Report& report, std::size_t bundles) {
  std::set<Instant> worse;
  for (const renewal::FleetEvent& event : report.fleet) worse.insert(event.at);
  return count_noun(report.inputs.size(), "file") + ", " + count_noun(bundles, "bundle") + ": " +
         (worse.empty()
              ? "no future date makes a verdict worse"
              : count_noun(worse.size(), "future date") + " " + (worse.size() == 1 ? "makes" : "make") + " a verdict worse, first " +
                    renewal::told_at(report.fleet.front().cause, report.fleet.front().at).to_string()) +
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
  const SharedEvents shared(style, report);
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.timeline) out += names.size() > 1 ? short_block(style, bundle, shared) : full_block(style, bundle);
  }
  return out + (names.empty() ? "" : "\n") + closing_line(report, names.size());
}

}  // namespace chainlint::report
