#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "calendar/ics_text.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/renewal/worsening.h"
#include "chainlint/report/writer.h"
#include "html/html_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostNames = 40;
constexpr std::size_t kMostFindings = 12;
constexpr std::size_t kMostOfSummary = 160;
constexpr std::size_t kMostOfLine = 400;

using Cause = std::tuple<Instant, renewal::EventCause, std::string, std::string>;

// A rule that finds something from then on, in so many bundles. The message is empty where it is another one in each.
struct Found {
  Severity severity = Severity::note;
  std::string rule, message;
  std::size_t bundles = 0;
  std::string_view last;  // the bundle that was counted last: its targets are adjacent
};

void count_finding(std::vector<Found>& all, const renewal::TimelineFinding& finding, std::string_view bundle) {
  const auto same = [&](const Found& found) { return found.rule == finding.rule && found.severity == finding.severity; };
  auto found = std::find_if(all.begin(), all.end(), same);
  if (found == all.end()) found = all.insert(all.end(), Found{finding.severity, finding.rule, finding.message, 0, {}});
  if (found->message != finding.message) found->message.clear();
  if (found->bundles == 0 || found->last != bundle) ++found->bundles;
  found->last = bundle;
}

// What is found in all bundles, by what causes it, so that an entry of the calendar can say it.
class Causes {
 public:
  explicit Causes(const Report& report) {
    for (const BundleReport& bundle : report.bundles) {
      if (!bundle.timeline) continue;
      for (const renewal::TimelineEvent& event : bundle.timeline->events) {
        if (!renewal::worsens(*bundle.timeline, event)) continue;
        std::vector<Found>& all = found_[{event.at, event.cause, event.sha256, event.message}];
        for (const renewal::TimelineFinding& finding : event.begin) count_finding(all, finding, bundle.name);
      }
    }
  }

  // Most severe first.
  std::vector<Found> found(const renewal::FleetEvent& fleet) const {
    const auto known = found_.find({fleet.at, fleet.cause, fleet.sha256, fleet.message});
    if (known == found_.end()) return {};
    std::vector<Found> all = known->second;
    std::stable_sort(all.begin(), all.end(), [](const Found& a, const Found& b) { return a.severity < b.severity; });
    return all;
  }

 private:
  std::map<Cause, std::vector<Found>> found_;
};

// That a certificate has expired is said by what ends; any other reason needs its own words.
std::string found_line(const Found& found, renewal::EventCause cause) {
  std::string line = std::string(to_string(found.severity)) + " " + found.rule + " (" + count_noun(found.bundles, "bundle") + ")";
  const bool said = cause == renewal::EventCause::certificate_ends || cause == renewal::EventCause::crl_ends || found.message.empty();
  return said ? line : line + ": " + shortened(found.message, kMostOfLine);
}

// A limit is that of a rule; what it asks of a certificate is a newer one.
std::string before_a_limit(const renewal::FleetEvent& event) {
  if (event.sha256.empty()) return "Before this date: fix the findings of the rules below; 'chainlint rules explain RULE' shows how.";
  if (event.role == chain::Role::leaf) return "From this date: renew the certificate, check it and deploy it.";
  if (event.role == chain::Role::root) return "From this date: plan the move to another root, and make sure that clients trust it.";
  return "From this date: request the intermediate that replaces this one from the CA, and deploy it in each of the bundles.";
}

std::string what_to_do(const renewal::FleetEvent& event) {
  switch (event.cause) {
    case renewal::EventCause::certificate_ends:
      if (event.role == chain::Role::leaf) return "Before this date: renew the certificate, check it and deploy it.";
      if (event.role == chain::Role::root) {
        return "Before this date: have the certificates issued below another root, and make sure that clients trust it.";
      }
      return "Before this date: request the intermediate that replaces this one from the CA, and deploy it in each of the bundles.";
    case renewal::EventCause::certificate_begins:
      return "Review: the verdict changes on this date.";
    case renewal::EventCause::crl_ends:
      return "Before this date: download the next CRL and check with it (--crl).";
    case renewal::EventCause::crl_begins:
      return "From this date, this CRL applies: check whether it contains one of the certificates.";
    case renewal::EventCause::distrust:
      return "Before this date: have the certificates issued by a CA that stays trusted.";
    case renewal::EventCause::ca_event:
      return "Before this date: read the announcement of the CA, and renew if it requires it.";
    case renewal::EventCause::waiver_ends:
      return "Before this date: fix the waived finding, or have its owner extend the waiver.";
    case renewal::EventCause::threshold:
      break;
  }
  return before_a_limit(event);
}

