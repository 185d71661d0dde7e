#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "chainlint/base/bytes.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/report/writer.h"
#include "html_text.h"
#include "ics_text.h"

namespace chainlint {
namespace {

constexpr std::size_t kMostNames = 40;
constexpr std::size_t kMostFindings = 6;
constexpr std::size_t kMostOfSummary = 160;
constexpr std::size_t kMostOfLine = 400;

using Cause = std::tuple<Instant, EventCause, std::string, std::string>;

// The events of all bundles by what causes them, so that an entry of the calendar can say what is found then.
class Causes {
 public:
  explicit Causes(const Report& report) {
    for (const BundleReport& bundle : report.bundles) {
      if (!bundle.timeline) continue;
      for (const TimelineEvent& event : bundle.timeline->events) {
        if (event.after > event.before) events_[{event.at, event.cause, event.sha256, event.display}].push_back(&event);
      }
    }
  }

  std::vector<std::string> findings(const FleetEvent& fleet) const {
    std::vector<std::string> lines;
    const auto found = events_.find({fleet.at, fleet.cause, fleet.sha256, fleet.display});
    if (found == events_.end()) return lines;
    std::set<std::string> seen;
    for (const TimelineEvent* event : found->second) {
      for (const TimelineFinding& finding : event->begin) {
        if (lines.size() == kMostFindings) return lines;
        std::string line = std::string(to_string(finding.severity)) + " " + finding.rule + ": " + shortened(finding.message, kMostOfLine);
        if (seen.insert(line).second) lines.push_back(std::move(line));
      }
    }
    return lines;
  }

 private:
  std::map<Cause, std::vector<const TimelineEvent*>> events_;
};

std::string what_to_do(const FleetEvent& event) {
  switch (event.cause) {
    case EventCause::certificate_ends:
      if (event.role == Role::leaf) return "Before this moment: have the certificate renewed, lint what comes, and deploy it.";
      if (event.role == Role::root)
        return "Before this moment: have the certificates issued below another root, and see that clients trust it.";
      return "Before this moment: ask the CA for the intermediate that replaces this one, and deploy it in each of the bundles.";
    case EventCause::certificate_begins:
      return "Look at it: from this moment on something else counts.";
    case EventCause::crl_ends:
      return "Before this moment: fetch the next revocation list and lint with it.";
    case EventCause::crl_begins:
      return "From this moment on this revocation list counts: see whether it names one of the certificates.";
    case EventCause::distrust:
      return "Before this moment: have the certificates issued by a CA that stays trusted.";
    case EventCause::ca_event:
      return "Before this moment: read what the CA announced, and renew where it asks for it.";
    case EventCause::waiver_ends:
      return "Before this moment: mend what was waived, or have the waiver extended by its owner.";
    case EventCause::threshold:
      break;
  }
  return "Before this moment: do what the finding below asks for.";
}

std::string message_of(const FleetEvent& event) {
  if (!event.message.empty()) return event.message;
  return std::string(to_string(event.role)) + " " + in_quotes(event.display) + ": " + std::string(to_string(event.cause));
}

// The last part of a path, with the folder above it where there is one: calendars show a few words.
std::string short_path(const std::string& path) {
  const std::size_t name = path.find_last_of("/!");
  if (name == std::string::npos || name == 0) return path;
  const std::size_t folder = path.find_last_of("/!", name - 1);
  return folder == std::string::npos ? path : path.substr(folder + 1);
}

std::string summary_of(const FleetEvent& event) {
  const std::string what = shortened(message_of(event), kMostOfSummary);
  const std::string bundles =
      event.bundles.size() == 1 ? shortened(short_path(event.bundles.front()), kMostOfSummary) : count_noun(event.bundles.size(), "bundle");
  return std::string(to_string(event.after)) + ": " + what + " (" + bundles + ")";
}

std::string description_of(const FleetEvent& event, const Causes& causes) {
  std::string text = shortened(message_of(event), kMostOfLine) + "\n\n" + what_to_do(event) + "\n";
  const std::vector<std::string> findings = causes.findings(event);
  if (!findings.empty()) text += "\nFound from then on:\n";
  for (const std::string& line : findings) text += "- " + line + "\n";
  text += "\n" + count_noun(event.bundles.size(), "bundle") + ":\n";
  for (std::size_t i = 0; i < event.bundles.size() && i < kMostNames; ++i) text += "- " + shortened(event.bundles[i], kMostOfLine) + "\n";
  if (event.bundles.size() > kMostNames) text += "- and " + std::to_string(event.bundles.size() - kMostNames) + " more\n";
  if (!event.sha256.empty()) text += "\nSHA-256 of the certificate: " + event.sha256;
  return text;
}

// From what happens alone, never from the run: a calendar that knows the event takes the new one in its place.
std::string identity_of(const FleetEvent& event) {
  const std::string of = event.sha256.empty() ? event.display + "\n" + event.message : event.sha256;
  return std::string(to_string(event.cause)) + "\n" + of + "\n" + event.at.to_string();
}

std::string alarm(std::string_view before, const std::string& text) {
  return "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + ics_line("TRIGGER", before) + ics_line("DESCRIPTION", text) + "END:VALARM\r\n";
}

std::string event_text(const FleetEvent& event, const std::string& uid, Instant stamp, const Causes& causes) {
  const std::string summary = ics_text(summary_of(event));
  std::string out =
      "BEGIN:VEVENT\r\n" + ics_line("UID", uid) + ics_line("DTSTAMP", ics_time(stamp)) + ics_line("DTSTART", ics_time(event.at));
  out += ics_line("SUMMARY", summary) + ics_line("DESCRIPTION", ics_text(description_of(event, causes)));
  out += ics_line("CATEGORIES", "chainlint," + std::string(to_string(event.after)) + "," + std::string(to_string(event.cause)));
  out += ics_line("PRIORITY", event.after == Standing::error ? "1" : event.after == Standing::warning ? "5" : "9");
  out += "TRANSP:TRANSPARENT\r\n";
  if (event.after != Standing::note) out += alarm("-P14D", summary) + alarm("-P2D", summary);
  return out + "END:VEVENT\r\n";
}

// Section 3.6: a calendar holds at least one component.
constexpr std::string_view kNothingButUtc =
    "BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\n"
    "END:VTIMEZONE\r\n";

}  // namespace

std::string write_ics(const Report& report) {
  std::string out = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" +
                    ics_line("PRODID", "-//chainlint//chainlint " + ics_text(report.version) + "//EN") +
                    "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Certificates\r\n";
  const Causes causes(report);
  std::map<std::string, std::size_t> seen;
  for (const FleetEvent& event : report.fleet) {
    const std::string identity = identity_of(event);
    const std::size_t number = ++seen[identity];
    const std::string uid =
        to_hex(sha256(as_bytes(identity))).substr(0, 32) + (number > 1 ? "-" + std::to_string(number) : "") + "@chainlint";
    out += event_text(event, uid, report.at, causes);
  }
  if (report.fleet.empty()) out += kNothingButUtc;
  return out + "END:VCALENDAR\r\n";
}

}  // namespace chainlint
