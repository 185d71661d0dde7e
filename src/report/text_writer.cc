#include <map>

#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "drawing.h"
#include "terminal.h"

namespace chainlint {
namespace {

// Clean bundles are named up to this many; beyond, they are counted.
constexpr std::size_t kMostCleanNamed = 20;

using BundlesByName = std::multimap<std::string, const BundleReport*>;

std::string finding_block(const TextStyle& style, const Finding& finding) {
  std::string out = "\n  " + severity_word(style, finding.severity) + "  " + ink(style, Ink::bold, finding.rule->id) + "  " +
                    to_string(finding.location) + "\n";
  out += wrapped(style, finding.message, 9);
  if (!finding.fix.empty()) out += wrapped(style, "fix: " + finding.fix, 9);
  return out;
}

std::string not_evaluated_block(const TextStyle& style, const NotEvaluated& entry) {
  return "\n  " + ink(style, Ink::yellow, "not evaluated") + "  " + ink(style, Ink::bold, entry.rule->id) + "  " +
         to_string(entry.location) + "\n" + wrapped(style, entry.reason, 9);
}

std::string bundle_block(const TextStyle& style, const BundleReport& bundle) {
  std::string out;
  for (const Finding& finding : bundle.findings) {
    if (finding.severity <= style.min_severity) out += finding_block(style, finding);
  }
  for (const NotEvaluated& entry : bundle.not_evaluated) out += not_evaluated_block(style, entry);
  if (out.empty()) return out;
  const std::string target = bundle.target.empty() ? "" : "  target " + ink(style, Ink::bold, bundle.target) + "\n";
  return target + chain_drawing(style, bundle) + out;
}

// A bundle of which nothing is shown: without findings, or with findings that are all below the severity asked for.
std::string clean_line(const TextStyle& style, const InputReport& input, const BundleReport* bundle) {
  std::string text = ink(style, Ink::bold, printable(input.path)) + ": ";
  if (bundle != nullptr && !bundle->findings.empty()) return text + count_noun(bundle->findings.size(), "finding") + " not shown\n";
  text += ink(style, Ink::green, "ok");
  if (bundle == nullptr || bundle->path.empty()) {
    const std::string held = counts(input);
    return text + (held.empty() ? "" : ", " + held) + "\n";
  }
  const ChainStepReport& leaf = bundle->path.front();
  text += ", " + in_quotes(leaf.display);
  if (bundle->path.size() > 1) text += " up to " + in_quotes(bundle->path.back().display);
  if (leaf.not_after) text += ", ends " + leaf.not_after->date();
  return text + "\n";
}

std::string summary_line(const TextStyle& style, const Report& report) {
  const Summary& summary = report.summary;
  std::string text = count_noun(report.inputs.size(), "file") + ", " + count_noun(summary.bundles, "bundle") + ": ";
  text += ink(style, summary.errors > 0 ? Ink::red : Ink::green, count_noun(summary.errors, "error")) + ", ";
  text += ink(style, summary.warnings > 0 ? Ink::yellow : Ink::green, count_noun(summary.warnings, "warning")) + ", ";
  text += count_noun(summary.notes, "note");
  if (summary.not_evaluated > 0) text += ", " + std::to_string(summary.not_evaluated) + " not evaluated";
  if (summary.waived > 0) text += ", " + std::to_string(summary.waived) + " waived";
  if (summary.unreadable > 0) text += ", " + ink(style, Ink::red, count_noun(summary.unreadable, "file") + " not read in full");
  if (!report.skipped.empty()) text += ", " + count_noun(report.skipped.size(), "file") + " of other kinds skipped";
  return text + " (evaluated at " + report.at.to_string() + ")\n";
}

}  // namespace

std::string write_text(const Report& report, const TextStyle& style) {
  BundlesByName bundles;
  for (const BundleReport& bundle : report.bundles) bundles.emplace(bundle.name, &bundle);
  std::string out, clean;
  std::size_t clean_count = 0;
  for (const InputReport& input : report.inputs) {
    std::string block = diagnostic_lines(style, input);
    const BundleReport* any = nullptr;
    const auto [first, last] = bundles.equal_range(input.path);
    for (auto bundle = first; bundle != last; ++bundle) {
      any = bundle->second;
      block += bundle_block(style, *bundle->second);
    }
    if (!block.empty()) {
      out += file_line(style, input) + block + "\n";
    } else if (++clean_count <= kMostCleanNamed) {
      clean += clean_line(style, input, any);
    }
  }
  if (clean_count > kMostCleanNamed) clean += "... and " + count_noun(clean_count - kMostCleanNamed, "more file") + " without findings\n";
  return out + clean + summary_line(style, report);
}

}  // namespace chainlint
