#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "file_index.h"
#include "text/change_words.h"
#include "text/drawing.h"
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
  std::string text;
  std::size_t count = 0;
  for (const EntryReport& entry : bundle.entries) {
    if (entry.checked || ++count > kMostUncheckedNamed) continue;
    text += (text.empty() ? "" : ", ") + entry.description + " at " + to_string(entry.location);
  }
  if (count > kMostUncheckedNamed) text += " and " + std::to_string(count - kMostUncheckedNamed) + " more";
  return text;
}

std::string bundle_block(const TextStyle& style, const BundleReport& bundle, const std::string& path) {
  std::string out;
  const rules::Effects effects(bundle.findings);
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.severity <= style.min_severity) out += finding_block(style, finding, effects);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) out += not_evaluated_block(style, entry);
  const bool predicted = bundle.tried || !bundle.clients.empty() || (bundle.sending && !bundle.sending->alternatives.empty());
  if (out.empty() && !predicted) return out;
  std::string head;
  if (bundle.name != path || bundle.files.size() > 1) head += "  bundle " + ink(style, Ink::bold, title(bundle)) + "\n";
  if (bundle.client) head += "  kind   client\n";
  if (bundle.kind != chain::BundleKind::server) head += "  kind   " + std::string(kind_title(bundle.kind)) + "\n";
  if (!bundle.target.empty()) head += "  target " + ink(style, Ink::bold, bundle.target) + "\n";
  head += chain_drawing(style, bundle);
  const std::string unchecked = unchecked_entries(bundle);
  if (!unchecked.empty()) head += wrapped(style, "not checked: " + unchecked, 2);
  return head + change_lines(style, bundle) + out;
}

// A bundle of which nothing is shown: without findings, without a verdict, or with findings that are all below the severity asked for.
std::string clean_line(const TextStyle& style, const InputReport& input, const BundleReport& bundle) {
  std::string text = ink(style, Ink::bold, title(bundle)) + (bundle.target.empty() ? "" : " on " + printable(bundle.target)) + ": ";
  const auto hidden = std::count_if(bundle.findings.begin(), bundle.findings.end(),
                                    [](const rules::Finding& finding) { return finding.explained_by.empty(); });
  if (hidden > 0) return text + count_noun(static_cast<std::size_t>(hidden), "finding") + " not shown\n";
  if (!has_verdict(bundle)) return text + unchecked_text(bundle) + "\n";
  text += ink(style, Ink::green, "ok");
  if (bundle.client) text += ", client";
  if (bundle.kind != chain::BundleKind::server) text += ", " + std::string(kind_title(bundle.kind));
  if (bundle.path.empty()) {
    const std::string held = bundle.name == input.path ? counts(input) : count_noun(bundle.entries.size(), "entry");
    return text + (held.empty() ? "" : ", " + held) + "\n";
  }
  const ChainStepReport& leaf = bundle.path.front();
  text += ", " + in_quotes(leaf.display);
  if (bundle.path.size() > 1) text += " up to " + in_quotes(bundle.path.back().display);
  if (leaf.not_after) text += ", valid until " + leaf.not_after->date();
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
  if (!report.skipped.empty()) text += ", " + count_noun(report.skipped.size(), "file") + " of other kinds skipped";
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
  void add(std::string line) {
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

}  // namespace

std::string write_text(const Report& report, const TextStyle& style) {
  const FileIndex index(report);
  std::string out;
  CleanLines clean;
  for (const InputReport& input : report.inputs) {
    std::string block = diagnostic_lines(style, input);
    const auto& bundles = index.bundles_of(input.path);
    for (const BundleReport* bundle : bundles) {
      const std::string own = bundle_block(style, *bundle, input.path);
      if (own.empty() && (block.empty() || bundles.size() > 1)) clean.add(clean_line(style, input, *bundle));
      block += own;
    }
    if (!block.empty()) {
      out += file_line(style, input) + block + "\n";
    } else if (bundles.empty() && input.part_of.empty() && index.completes(input.path) == nullptr &&
               input.format != formats::Format::archive) {
      clean.add(idle_line(style, input));
    }
  }
  return out + run_block(style, report) + clean.text() + run_summary(style, report) + baseline_line(report);
}

}  // namespace chainlint::report