std::string message_of(const renewal::FleetEvent& event) {
  if (!event.message.empty()) return event.message;
  return std::string(chain::to_string(event.role)) + " " + in_quotes(event.display) + ": " + std::string(renewal::to_string(event.cause));
}

// "leaf 'www.example.com' expires on 2027-05-17".
std::string message_and_date(const renewal::FleetEvent& event) {
  const Instant shown = renewal::told_at(event.cause, event.at);
  return message_of(event) + (shown == event.at ? "" : " on " + shown.date());
}

// The last part of a path, with the folder above it where there is one: calendars show a few words.
std::string short_path(const std::string& path) {
  const std::size_t name = path.find_last_of("/!");
  if (name == std::string::npos || name == 0) return path;
  const std::size_t folder = path.find_last_of("/!", name - 1);
  return folder == std::string::npos ? path : path.substr(folder + 1);
}

std::string summary_of(const renewal::FleetEvent& event) {
  const std::string what = shortened(message_and_date(event), kMostOfSummary);
  const std::string bundles =
      event.bundles.size() == 1 ? shortened(short_path(event.bundles.front()), kMostOfSummary) : count_noun(event.bundles.size(), "bundle");
  return std::string(renewal::to_string(event.after)) + ": " + what + " (" + bundles + ")";
}

std::string description_of(const renewal::FleetEvent& event, const Causes& causes) {
  std::string text = shortened(message_and_date(event), kMostOfLine) + "\n\n" + what_to_do(event) + "\n";
  const std::vector<Found> found = causes.found(event);
  if (!found.empty()) text += "\nFound from then on:\n";
  for (std::size_t i = 0; i < found.size() && i < kMostFindings; ++i) text += "- " + found_line(found[i], event.cause) + "\n";
  if (found.size() > kMostFindings) text += "- and " + std::to_string(found.size() - kMostFindings) + " more\n";
  text += "\n" + count_noun(event.bundles.size(), "bundle") + ":\n";
  for (std::size_t i = 0; i < event.bundles.size() && i < kMostNames; ++i) text += "- " + shortened(event.bundles[i], kMostOfLine) + "\n";
  if (event.bundles.size() > kMostNames) text += "- and " + std::to_string(event.bundles.size() - kMostNames) + " more\n";
  if (!event.sha256.empty()) text += "\nSHA-256 of the certificate: " + event.sha256;
  return text;
}

// From what happens alone, never from the run: a calendar that knows the event takes the new one in its place.
std::string identity_of(const renewal::FleetEvent& event) {
  const std::string of = event.sha256.empty() ? event.display + "\n" + event.message : event.sha256;
  return std::string(renewal::to_string(event.cause)) + "\n" + of + "\n" + event.at.to_string();
}

std::string alarm(std::string_view before, const std::string& text) {
  return "BEGIN:VALARM\r\nACTION:DISPLAY\r\n" + ics_line("TRIGGER", before) + ics_line("DESCRIPTION", text) + "END:VALARM\r\n";
}

std::string event_text(const renewal::FleetEvent& event, const std::string& uid, Instant stamp, const Causes& causes) {
  const std::string summary = ics_text(summary_of(event));
  std::string out = "BEGIN:VEVENT\r\n" + ics_line("UID", uid) + ics_line("DTSTAMP", ics_time(stamp)) +
                    ics_line("DTSTART", ics_time(renewal::told_at(event.cause, event.at)));
  out += ics_line("SUMMARY", summary) + ics_line("DESCRIPTION", ics_text(description_of(event, causes)));
  out += ics_line("CATEGORIES",
                  "chainlint," + std::string(renewal::to_string(event.after)) + "," + std::string(renewal::to_string(event.cause)));
  out += ics_line("PRIORITY", event.after == renewal::Standing::error ? "1" : event.after == renewal::Standing::warning ? "5" : "9");
  out += "TRANSP:TRANSPARENT\r\n";
  if (event.after != renewal::Standing::note) out += alarm("-P14D", summary) + alarm("-P2D", summary);
  return out + "END:VEVENT\r\n";
}

// Section 3.6: a calendar contains at least one component.
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
  for (const renewal::FleetEvent& event : report.fleet) {
    const std::string identity = identity_of(event);
    const std::size_t number = ++seen[identity];
    const std::string uid =
        to_hex(crypto::sha256(as_bytes(identity))).substr(0, 32) + (number > 1 ? "-" + std::to_string(number) : "") + "@chainlint";
    out += event_text(event, uid, report.at, causes);
  }
  if (report.fleet.empty()) out += kNothingButUtc;
  return out + "END:VCALENDAR\r\n";
}

}  // namespace chainlint::report
