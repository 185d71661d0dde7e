#include "text/finding_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "chainlint/base/text.h"
#include "chainlint/report/terminal.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kTextIndent = 4;
const std::string kMargin(kTextIndent, ' ');

// "waived (error)", "in the baseline (warning)": the severity that is suppressed.
std::string accepted_word(const TextStyle& style, const rules::Finding& finding) {
  const bool waived = finding.accepted->kind == rules::Acceptance::Kind::waiver;
  return ink(style, Ink::dim, (waived ? "waived (" : "in the baseline (") + std::string(to_string(finding.severity)) + ")");
}

// "until 2027-03-31 by network team, CHG-1234: the appliance is replaced in March (.chainlint.yaml:12:5)".
std::string accepted_why(const rules::Acceptance& accepted) {
  std::string text;
  if (accepted.expires) {
    const bool whole_day = accepted.expires->seconds() % kSecondsPerDay == kSecondsPerDay - 1;
    text += "until " + (whole_day ? accepted.expires->date() : accepted.expires->to_string());
  }
  text += " by " + printable(accepted.owner);
  if (!accepted.ticket.empty()) text += ", " + printable(accepted.ticket);
  return text + ": " + printable(accepted.reason) + " (" + to_string(accepted.location) + ")";
}

// The first line of a block: "error  certs/www.pem:1  chain-missing-intermediate".
std::string head_line(const std::string& word, const Location& location, const rules::Rule& rule, const TextStyle& style) {
  return "\n  " + word + "  " + to_string(location) + "  " + ink(style, Ink::bold, rule_name(style, rule)) + "\n";
}

std::string accepted_block(const TextStyle& style, const rules::Finding& finding) {
  std::string out = head_line(accepted_word(style, finding), finding.location, *finding.rule, style);
  out += wrapped(style, finding.message, kTextIndent);
  if (finding.accepted->kind == rules::Acceptance::Kind::waiver) {
    out += wrapped(style, "waived " + accepted_why(*finding.accepted), kTextIndent);
  }
  return out;
}

// "client-refuses (3), renewal-chain-kept": the rules whose findings follow from a cause; in full with --verbose.
std::string effect_lines(const TextStyle& style, const std::vector<const rules::Finding*>& effects) {
  if (effects.empty()) return "";
  std::string out;
  if (style.verbose) {
    for (const rules::Finding* effect : effects) {
      out += hanging(style, kMargin + "effect: ", rule_name(style, *effect->rule) + ": " + effect->message);
    }
    return out;
  }
  std::vector<std::pair<const rules::Rule*, std::size_t>> rules;
  for (const rules::Finding* effect : effects) {
    const auto known = std::find_if(rules.begin(), rules.end(), [&](const auto& each) { return each.first->id == effect->rule->id; });
    if (known == rules.end()) {
      rules.emplace_back(effect->rule, 1);
    } else {
      ++known->second;
    }
  }
  for (const auto& [rule, count] : rules) {
    out += (out.empty() ? "" : ", ") + rule_name(style, *rule) + (count > 1 ? " (" + std::to_string(count) + ")" : "");
  }
  return hanging(style, kMargin + "also causes: ", out);
}

std::string step_lines(const TextStyle& style, const rules::Finding& finding) {
  const std::vector<std::string> marks = finding.step_marks();
  std::string out;
  for (std::size_t i = 0; i < marks.size(); ++i) {
    out += hanging(style, kMargin + (i == 0 ? "fix: " : "     ") + marks[i], finding.fix_steps[i]);
  }
  return out;
}

std::string detail_lines(const TextStyle& style, const std::vector<rules::Detail>& details) {
  std::size_t names = 0;
  for (const rules::Detail& detail : details) names = std::max(names, width(detail.name));
  std::string out;
  for (const rules::Detail& detail : details) {
    out += ink(style, Ink::dim, hanging(style, kMargin + padded(detail.name, names) + "  ", with_short_hex(detail.value)));
  }
  return out;
}

}  // namespace

std::string finding_block(const TextStyle& style, const rules::Finding& finding, const rules::Effects& effects) {
  if (!finding.explained_by.empty()) return "";
  if (finding.accepted) return accepted_block(style, finding) + effect_lines(style, effects.of(finding));
  std::string out = head_line(severity_word(style, finding.severity), finding.location, *finding.rule, style);
  const std::string message = wrapped(style, finding.message, kTextIndent);
  out += finding.severity == Severity::note ? ink(style, Ink::dim, message) : message;
  if (style.verbose) out += detail_lines(style, finding.details);
  return out + step_lines(style, finding) + effect_lines(style, effects.of(finding));
}

std::string repeated_block(const TextStyle& style, const rules::Finding& finding, const std::string& target) {
  return head_line(severity_word(style, finding.severity), finding.location, *finding.rule, style) +
         wrapped(style, "the same as on " + printable(target), kTextIndent);
}

std::string not_evaluated_block(const TextStyle& style, const rules::NotEvaluated& entry) {
  return head_line(ink(style, Ink::yellow, "not evaluated"), entry.location, *entry.rule, style) +
         wrapped(style, entry.reason, kTextIndent);
}

std::string run_block(const TextStyle& style, const BundleReport& of_run) {
  std::string own;
  const rules::Effects effects(of_run.findings);
  for (const rules::Finding& finding : of_run.findings) {
    if (finding.severity <= style.min_severity) own += finding_block(style, finding, effects);
  }
  for (const rules::NotEvaluated& entry : of_run.not_evaluated) own += not_evaluated_block(style, entry);
  return own.empty() ? own : ink(style, Ink::bold, printable(of_run.name)) + ": about this run\n" + own + "\n";
}

std::string run_block(const TextStyle& style, const Report& report) {
  std::string out;
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.of_run) out += run_block(style, bundle);
  }
  return out;
}

std::string evaluated_at(const Report& report) {
  const std::string policy = report.policy ? ", policy " + printable(report.policy->place()) : "";
  return " (evaluated at " + report.at.to_string() + policy + ")\n";
}

}  // namespace chainlint::report
