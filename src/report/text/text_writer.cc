#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "causes.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "file_index.h"
#include "text/change_words.h"
#include "text/drawing.h"
#include "text/excerpt.h"
#include "text/finding_text.h"
#include "text/terminal.h"

namespace chainlint::report {
namespace {

// Clean bundles are named up to this many; beyond, they are counted.
constexpr std::size_t kMostCleanNamed = 20;
constexpr std::size_t kMostUncheckedNamed = 3;  // entries of a bundle

// What is not safe to replace, a line each; the findings say more.
std::string change_lines(const TextStyle& style, const BundleReport& bundle) {
  std::string out;
  if (!bundle.renewal) return out;
  for (const renewal::Change* each : gravest_first(*bundle.renewal)) {
    const renewal::Change& change = *each;
    if (change.impact == renewal::ChangeImpact::safe) continue;
    const std::string head = std::string("  ") + (out.empty() ? "change" : "      ") + "  ";
    out += hanging(style, head,
                   std::string(change_title(change.kind)) + " " + impact_word(style, change.impact) + ": " + printable(change.message));
  }
  return out;
}

// "DH PARAMETERS at site.pem:30": the entries that no rule evaluates; empty where there are none.
std::string unchecked_entries(const BundleReport& bundle) {
  std::vector<const EntryReport*> unchecked;
  for (const EntryReport& entry : bundle.entries) {
    if (!entry.checked) unchecked.push_back(&entry);
  }
  return listed(unchecked, kMostUncheckedNamed,
                [](const EntryReport* entry) { return entry->description + " at " + to_string(entry->location); });
}

// "2 errors, 1 warning" of what is shown under the line; "ok" where there is a verdict and nothing to count.
std::string counted(const TextStyle& style, const BundleReport& bundle) {
  std::size_t counts[3] = {}, accepted = 0;
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.counts() && finding.severity <= style.min_severity) ++counts[static_cast<std::size_t>(finding.severity)];
    accepted += finding.accepted && finding.explained_by.empty() ? 1 : 0;
  }
  std::string text;
  for (const auto& [severity, color] :
       {std::pair(Severity::error, Ink::red), {Severity::warning, Ink::yellow}, {Severity::note, Ink::dim}}) {
    const std::size_t count = counts[static_cast<std::size_t>(severity)];
    if (count > 0) text += (text.empty() ? "" : ", ") + ink(style, color, count_noun(count, to_string(severity)));
  }
  if (text.empty()) text = has_verdict(bundle) ? ink(style, Ink::green, "ok") : unchecked_text(bundle);
  return text + (accepted > 0 ? ", " + std::to_string(accepted) + " suppressed" : "");
}

// "site.pem: 1 error  (pem, 2 certificates, 1 private key; target nginx)".
std::string bundle_line(const TextStyle& style, const InputReport& input, const BundleReport& bundle) {
  std::string about = file_words({}, input);  // without ink: all of it is dim
  if (bundle.client) about += "; client certificate";
  if (bundle.kind != chain::BundleKind::server) about += "; " + std::string(kind_title(bundle.kind));
  if (!bundle.target.empty()) about += "; target " + printable(bundle.target);
  return ink(style, Ink::bold, title(bundle)) + ": " + counted(style, bundle) + "  " + ink(style, Ink::dim, "(" + about + ")") + "\n";
}

// The findings of a bundle, highest severity first; empty where none is shown.
std::string finding_blocks(const TextStyle& style, const BundleReport& bundle) {
  std::string out;
  const rules::Effects effects(bundle.findings);
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.severity <= style.min_severity && !(style.quiet && finding.accepted)) out += finding_block(style, finding, effects);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) out += not_evaluated_block(style, entry);
  return out;
}

std::string bundle_block(const TextStyle& style, const InputReport& input, const BundleReport& bundle, const std::string& diagnostics) {
  const std::string findings = finding_blocks(style, bundle) + diagnostics;
  const bool predicted = bundle.tried || !bundle.clients.empty() || (bundle.sending && !bundle.sending->alternatives.empty());
  if (findings.empty() && (style.quiet || !predicted)) return "";
  std::string out = bundle_line(style, input, bundle);
  if (style.quiet) return out + findings + "\n";
  out += chain_drawing(style, bundle);
  const std::string unchecked = unchecked_entries(bundle);
  if (!unchecked.empty()) out += wrapped(style, "not checked: " + unchecked, 2);
  return out + change_lines(style, bundle) + findings + "\n";
}

