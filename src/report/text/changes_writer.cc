#include <algorithm>
#include <array>
#include <numeric>
#include <set>

#include "bundle_title.h"
#include "chainlint/base/text.h"
#include "chainlint/report/terminal.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "text/change_words.h"
#include "text/drawing.h"
#include "text/excerpt.h"
#include "text/finding_text.h"
#include "text/rollout_text.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kImpactColumns = 17, kKindColumns = 16, kDetailIndent = 2 + kImpactColumns;
constexpr std::size_t kValuesNamed = 8, kStepsDrawn = 12, kFirstWideTerminal = 100, kDefaultColumns = 120;

std::string values_text(const std::vector<std::string>& values) {
  const std::string text = listed(values, kValuesNamed, printable);
  return text.empty() ? "none" : text;
}

std::vector<std::string> numbered(const std::vector<std::string>& steps) {
  std::vector<std::string> lines;
  for (std::size_t i = 0; i < steps.size() && i < kStepsDrawn; ++i) lines.push_back(std::to_string(i + 1) + "  " + printable(steps[i]));
  if (steps.size() > kStepsDrawn) lines.push_back("... and " + std::to_string(steps.size() - kStepsDrawn) + " more");
  if (lines.empty()) lines.emplace_back("nothing");
  return lines;
}

// Two chains: side by side where the terminal is wide enough, else one under the other.
std::string two_chains(const TextStyle& style, const renewal::Change& change) {
  const std::vector<std::string> before = numbered(change.before), after = numbered(change.after);
  const auto widest = [](const std::vector<std::string>& lines) {
    return std::accumulate(lines.begin(), lines.end(), std::size_t{6},
                           [](std::size_t most, const std::string& line) { return std::max(most, width(line)); });
  };
  const std::size_t left = widest(before) + 3;
  const std::string margin(kDetailIndent, ' ');
  std::string out;
  if (style.columns >= kFirstWideTerminal && kDetailIndent + left + widest(after) <= style.columns) {
    out += margin + ink(style, Ink::dim, padded("before", left)) + ink(style, Ink::dim, "after") + "\n";
    for (std::size_t i = 0; i < std::max(before.size(), after.size()); ++i) {
      const std::string first = i < before.size() ? before[i] : "", second = i < after.size() ? after[i] : "";
      out += margin + (second.empty() ? first : padded(first, left) + second) + "\n";
    }
    return out;
  }
  for (const auto* lines : {&before, &after}) {
    for (std::size_t i = 0; i < lines->size(); ++i) {
      const std::string_view word = i > 0 ? "" : lines == &before ? "before" : "after";
      out += margin + ink(style, Ink::dim, padded(word, 8)) + (*lines)[i] + "\n";
    }
  }
  return out;
}

bool says_all(const std::string& message, const std::vector<std::string>& values) {
  return std::all_of(values.begin(), values.end(), [&](const std::string& value) { return message.find(value) != std::string::npos; });
}

std::string details(const TextStyle& style, const renewal::Change& change) {
  if (change.before == change.after || (says_all(change.message, change.before) && says_all(change.message, change.after))) return "";
  if (change.kind == rules::ChangeKind::chain ||
      (change.kind == rules::ChangeKind::order && change.before.size() + change.after.size() > 2)) {
    return two_chains(style, change);
  }
  const std::string margin(kDetailIndent, ' ');
  const std::string both = values_text(change.before) + " -> " + values_text(change.after);
  const std::size_t columns = style.columns == 0 ? kDefaultColumns : style.columns;
  if (change.before.size() < 2 && change.after.size() < 2 && kDetailIndent + width(both) <= columns) return margin + both + "\n";
  return hanging(style, margin + padded("before", 8), values_text(change.before)) +
         hanging(style, margin + padded("after", 8), values_text(change.after));
}

std::string change_row(const TextStyle& style, const renewal::Change& change) {
  const std::string plain = "  " + padded(impact_title(change.impact), kImpactColumns) + padded(change_title(change.kind), kKindColumns);
  std::string row = hanging(style, plain, printable(change.message));
  const std::string head =
      "  " + impact_word(style, change.impact) + std::string(kImpactColumns - width(impact_title(change.impact)), ' ') +
      ink(style, Ink::bold, change_title(change.kind)) + std::string(kKindColumns - width(change_title(change.kind)), ' ');
  row.replace(0, plain.size(), head);
  return change.impact == renewal::ChangeImpact::safe && !style.verbose ? row : row + details(style, change);
}

bool nothing_differs(const renewal::RenewalReview& renewal) {
  return std::all_of(renewal.changes.begin(), renewal.changes.end(),
                     [](const renewal::Change& change) { return change.before == change.after; });
}

std::string head_line(const TextStyle& style, const BundleReport& bundle) {
  std::string text = ink(style, Ink::bold, printable(bundle.renewal->previous)) + " -> " + ink(style, Ink::bold, title(bundle));
  if (!bundle.target.empty()) text += " on " + ink(style, Ink::bold, bundle.target);
  if (!bundle.path.empty()) text += ", " + in_quotes(bundle.path.front().certificate->display);
  return text + ": " + impact_word(style, bundle.renewal->impact()) + "\n";
}

