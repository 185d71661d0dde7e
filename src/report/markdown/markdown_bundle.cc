#include "markdown/markdown_bundle.h"

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "comparison.h"
#include "markdown/markdown_text.h"
#include "text/change_words.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kRoomForChanges = 12000;
constexpr std::size_t kRoomForChain = 3000;
constexpr std::size_t kRoomForSteps = 4000;
constexpr std::size_t kRoomForFindings = 12000;
constexpr std::size_t kRoomForEvents = 3000;
constexpr std::size_t kMostOfAText = 500;
constexpr std::size_t kMostOfAName = 200;
constexpr std::size_t kMostListed = 6;
constexpr std::size_t kMostDetails = 12;

std::string value(std::string_view text, std::size_t most = kMostOfAName) { return markdown_value(excerpt(text, most)); }

std::string message(std::string_view text) { return markdown_message(excerpt(text, kMostOfAText)); }

std::string row(const std::vector<std::string>& cells) {
  std::string out = "|";
  for (const std::string& cell : cells) out += " " + cell + " |";
  return out + "\n";
}

std::string_view change_mark(renewal::ChangeImpact impact) {
  switch (impact) {
    case renewal::ChangeImpact::safe:
      return "✅ safe";
    case renewal::ChangeImpact::attention:
      return "⚠️ needs attention";
    case renewal::ChangeImpact::breaks:
      return "❌ breaks";
  }
  return "";
}

std::string_view state_mark(renewal::Standing standing) {
  switch (standing) {
    case renewal::Standing::good:
      return "✅ good";
    case renewal::Standing::note:
      return "ℹ️ notes";
    case renewal::Standing::warning:
      return "⚠️ warnings";
    case renewal::Standing::error:
      return "❌ errors";
  }
  return "";
}

std::string line_per_value(const std::vector<std::string>& texts) {
  std::string out;
  for (std::size_t i = 0; i < texts.size() && i < kMostListed; ++i) out += (i == 0 ? "" : "<br>") + value(with_short_hex(texts[i]), 130);
  if (texts.size() > kMostListed) out += "<br>and " + std::to_string(texts.size() - kMostListed) + " more";
  return out;
}

// Both sides of a chain side by side, leaf first.
std::string chain_table(const renewal::Change& change) {
  MarkdownRows rows("| chain | before | after |\n| --- | --- | --- |\n", kRoomForChain);
  const auto at = [](const std::vector<std::string>& texts, std::size_t i) { return i < texts.size() ? value(texts[i]) : ""; };
  for (std::size_t i = 0; i < std::max(change.before.size(), change.after.size()); ++i) {
    rows.add(row({std::to_string(i + 1), at(change.before, i), at(change.after, i)}));
  }
  return rows.text();
}

std::string renewal_part(const BundleReport& bundle) {
  const renewal::RenewalReview& renewal = *bundle.renewal;
  const bool exposed = has_key_in_git(bundle) && renewal.impact() == renewal::ChangeImpact::safe;
  const std::string verdict = exposed ? "⚠️ private key in git" : std::string(change_mark(renewal.impact()));
  std::string out = "**Renewal of " + value(renewal.previous) + ": " + verdict + "**\n\n";
  MarkdownRows rows("| verdict | change | before | after |\n| --- | --- | --- | --- |\n", kRoomForChanges);
  std::string chain;
  for (const renewal::Change* each : gravest_first(renewal)) {
    const renewal::Change& change = *each;
    const bool drawn = change.kind == rules::ChangeKind::chain && !(change.before.empty() && change.after.empty());
    if (drawn) chain = chain_table(change);
    rows.add(row({std::string(change_mark(change.impact)),
                  "**" + std::string(change_title(change.kind)) + "**: " + message(with_short_hex(change.message)),
                  drawn ? "see below" : line_per_value(change.before), drawn ? "see below" : line_per_value(change.after)}));
  }
  out += renewal.changes.empty() ? "No differences.\n\n" : rows.text();
  if (renewal.gone > 0) out += count_noun(renewal.gone, "finding") + " of the bundle that is replaced would be gone.\n\n";
  return out + chain;
}