// A bundle of which nothing is shown: without findings, without a verdict, or with findings that are all below the severity asked for.
std::string clean_line(const TextStyle& style, const BundleReport& bundle) {
  std::string text = ink(style, Ink::bold, title(bundle)) + (bundle.target.empty() ? "" : " on " + printable(bundle.target)) + ": ";
  const auto hidden = std::count_if(bundle.findings.begin(), bundle.findings.end(),
                                    [](const rules::Finding& finding) { return finding.explained_by.empty(); });
  if (hidden > 0) return text + count_noun(static_cast<std::size_t>(hidden), "finding") + " not shown\n";
  if (!has_verdict(bundle)) return text + unchecked_text(bundle) + "\n";
  text += ink(style, Ink::green, "ok");
  if (bundle.client) text += ", client";
  if (bundle.kind != chain::BundleKind::server) text += ", " + std::string(kind_title(bundle.kind));
  if (bundle.path.empty()) {
    return text + ", " + count_noun(bundle.entries.size(), bundle.entries.size() == 1 ? "certificate" : "entry") + "\n";
  }
  const ChainStepReport& leaf = bundle.path.front();
  text += ", " + in_quotes(leaf.certificate->display);
  if (leaf.certificate->not_after) text += ", valid until " + leaf.certificate->not_after->date();
  if (bundle.path.size() > 1) text += ", chain to " + in_quotes(bundle.path.back().certificate->display);
  const std::string unchecked = unchecked_entries(bundle);
  return text + (unchecked.empty() ? "" : ", not checked: " + unchecked) + "\n";
}

// A file that is no bundle's first and of which nothing is to be said: an empty one, or a part of what stands elsewhere.
std::string idle_line(const TextStyle& style, const InputReport& input) {
  const std::string held = counts(input);
  return ink(style, Ink::bold, printable(input.path)) + ": not checked" + (held.empty() ? ": it contains no certificate" : ", " + held) +
         "\n";
}

std::string run_summary(const TextStyle& style, const Report& report) {
  const Summary& summary = report.summary;
  std::string text = count_noun(report.inputs.size(), "file") + ", " + count_noun(summary.bundles, "bundle") + ": ";
  if (summary.unreadable > 0) text += ink(style, Ink::red, count_noun(summary.unreadable, "file") + " not read in full") + ", ";
  text += ink(style, summary.errors > 0 ? Ink::red : Ink::green, count_noun(summary.errors, "error")) + ", ";
  text += ink(style, summary.warnings > 0 ? Ink::yellow : Ink::green, count_noun(summary.warnings, "warning")) + ", ";
  text += count_noun(summary.notes, "note");
  if (summary.not_evaluated > 0) text += ", " + std::to_string(summary.not_evaluated) + " not evaluated";
  if (summary.waived > summary.in_baseline) text += ", " + std::to_string(summary.waived - summary.in_baseline) + " waived";
  if (summary.in_baseline > 0) text += ", " + std::to_string(summary.in_baseline) + " in the baseline";
  if (!report.skipped.empty()) text += ", " + count_noun(report.skipped.size(), "other file") + " skipped";
  return text + evaluated_at(report);
}

std::string baseline_line(const Report& report) {
  if (!report.baseline || report.baseline->gone == 0) return "";
  const std::size_t gone = report.baseline->gone;
  return count_noun(gone, "entry") + " of the baseline no longer " + (gone == 1 ? "occurs" : "occur") +
         "; 'chainlint baseline write' leaves " + (gone == 1 ? "it" : "them") + " out\n";
}

// What is clean, named up to a number and counted beyond.
class CleanLines {
 public:
  void add(const std::string& line) {
    if (++count_ <= kMostCleanNamed) lines_ += line;
  }
  std::string text() const {
    if (count_ <= kMostCleanNamed) return lines_;
    return lines_ + "... and " + std::to_string(count_ - kMostCleanNamed) + " more without findings\n";
  }

 private:
  std::string lines_;
  std::size_t count_ = 0;
};

// With more bundles, what is wrong with many of them at once is said first, and each bundle only on request.
constexpr std::size_t kMostBundlesInFull = 20;
constexpr std::size_t kPlacesOfCause = 5;

