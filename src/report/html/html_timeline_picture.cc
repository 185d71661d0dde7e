#include <algorithm>
#include <array>
#include <cstdio>

#include "chainlint/base/text.h"
#include "html/html_parts.h"
#include "html/html_text.h"

// Across, everything is in per cent and grows with the page; downwards, and for text, in pixels: so words stay readable on a telephone,
// where a picture that is scaled as a whole would not be.
namespace chainlint::report {
namespace {

constexpr int kAxis = 22;   // height of the line of dates
constexpr int kRow = 40;    // of a certificate: its name, and its bar
constexpr int kBand = 26;   // of the verdict
constexpr int kMarks = 24;  // of a line of marks
constexpr std::size_t kMostBars = 12;
constexpr std::size_t kMostMarks = 200;
constexpr std::size_t kMostOfLabel = 40;
constexpr double kWide = 0.3;   // a stretch of the verdict that has room for its word, on a telephone too
constexpr double kNear = 0.06;  // marks that lie nearer than this share of the width are drawn as one

class Axis {
 public:
  Axis(Instant begin, Instant end) : begin_(begin), end_(end) {}

  double share(Instant at) const {
    return static_cast<double>(at.seconds() - begin_.seconds()) / static_cast<double>(end_.seconds() - begin_.seconds());
  }
  bool shows(Instant at) const { return begin_ <= at && at <= end_; }
  Instant clamp(Instant at) const { return std::clamp(at, begin_, end_); }
  Instant begin() const { return begin_; }
  Instant end() const { return end_; }