std::string findings_of(const TextStyle& style, const BundleReport& bundle, const std::vector<std::size_t>& indexes) {
  std::string out;
  const rules::Effects effects(bundle.findings);
  for (const std::size_t index : indexes) {
    const rules::Finding& finding = bundle.findings[index];
    if (finding.severity <= style.min_severity) out += finding_block(style, finding, effects);
  }
  return out;
}

std::string open_of(const TextStyle& style, const BundleReport& bundle, bool of_changes) {
  std::string out;
  for (std::size_t i = 0; i < bundle.not_evaluated.size(); ++i) {
    const rules::NotEvaluated& entry = bundle.not_evaluated[i];
    const bool brought = i < bundle.renewal->brought_open.size() && bundle.renewal->brought_open[i];
    if (brought && entry.rule->change.has_value() == of_changes) out += not_evaluated_block(style, entry);
  }
  return out;
}

// What stays as it is, and what the renewal fixes.
std::string unchanged_lines(const TextStyle& style, const renewal::RenewalReview& renewal) {
  std::string out;
  if (const std::size_t kept = renewal.as_before; kept > 0) {
    out += wrapped(style, count_noun(kept, "finding") + " as before; 'chainlint check' shows " + (kept == 1 ? "it" : "them"), 2);
  }
  if (renewal.gone > 0) {
    out += wrapped(style, count_noun(renewal.gone, "previous finding") + " " + (renewal.gone == 1 ? "is" : "are") + " gone", 2);
  }
  return out.empty() ? out : "\n" + out;
}

std::string bundle_block(const TextStyle& style, const BundleReport& bundle) {
  const renewal::RenewalReview& renewal = *bundle.renewal;
  const std::vector<const renewal::Change*> changes = gravest_first(renewal);
  std::string out = head_line(style, bundle) + "\n", findings, safe;
  if (nothing_differs(renewal)) out += "  no change for servers or clients\n";
  for (const renewal::Change* change : changes) {
    (change->impact == renewal::ChangeImpact::safe ? safe : out) += change_row(style, *change);
    findings += findings_of(style, bundle, change->findings);
  }
  if (!findings.empty() && !safe.empty()) safe = "\n" + safe;
  out += findings + safe + open_of(style, bundle, true);
  const std::string others = findings_of(style, bundle, renewal.others) + open_of(style, bundle, false);
  if (!others.empty()) out += "\n  " + ink(style, Ink::bold, "the next bundle also has") + "\n" + others;
  out += unchanged_lines(style, renewal);
  const std::string rollout = bundle.rollout ? rollout_block(style, *bundle.rollout) : "";
  if (!rollout.empty()) out += "\n" + rollout;
  return out + "\n";
}

// One of several, of which there is no more to say.
bool is_plainly_safe(const BundleReport& bundle) {
  const bool rollout_is_safe = !bundle.rollout || (bundle.rollout->no_safe_order.empty() && !bundle.rollout->asked_by_user);
  return bundle.renewal->impact() == renewal::ChangeImpact::safe && rollout_is_safe;
}

// "old.pem -> new.pem, 'www.example.com': safe, expires on 2027-05-18, 154 days later".
std::string safe_line(const TextStyle& style, const BundleReport& bundle) {
  std::string text = head_line(style, bundle);
  text.pop_back();
  for (const renewal::Change& change : bundle.renewal->changes) {
    if (change.kind == rules::ChangeKind::lifetime) text += ", " + printable(change.message);
  }
  return text + "\n";
}

// A bundle that replaces none. CA certificates without a leaf are no bundle here.
bool is_new(const BundleReport& bundle) { return !bundle.renewal && !bundle.of_run && !bundle.path.empty(); }

std::string new_block(const TextStyle& style, const BundleReport& bundle) {
  std::string out = ink(style, Ink::bold, title(bundle));
  if (!bundle.target.empty()) out += " on " + ink(style, Ink::bold, bundle.target);
  out += ", " + in_quotes(bundle.path.front().certificate->display) + ", is new: PREVIOUS contains no bundle that it replaces\n";
  const rules::Effects effects(bundle.findings);
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.explained_by.empty() && finding.severity <= style.min_severity) out += finding_block(style, finding, effects);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) out += not_evaluated_block(style, entry);
  return out + "\n";
}

std::string input_blocks(const TextStyle& style, const Report& report) {
  std::string out;
  for (const InputReport& input : report.inputs) {
    const std::string lines = diagnostic_lines(style, input);
    if (!lines.empty()) out += file_line(style, input) + lines + "\n";
  }
  return out;
}