// "108  intermediate 'Example Issuing CA 2' expires on 2026-12-27 (issuer-expiring)", the fix and the first bundles.
std::string counted_block(const TextStyle& style, const std::string& text, const std::string& fix,
                          const std::vector<const BundleReport*>& bundles, std::size_t columns) {
  const std::string count = std::to_string(bundles.size());
  const std::string head = "  " + std::string(columns - count.size(), ' ') + count + "  ";
  const std::string margin(head.size(), ' ');
  std::string out = hanging(style, head, text);
  if (!fix.empty()) out += hanging(style, margin + "fix: ", fix);
  const std::string places = listed(bundles, kPlacesOfCause, [](const BundleReport* bundle) { return title(*bundle); });
  return out + ink(style, Ink::dim, hanging(style, margin, places));
}

std::string cause_block(const TextStyle& style, const Cause& cause, std::size_t columns) {
  const bool alone = cause.bundles.size() == 1 && !cause.finding->fix_steps.empty();
  const std::string fix = alone ? cause.finding->fix_steps.front() : "";
  return counted_block(style, cause.message + " (" + cause.finding->rule->id + ")", fix, cause.bundles, columns);
}

// Rules that could not be evaluated, with the number of bundles: never left out.
std::string not_evaluated_by_rule(const TextStyle& style, const Report& report, std::size_t columns) {
  std::map<std::string_view, std::pair<const rules::Rule*, std::vector<const BundleReport*>>> rules;
  for (const BundleReport& bundle : report.bundles) {
    if (bundle.of_run) continue;
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
      auto& [rule, bundles] = rules[entry.rule->id];
      rule = entry.rule;
      if (bundles.empty() || bundles.back() != &bundle) bundles.push_back(&bundle);
    }
  }
  std::string out;
  for (const auto& [id, open] : rules) {
    out += counted_block(style, open.first->title + " (" + open.first->id + ")", "", open.second, columns);
  }
  return out.empty() ? out : ink(style, Ink::yellow, "not evaluated") + ", with the number of bundles\n" + out + "\n";
}

std::string causes_in_text(const TextStyle& style, const Report& report, std::size_t columns) {
  std::string out;
  const rules::Finding* last = nullptr;
  for (const Cause& cause : causes_of(report)) {
    if (cause.finding->severity > style.min_severity) break;
    if (last == nullptr || last->severity != cause.finding->severity) {
      out += severity_word(style, cause.finding->severity) + "s by cause, with the number of bundles\n";
    }
    last = cause.finding;
    out += cause_block(style, cause, columns);
  }
  return out.empty() ? out : out + "\n";
}

// Inputs that could not be read, and what their readers say: never left out.
std::string unread_inputs(const TextStyle& style, const Report& report) {
  std::string out;
  for (const InputReport& input : report.inputs) {
    if (is_unreadable(input)) out += file_line(style, input) + diagnostic_lines(style, input);
  }
  return out.empty() ? out : out + "\n";
}

std::string in_full(const TextStyle& style, const Report& report) {
  const FileIndex index(report);
  std::string out;
  CleanLines clean;
  for (const InputReport& input : report.inputs) {
    const std::string diagnostics = diagnostic_lines(style, input);
    const auto& bundles = index.bundles_of(input.path);
    for (const BundleReport* bundle : bundles) {
      const std::string own = bundle_block(style, input, *bundle, bundle == bundles.back() ? diagnostics : "");
      if (own.empty()) {
        clean.add(clean_line(style, *bundle));
      } else {
        out += own;
      }
    }
    if (!bundles.empty()) continue;
    if (!diagnostics.empty()) {
      out += file_line(style, input) + diagnostics + "\n";
    } else if (input.part_of.empty() && index.completes(input.path) == nullptr && input.format != formats::Format::archive) {
      clean.add(idle_line(style, input));
    }
  }
  out += run_block(style, report);
  return style.quiet ? out : out + clean.text();
}

}  // namespace

std::string write_text(const Report& report, const TextStyle& style) {
  const bool many = report.summary.bundles > kMostBundlesInFull;
  const bool by_cause = style.group_by == policy::GroupBy::cause || (style.group_by == policy::GroupBy::automatic && many);
  const std::size_t columns = std::max<std::size_t>(3, std::to_string(report.bundles.size()).size());  // of a number of bundles
  std::string out = by_cause ? causes_in_text(style, report, columns) : "";
  if (!by_cause || style.verbose) {
    out += in_full(style, report);
  } else {
    out += not_evaluated_by_rule(style, report, columns) + unread_inputs(style, report) + run_block(style, report) +
           "Each bundle with its findings: --group-by bundle\n";
  }
  return out + run_summary(style, report) + baseline_line(report);
}

}  // namespace chainlint::report