 private:
  Instant begin_, end_;
};

// "37.5%", in hundredths: the same text on every machine.
std::string percent(double share) {
  const auto hundredths = static_cast<long long>(std::clamp(share, 0.0, 1.0) * 10000 + 0.5);
  std::array<char, 32> text{};
  std::snprintf(text.data(), text.size(), "%lld.%02lld%%", hundredths / 100, hundredths % 100);
  return text.data();
}

std::string line(const char* kind, double share, int from, int to) {
  const std::string x = percent(share);
  return std::string("<line class=\"") + kind + "\" x1=\"" + x + "\" x2=\"" + x + "\" y1=\"" + std::to_string(from) + "\" y2=\"" +
         std::to_string(to) + "\"/>\n";
}

std::string rect(const std::string& kind, double from, double to, int y, int height) {
  return "<rect class=\"" + kind + "\" x=\"" + percent(from) + "\" width=\"" + percent(std::max(to - from, 0.002)) + "\" y=\"" +
         std::to_string(y) + "\" height=\"" + std::to_string(height) + "\" rx=\"3\"/>\n";
}

std::string words(const std::string& kind, double share, int y, const char* anchor, const std::string& html) {
  return "<text class=\"" + kind + "\" x=\"" + percent(share) + "\" y=\"" + std::to_string(y) + "\" text-anchor=\"" + anchor + "\">" +
         html + "</text>\n";
}

// What is shown is the life of the leaf: roots live for decades, and all that matters would be a hair on their bar.
Axis axis_of(const BundleReport& bundle) {
  const renewal::Timeline& timeline = *bundle.timeline;
  Instant begin = timeline.from, end = timeline.until;
  if (!bundle.path.empty() && bundle.path.front().role == chain::Role::leaf) {
    const ChainStepReport& leaf = bundle.path.front();
    if (leaf.certificate->not_before) begin = std::min(begin, *leaf.certificate->not_before);
    if (leaf.certificate->not_after) end = std::max(*leaf.certificate->not_after, timeline.from);
  }
  constexpr std::int64_t kLeast = 2 * kSecondsPerDay;
  const std::int64_t length = std::max(end.seconds() - begin.seconds(), kLeast);
  return {begin.plus_seconds(-length / 40), begin.plus_seconds(length + length / 12)};
}

struct Tick {
  Instant at;
  std::string label;
};

std::string month_label(int year, int month, bool with_year) {
  static constexpr std::array kNames{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return kNames[static_cast<std::size_t>(month - 1)] + (with_year ? " " + std::to_string(year) : std::string());
}

// The firsts of months or years, six or so; days where the whole is short.
std::vector<Tick> ticks_of(const Axis& axis) {
  const std::int64_t days = (axis.end().seconds() - axis.begin().seconds()) / kSecondsPerDay;
  std::vector<Tick> ticks;
  if (days < 60) {
    const std::int64_t step = std::max<std::int64_t>(1, days / 6);
    const Instant midnight =
        axis.begin().plus_seconds(kSecondsPerDay - (axis.begin().seconds() % kSecondsPerDay + kSecondsPerDay) % kSecondsPerDay);
    for (Instant at = midnight; axis.shows(at); at = at.plus_days(step)) ticks.push_back({at, at.date()});
    return ticks;
  }
  const std::string first = axis.begin().date();
  int year = std::stoi(first.substr(0, 4)), month = std::stoi(first.substr(5, 2));
  static constexpr std::array<int, 10> kSteps{1, 2, 3, 6, 12, 24, 60, 120, 240, 600};
  const int months = static_cast<int>(days / 30);
  const auto fits = std::find_if(kSteps.begin(), kSteps.end(), [&](int step) { return months / step <= 7; });
  const int step = fits == kSteps.end() ? kSteps.back() : *fits;
  int count = year * 12 + month - 1;
  count += step - count % step;
  for (; ticks.size() < 20; count += step) {
    year = count / 12, month = count % 12 + 1;
    const std::optional<Instant> at = Instant::from_civil(year, month, 1);
    if (!at || !axis.shows(*at)) break;
    ticks.push_back({*at, step >= 12 ? std::to_string(year) : month_label(year, month, ticks.empty() || month <= step)});
  }
  return ticks;
}

std::string axis_drawing(const Axis& axis, int height) {
  std::string out;
  std::size_t number = 0;
  for (const Tick& tick : ticks_of(axis)) {
    const double share = axis.share(tick.at);
    out += line("grid", share, kAxis - 4, height);
    if (share < 0.95) out += words(number++ % 2 == 0 ? "dim" : "dim opt", share, 13, share < 0.04 ? "start" : "middle", tick.label);
  }
  return out;
}

std::string span_words(const ChainStepReport& step) {
  return (step.certificate->not_before ? step.certificate->not_before->date() : "?") + " to " +
         (step.certificate->not_after ? step.certificate->not_after->date() : "?");
}

// A bar that goes on beyond the picture has an arrow at that end.
std::string bar_drawing(const ChainStepReport& step, const Axis& axis, int y) {
  const Instant begin = step.certificate->not_before.value_or(axis.begin()), end = step.certificate->not_after.value_or(axis.end());
  const Instant from = axis.clamp(begin), to = axis.clamp(end);
  if (from >= to) return "";
  std::string out = rect(step.role == chain::Role::root ? "bar root" : "bar", axis.share(from), axis.share(to), y + 20, 12);
  if (begin < axis.begin()) out += words("on", 0.004, y + 30, "start", "◂");
  if (axis.end() < end) out += words("on", 0.996, y + 30, "end", "▸");
  return out;
}

std::string bar_label(const ChainStepReport& step, int y) {
  return "<text y=\"" + std::to_string(y + 14) + "\"><tspan class=\"dim opt\">" + std::string(chain::to_string(step.role)) +
         "</tspan><tspan class=\"name\" dx=\"6\">" + html_escaped(ellipsized(step.certificate->display, kMostOfLabel)) +
         "</tspan></text>\n" + words("dim opt", 1, y + 14, "end", span_words(step));
}

// Lines go under labels, never through them.
std::string room_for_label(int y) {
  return "<rect class=\"plate\" x=\"0\" width=\"100%\" y=\"" + std::to_string(y) + "\" height=\"17\"/>\n";
}

// One stretch of the verdict with its word, where there is room for it; else with its sign.
std::string stretch(renewal::Standing standing, double from, double to, int y) {
  static constexpr std::array kSigns{"✓", "i", "!", "✕"};
  const std::string kind(renewal::to_string(standing));
  std::string out = rect(kind, from, to, y, 20);
  const double wide = to - from;
  const std::string word =
      wide > kWide ? kSigns[static_cast<std::size_t>(standing)] + (" " + kind) : kSigns[static_cast<std::size_t>(standing)];
  if (wide < 0.04) return out;
  const std::string middle = percent((from + to) / 2);
  const int half = wide > kWide ? 12 + 4 * static_cast<int>(kind.size() + 2) : 9;
  out += "<svg x=\"" + middle + "\" y=\"" + std::to_string(y) + "\" overflow=\"visible\"><rect class=\"plate\" x=\"-" +
         std::to_string(half) + "\" y=\"2\" width=\"" + std::to_string(2 * half) + "\" height=\"16\" rx=\"8\"/><text class=\"word " + kind +
         "\" y=\"14\" text-anchor=\"middle\">" + word + "</text></svg>\n";
  return out;
}

std::string band_drawing(const renewal::Timeline& timeline, const Axis& axis, int y) {
  std::string out;
  renewal::Standing standing = timeline.now;
  Instant from = axis.clamp(timeline.from);
  for (const renewal::TimelineEvent& event : timeline.events) {
    if (event.after == standing) continue;
    const Instant at = axis.clamp(event.at);
    if (from < at) out += stretch(standing, axis.share(from), axis.share(at), y);
    standing = event.after;
    from = at;
  }
  if (from < axis.end()) out += stretch(standing, axis.share(from), 1, y);
  return out;
}

// Events that are too close to be distinguished, under one mark.
struct Mark {
  double share = 0;
  std::size_t first = 0, last = 0;
  renewal::Standing worst = renewal::Standing::good;
};

std::vector<Mark> marks_of(const renewal::Timeline& timeline, const Axis& axis) {
  std::vector<Mark> marks;
  for (std::size_t i = 0; i < timeline.events.size() && i < kMostMarks; ++i) {
    const renewal::TimelineEvent& event = timeline.events[i];
    if (!axis.shows(event.at)) continue;
    const double share = axis.share(event.at);
    if (marks.empty() || share - marks.back().share > kNear) marks.push_back({share, i + 1, i + 1, event.after});
    marks.back().last = i + 1;
    marks.back().worst = std::max(marks.back().worst, event.after);
  }
  return marks;
}

std::string mark_drawing(const Mark& mark, int y) {
  const std::string number = std::to_string(mark.first) + (mark.last > mark.first ? "–" + std::to_string(mark.last) : "");
  const int half = mark.last > mark.first ? 9 + static_cast<int>(number.size() - 2) * 3 : 9;
  return "<svg x=\"" + percent(mark.share) + "\" y=\"" + std::to_string(y) + "\" overflow=\"visible\"><rect class=\"mark " +
         std::string(renewal::to_string(mark.worst)) + "\" x=\"-" + std::to_string(half) + "\" y=\"1\" width=\"" +
         std::to_string(2 * half) + "\" height=\"18\" rx=\"9\"/><text class=\"no\" y=\"14\" text-anchor=\"middle\">" + number +
         "</text></svg>\n";
}

std::string description(const BundleReport& bundle) {
  const renewal::Timeline& timeline = *bundle.timeline;
  std::string text = "Evaluated at " + timeline.from.date() + ", the verdict is " + std::string(renewal::to_string(timeline.now)) + ". ";
  for (std::size_t i = 0; i < bundle.path.size() && i < kMostBars; ++i) {
    text += std::string(chain::to_string(bundle.path[i].role)) + " " + ellipsized(bundle.path[i].certificate->display, kMostOfLabel) +
            ": " + span_words(bundle.path[i]) + ". ";
  }
  return text +
         (timeline.events.empty() ? "Nothing changes." : "The table below has the " + count_noun(timeline.events.size(), "event") + ".");
}

std::string now_label(double share, Instant at, int y) {
  const char* anchor = share > 0.75 ? "end" : share < 0.25 ? "start" : "middle";
  return words("word", share, y, anchor, "evaluated " + at.date());
}

}  // namespace

std::string html_timeline_picture(const BundleReport& bundle, std::size_t number) {
  const renewal::Timeline& timeline = *bundle.timeline;
  const Axis axis = axis_of(bundle);
  const std::vector<Mark> marks = marks_of(timeline, axis);
  const int bars = static_cast<int>(std::min(bundle.path.size(), kMostBars));
  const int band = kAxis + bars * kRow + 18;
  const int marks_at = band + kBand;
  const int bottom = marks_at + (marks.empty() ? 0 : kMarks);
  const std::string id = std::to_string(number);
  std::string out = "<figure><svg class=\"time\" role=\"img\" height=\"" + std::to_string(bottom + 20) + "\" aria-labelledby=\"t" + id +
                    " d" + id + "\"><title id=\"t" + id + "\">Timeline from " + axis.begin().date() + " to " + axis.end().date() +
                    "</title><desc id=\"d" + id + "\">" + html_escaped(description(bundle)) + "</desc>\n" + axis_drawing(axis, bottom);
  for (int i = 0; i < bars; ++i) out += bar_drawing(bundle.path[static_cast<std::size_t>(i)], axis, kAxis + i * kRow);
  for (const Mark& mark : marks) out += line("tick", mark.share, kAxis, marks_at);
  const double now = axis.share(timeline.from);
  out += line("now", now, kAxis - 4, bottom);
  for (int i = 0; i < bars; ++i) out += room_for_label(kAxis + i * kRow + 1);
  out += room_for_label(band - 18);
  for (int i = 0; i < bars; ++i) out += bar_label(bundle.path[static_cast<std::size_t>(i)], kAxis + i * kRow);
  out += words("dim", 0, band - 5, "start", "verdict") + band_drawing(timeline, axis, band);
  for (const Mark& mark : marks) out += mark_drawing(mark, marks_at);
  out += now_label(now, timeline.from, bottom + 14) + "</svg>\n<figcaption>";
  const bool later = std::any_of(timeline.events.begin(), timeline.events.end(),
                                 [&](const renewal::TimelineEvent& event) { return event.at > axis.end(); });
  out += marks.empty() ? "" : "The numbers are those of the table. ";
  if (bundle.path.size() > kMostBars) out += "The first " + std::to_string(kMostBars) + " certificates of the path are drawn. ";
  if (later) out += "The picture stops soon after the leaf expires; what comes later is in the table alone. ";
  return out + "</figcaption></figure>\n";
}

}  // namespace chainlint::report
