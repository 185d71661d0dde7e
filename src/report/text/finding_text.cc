#include "text/finding_text.h"

#include "chainlint/base/text.h"
#include "text/terminal.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostEffects = 10;

// "waived (error)", "in the baseline (warning)": the severity that does not count.
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

std::string accepted_block(const TextStyle& style, const rules::Finding& finding) {
  std::string out = "\n  " + accepted_word(style, finding) + "  " + ink(style, Ink::bold, finding.rule->id) +
                    ink(style, Ink::dim, " (" + std::string(rules::to_string(finding.rule->about)) + ")") + "  " +
                    to_string(finding.location) + "\n" + wrapped(style, finding.message, 9);
  if (finding.accepted->kind == rules::Acceptance::Kind::waiver) out += wrapped(style, "waived " + accepted_why(*finding.accepted), 9);
  return out;
}

// What follows from a cause, a line each.
std::string effect_lines(const TextStyle& style, const std::vector<const rules::Finding*>& effects) {
  std::string out;
  for (std::size_t i = 0; i < effects.size() && i < kMostEffects; ++i) {
    out += wrapped(style, "explains " + effects[i]->rule->id + ": " + effects[i]->message, 9);
  }
  if (effects.size() > kMostEffects) {
    out += wrapped(style, "explains " + std::to_string(effects.size() - kMostEffects) + " more findings", 9);
  }
  return out;
}

}  // namespace

std::string finding_block(const TextStyle& style, const rules::Finding& finding, const rules::Effects& effects) {
  if (!finding.explained_by.empty()) return "";
  if (finding.accepted) return accepted_block(style, finding) + effect_lines(style, effects.of(finding));
  std::string out = "\n  " + severity_word(style, finding.severity) + "  " + ink(style, Ink::bold, finding.rule->id) +
                    ink(style, Ink::dim, " (" + std::string(rules::to_string(finding.rule->about)) + ")") + "  " +
                    to_string(finding.location) + "\n";
  out += wrapped(style, finding.message, 9);
  if (!finding.fix_steps.empty()) out += wrapped(style, "fix: " + finding.fix(), 9);
  return out + effect_lines(style, effects.of(finding));
}

std::string not_evaluated_block(const TextStyle& style, const rules::NotEvaluated& entry) {
  return "\n  " + ink(style, Ink::yellow, "not evaluated") + "  " + ink(style, Ink::bold, entry.rule->id) + "  " +
         to_string(entry.location) + "\n" + wrapped(style, entry.reason, 9);
}

std::string run_block(const TextStyle& style, const Report& report) {
  std::string out;
  for (const BundleReport& bundle : report.bundles) {
    if (!bundle.of_run) continue;
    std::string own;
    const rules::Effects effects(bundle.findings);
    for (const rules::Finding& finding : bundle.findings) {
      if (finding.severity <= style.min_severity) own += finding_block(style, finding, effects);
    }
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) own += not_evaluated_block(style, entry);
    if (!own.empty()) out += ink(style, Ink::bold, printable(bundle.name)) + ": about this run\n" + own + "\n";
  }
  return out;
}

std::string evaluated_at(const Report& report) {
  const std::string policy = report.policy ? ", policy " + printable(report.policy->place()) : "";
  return " (evaluated at " + report.at.to_string() + policy + ")\n";
}

}  // namespace chainlint::report