// "`www.example.com` → `Example CA 1`", and how it ends.
std::string sent_part(const BundleReport& bundle) {
  if (bundle.sent.empty() || bundle.kind != chain::BundleKind::server) return "";
  std::string out = "Chain as sent: ";
  for (std::size_t i = 0; i < bundle.sent.size() && i < kMostListed; ++i) {
    const ChainStepReport& step = bundle.sent[i];
    out += (i == 0 ? "" : " → ") + value(step.certificate->display, 100);
    if (!step.remarks.empty()) out += " (" + message(join_and(step.remarks)) + ")";
  }
  if (bundle.sent.size() > kMostListed) out += " → " + std::to_string(bundle.sent.size() - kMostListed) + " more";
  if (!bundle.missing.empty()) out += " → **missing:** " + value(bundle.missing, 100);
  return out + "\n\n";
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(text.size(), end + 1));
  }
  return lines;
}

std::string steps_list(const std::vector<renewal::RolloutStep>& steps) {
  MarkdownRows items("", kRoomForSteps);
  std::size_t number = 0;
  for (const renewal::RolloutStep& step : steps) {
    std::string item = std::to_string(++number) + ". " + message(step.what);
    for (const std::string& line : lines_of(step.command)) item += "<br>" + value(line, kMostOfAText);
    if (!step.outage.empty()) item += "<br>❌ clients are refused after it: " + message(step.outage);
    items.add(item + "\n");
  }
  return items.text();
}

std::string rollout_part(const renewal::Rollout& rollout) {
  if (rollout.steps.empty()) return "";
  std::string out = "**Rollout**" + std::string(rollout.one_step ? ", all in one step" : "") + "\n\n" + steps_list(rollout.steps);
  if (!rollout.no_safe_order.empty()) out += "⚠️ No order is without an outage: " + message(rollout.no_safe_order) + "\n\n";
  for (const renewal::RolloutStep& step : rollout.asked) {
    if (step.outage.empty()) continue;
    std::vector<std::string> order;
    for (const renewal::RolloutStep& each : rollout.asked) order.emplace_back(renewal::to_string(each.action));
    out += std::string(rollout.asked_by_user ? "❌ In the specified order" : "⚠️ In another order") + " (" + join_and(order) +
           ") clients are refused after the step " + std::string(renewal::to_string(step.action)) + ": " + message(step.outage) + "\n\n";
    break;
  }
  if (rollout.checks.empty()) return out;
  MarkdownRows checks("", kRoomForSteps / 2);
  for (const renewal::RolloutCheck& check : rollout.checks) {
    std::string commands;
    for (const std::string& line : lines_of(check.command)) commands += (commands.empty() ? "" : "<br>") + value(line, kMostOfAText);
    checks.add("- " + commands + (check.expect.empty() ? "" : ": " + message(check.expect)) + "\n");
  }
  return out + "<details><summary>Check after the change</summary>\n\n" + checks.text() + "</details>\n\n";
}

// What follows from the finding, in the same cell: "explains client-refuses, store-intermediate-missing".
std::string explained(const std::vector<const rules::Finding*>& effects) {
  std::vector<std::string_view> rules;
  for (const rules::Finding* effect : effects) {
    if (std::find(rules.begin(), rules.end(), effect->rule->id) == rules.end()) rules.push_back(effect->rule->id);
  }
  const std::string names = listed(rules, kMostListed, [](std::string_view rule) { return value(rule); });
  return names.empty() ? "" : "<br>explains " + names;
}

// "key id (AKI): `E8F23F89…8259C300`", one per line of the cell.
std::string details_of(const rules::Finding& finding) {
  std::string out;
  for (std::size_t i = 0; i < finding.details.size() && i < kMostDetails; ++i) {
    const rules::Detail& detail = finding.details[i];
    out += "<br>" + markdown_message(excerpt(detail.name, kMostOfAName)) + ": " + value(with_short_hex(detail.value));
  }
  if (finding.details.size() > kMostDetails) out += "<br>and " + std::to_string(finding.details.size() - kMostDetails) + " more";
  return out;
}

// One step after the other.
std::string steps_of(const rules::Finding& finding) {
  const std::vector<std::string> marks = finding.step_marks();
  std::string out;
  for (std::size_t i = 0; i < marks.size(); ++i) out += (i == 0 ? "" : "<br>") + marks[i] + message(finding.fix_steps[i]);
  return out;
}

