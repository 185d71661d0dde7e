#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>

#include "bundle_title.h"
#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "markdown/markdown_bundle.h"
#include "markdown/markdown_text.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

// A comment on a pull request has at most 65,536 characters, and a text has at most as many characters as bytes.
constexpr std::size_t kMostOctets = 65000;
constexpr std::size_t kRoomForOverview = 25000;
constexpr std::size_t kRoomForDiagnostics = 5000;
constexpr std::size_t kRoomForAccepted = 4000;
constexpr std::size_t kRoomForFleet = 4000;
constexpr std::size_t kRoomForCommand = 2500;
constexpr std::size_t kMostOfASummaryText = 500;
constexpr std::size_t kMostOfASummaryName = 200;

std::string summary_value(std::string_view text) { return markdown_value(excerpt(text, kMostOfASummaryName)); }

std::string summary_message(std::string_view text) { return markdown_message(excerpt(text, kMostOfASummaryText)); }

std::string diagnostics_part(const Report& report, Severity min_severity) {
  MarkdownRows rows("| | file | what is wrong | fix |\n| --- | --- | --- | --- |\n", kRoomForDiagnostics);
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (severity > min_severity) continue;
    for (const InputReport& input : report.inputs) {
      for (const Diagnostic& diagnostic : input.diagnostics) {
        if (diagnostic.severity != severity) continue;
        const Location location = place_of(diagnostic, input);
        rows.add("| " + std::string(mark(severity)) + " " + summary_value(diagnostic.code) + " | " + summary_value(to_string(location)) +
                 " | " + summary_message(diagnostic.message) + " | " + summary_message(diagnostic.advice) + " |\n");
      }
    }
  }
  const std::string text = rows.text();
  return text.empty() ? "" : "#### Reading the files\n\n" + text;
}

std::string fleet_part(const Report& report) {
  MarkdownRows rows("| from | what happens | bundles | |\n| --- | --- | --- | --- |\n", kRoomForFleet);
  for (const renewal::FleetEvent& event : report.fleet) {
    const std::string names = listed(event.bundles, 5, [](const std::string& name) { return summary_value(name); });
    rows.add("| " + event.at.to_string() + " | " + std::string(chain::to_string(event.role)) + " " + summary_value(event.display) + ": " +
             std::string(renewal::to_string(event.cause)) + " | " + std::to_string(event.bundles.size()) + " | " + names + " |\n");
  }
  const std::string text = rows.text();
  return text.empty() ? "" : "#### Upcoming events for several bundles\n\n" + text;
}

std::string accepted_item(const BundleReport& bundle, const rules::Finding& finding) {
  const rules::Acceptance& accepted = *finding.accepted;
  std::string item = "- " + summary_value(finding.rule->id) + " in " + summary_value(bundle.name) + ": waived";
  if (accepted.expires) item += " until " + accepted.expires->date();
  item += " by " + summary_message(accepted.owner);
  if (!accepted.ticket.empty()) item += ", " + summary_message(accepted.ticket);
  return item + ": " + summary_message(accepted.reason) + "\n";
}

// Waived findings by name, those in the baseline by number.
std::string accepted_part(const Report& report) {
  MarkdownRows items("", kRoomForAccepted);
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::Finding& finding : bundle.findings) {
      if (finding.accepted && finding.accepted->kind == rules::Acceptance::Kind::waiver && finding.explained_by.empty()) {
        items.add(accepted_item(bundle, finding));
      }
    }
  }
  const std::string list = items.text();
  std::string text = list.empty() ? "" : "**Waived**\n\n" + list;
  if (report.summary.in_baseline > 0) text += count_noun(report.summary.in_baseline, "finding") + " in the baseline.\n\n";
  return text;
}

// A word of a POSIX shell.
std::string shell_word(const std::string& text) {
  constexpr std::string_view kPlain = "-._/:=@%+,~ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  if (!text.empty() && text.front() != '~' && text.find_first_not_of(kPlain) == std::string::npos) return text;
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string again_part(const RunRecord& run) {
  if (run.arguments.empty()) return "";
  std::string command = "chainlint";
  for (std::size_t i = 0; i < run.arguments.size() && command.size() < kRoomForCommand; ++i) command += " " + shell_word(run.arguments[i]);
  command = log_text(on_one_line(excerpt(command, kRoomForCommand)));
  std::size_t longest = 2, ticks = 0;
  for (const char c : command) {
    ticks = c == '`' ? ticks + 1 : 0;
    longest = std::max(longest, ticks);
  }
  const std::string fence(longest + 1, '`');
  return "<details><summary>Repeat this run</summary>\n\n" + fence + "sh\n" + command + "\n" + fence + "\n\n</details>\n";
}

std::string footer(const Report& report) {
  const Summary summary = counts_changes_alone(report) ? counted(report).summary : report.summary;
  std::string text =
      summary_words(summary) + ". Evaluated at " + report.at.to_string() + " by chainlint " + summary_message(report.version);
  if (report.policy) text += ", policy " + summary_value(report.policy->place());
  if (!report.run.data_date.empty()) text += ", data of " + summary_message(report.run.data_date);
  return text + ".\n\n" + again_part(report.run);
}

// The bundles with the highest severity first, as many as there is room for; the others are counted.
std::string bundles_part(const Report& report, Severity min_severity, std::size_t room) {
  std::string out;
  std::size_t left_out = 0;
  const bool changes_alone = counts_changes_alone(report);
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    for (const BundleReport& bundle : report.bundles) {
      if (gravest_counted(bundle, changes_alone) != severity) continue;
      const std::string section = markdown_section(bundle, min_severity, changes_alone);
      if (out.size() + section.size() > room) {
        ++left_out;
      } else {
        out += section;
      }
    }
  }
  if (left_out > 0) out += "… and " + count_noun(left_out, "more bundle") + ", omitted for lack of space\n\n";
  return out;
}

}  // namespace

std::string write_markdown(const Report& report, Severity min_severity) {
  const std::string head = markdown_overview(report, min_severity, kRoomForOverview);
  const std::string rest = diagnostics_part(report, min_severity) + fleet_part(report) + accepted_part(report);
  const std::string tail = footer(report);
  const std::size_t taken = head.size() + rest.size() + tail.size() + 300;  // the fold, and what bundles_part adds after its sections
  const std::string details = bundles_part(report, min_severity, taken < kMostOctets ? kMostOctets - taken : 0) + rest;
  const std::string fold = "<details><summary>Details: changes, chains, rollout, findings</summary>\n\n" + details + "</details>\n\n";
  return head + (details.empty() ? "" : fold) + tail;
}

}  // namespace chainlint::report