// What the impact of the changes does not show: old errors, and a server that clients refuse before and after the change.
std::vector<std::string> reservations(const Report& report) {
  std::size_t errors = 0;
  bool refused = false, no_order = false, asked = false;
  for (const BundleReport& bundle : report.bundles) {
    if (!bundle.renewal) continue;
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
      const rules::Finding& finding = bundle.findings[i];
      if (!bundle.renewal->brought[i] && finding.counts() && finding.severity == Severity::error) ++errors;
    }
    if (!bundle.rollout) continue;
    const bool unsafe = !bundle.rollout->no_safe_order.empty();
    refused |= unsafe && !bundle.rollout->outage_now.empty();
    no_order |= unsafe && bundle.rollout->outage_now.empty();
    asked |= !unsafe && bundle.rollout->asked_by_user && bundle.rollout->asked_order_has_outage();
  }
  std::vector<std::string> texts;
  if (refused) texts.emplace_back("the server is refused as before");
  if (no_order) texts.emplace_back("no order of the rollout is safe");
  if (asked) texts.emplace_back("the requested order has an outage");
  if (errors > 0) {
    texts.push_back("the next bundle has " + count_noun(errors, "error") + " as before ('chainlint check' shows " +
                    (errors == 1 ? "it" : "them") + ")");
  }
  return texts;
}

std::string verdict(const TextStyle& style, const Report& report, renewal::ChangeImpact gravest) {
  const std::string reserved = join_and(reservations(report));
  std::string text = "the renewal ";
  if (gravest == renewal::ChangeImpact::safe && !reserved.empty()) {
    return text + "is " + ink(style, Ink::yellow, "safe compared with the deployed bundle") + ", but " + reserved;
  }
  text += (gravest == renewal::ChangeImpact::safe ? "is " : "") + impact_word(style, gravest);
  return reserved.empty() ? text : text + ", and " + reserved;
}

// "1 change breaks, 0 need attention, 3 are safe".
std::string counts_text(const std::array<std::size_t, renewal::kChangeImpactNames.size()>& counts, std::string_view noun) {
  const std::size_t breaking = counts[static_cast<std::size_t>(renewal::ChangeImpact::breaks)];
  const std::size_t attention = counts[static_cast<std::size_t>(renewal::ChangeImpact::attention)];
  const std::size_t safe = counts[static_cast<std::size_t>(renewal::ChangeImpact::safe)];
  const std::string first = noun.empty() ? std::to_string(breaking) : count_noun(breaking, noun);
  return first + (breaking == 1 ? " breaks, " : " break, ") + std::to_string(attention) +
         (attention == 1 ? " needs attention, " : " need attention, ") + std::to_string(safe) + (safe == 1 ? " is safe" : " are safe");
}

std::string unpaired_text(const Report& report) {
  std::set<std::string_view> added;
  std::size_t removed = 0;
  for (const BundleReport& bundle : report.bundles) {
    if (is_new(bundle)) added.insert(bundle.name);
  }
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) removed += diagnostic.code == "bundle-removed" ? 1 : 0;
  }
  std::string text;
  if (!added.empty()) text += "; " + count_noun(added.size(), "new bundle");
  if (removed > 0) text += "; " + count_noun(removed, "removed bundle");
  return text;
}

std::string summary_line(const TextStyle& style, const Report& report) {
  std::array<std::size_t, renewal::kChangeImpactNames.size()> changes = {}, renewals = {};
  renewal::ChangeImpact gravest = renewal::ChangeImpact::safe;
  std::set<std::string_view> names;
  for (const BundleReport& bundle : report.bundles) {
    if (!bundle.renewal) continue;
    names.insert(bundle.name);
    gravest = std::max(gravest, bundle.renewal->impact());
    ++renewals[static_cast<std::size_t>(bundle.renewal->impact())];
    for (const renewal::Change& change : bundle.renewal->changes) ++changes[static_cast<std::size_t>(change.impact)];
  }
  const std::string end = unpaired_text(report) + evaluated_at(report);
  if (names.empty()) {
    const bool unread = std::any_of(report.inputs.begin(), report.inputs.end(), is_unreadable);
    return ink(style, unread ? Ink::red : Ink::green, unread ? "nothing was compared" : "no bundle is renewed") + end;
  }
  if (names.size() == 1) return verdict(style, report, gravest) + ": " + counts_text(changes, "change") + end;
  const std::string reserved = join_and(reservations(report));
  return count_noun(names.size(), "renewal") + " compared: " + ink(style, ink_of(gravest), counts_text(renewals, "")) +
         (reserved.empty() ? "" : "; " + reserved) + end;
}

}  // namespace

std::string write_changes(const Report& report, const TextStyle& style) {
  std::string out = input_blocks(style, report);
  std::set<std::string_view> names;
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.renewal) names.insert(bundle.name);
  }
  std::string safe;
  for (const BundleReport& bundle : report.bundles) {
    if (is_new(bundle)) out += new_block(style, bundle);
    if (!bundle.renewal) continue;
    const bool in_short = names.size() > 1 && !style.verbose && is_plainly_safe(bundle);
    (in_short ? safe : out) += in_short ? safe_line(style, bundle) : bundle_block(style, bundle);
  }
  if (!safe.empty()) out += safe + "\n";
  return out + run_block(style, report) + summary_line(style, report);
}

}  // namespace chainlint::report