std::string findings_part(const BundleReport& bundle, Severity min_severity) {
  const rules::Effects effects(bundle.findings);
  MarkdownRows rows("| | rule | place | finding | fix |\n| --- | --- | --- | --- | --- |\n", kRoomForFindings);
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
      const rules::Finding& finding = bundle.findings[i];
      if (!finding.counts() || finding.severity != severity || severity > min_severity) continue;
      const std::string before = is_as_before(bundle, i) ? " *(as before)*" : "";
      rows.add(row({std::string(mark(severity)) + " " + std::string(to_string(severity)), value(finding.rule->id),
                    value(to_string(finding.location)),
                    message(finding.message) + before + details_of(finding) + explained(effects.of(finding)), steps_of(finding)}));
    }
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
    rows.add(row({"❔ not evaluated", value(entry.rule->id), value(to_string(entry.location)), message(entry.reason), ""}));
  }
  return rows.text();
}

std::string timeline_part(const BundleReport& bundle) {
  if (!bundle.timeline) return "";
  if (bundle.timeline->events.empty()) return "No later change of the verdict.\n\n";
  MarkdownRows rows("| from | what happens | verdict |\n| --- | --- | --- |\n", kRoomForEvents);
  for (const renewal::TimelineEvent& event : bundle.timeline->events) {
    const std::string verdict = event.before == event.after
                                    ? std::string(state_mark(event.after))
                                    : std::string(state_mark(event.before)) + " → " + std::string(state_mark(event.after));
    rows.add(row({event.at.to_string(), message(event.message), verdict}));
  }
  return "<details><summary>Upcoming events</summary>\n\n" + rows.text() + "</details>\n\n";
}

}  // namespace

bool has_key_in_git(const BundleReport& bundle) {
  return std::any_of(bundle.entries.begin(), bundle.entries.end(), [](const EntryReport& entry) { return entry.in_git; });
}

void MarkdownRows::add(const std::string& row) {
  if (rows_.size() + row.size() > room_) {
    ++left_out_;
  } else {
    rows_ += row;
  }
}

std::string MarkdownRows::text() const {
  if (rows_.empty() && left_out_ == 0) return "";
  const std::string rest = left_out_ == 0 ? "" : "\n… and " + std::to_string(left_out_) + " more\n";
  return (rows_.empty() ? "" : head_ + rows_) + rest + "\n";
}

std::string_view mark(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "❌";
    case Severity::warning:
      return "⚠️";
    case Severity::note:
      return "ℹ️";
  }
  return "";
}

Severity gravest_counted(const BundleReport& bundle, bool changes_alone) {
  Severity found = Severity::note;
  for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
    const bool counts = bundle.findings[i].counts() && !(changes_alone && is_as_before(bundle, i));
    if (counts) found = std::min(found, bundle.findings[i].severity);
  }
  for (std::size_t i = 0; i < bundle.not_evaluated.size(); ++i) {
    if (!changes_alone || !is_open_as_before(bundle, i)) found = std::min(found, Severity::warning);
  }
  return found;
}

std::string markdown_section(const BundleReport& bundle, Severity min_severity, bool changes_alone) {
  const std::string findings = findings_part(bundle, min_severity), timeline = timeline_part(bundle);
  const bool renewed = bundle.renewal && !(bundle.renewal->changes.empty() && bundle.renewal->gone == 0);
  if (findings.empty() && timeline.empty() && !renewed) return "";
  const std::string_view worst = has_key_in_git(bundle) ? mark(std::min(Severity::warning, gravest_counted(bundle, changes_alone)))
                                 : findings.empty()     ? "✅"
                                                        : mark(gravest_counted(bundle, changes_alone));
  std::string head = "#### " + std::string(worst) + " ";
  head += bundle.of_run ? value(bundle.name) + ": about this run" : value(title(bundle));
  if (!bundle.target.empty()) head += " on " + value(bundle.target);
  if (!bundle.of_run && bundle.kind != chain::BundleKind::server) head += " (" + std::string(kind_title(bundle.kind)) + ")";
  std::string out = head + "\n\n";
  if (bundle.renewal) out += renewal_part(bundle);
  out += sent_part(bundle);
  if (bundle.rollout) out += rollout_part(*bundle.rollout);
  return out + findings + timeline;
}

}  // namespace chainlint::report
