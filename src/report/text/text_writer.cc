#include <algorithm>
#include <map>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "bundle_title.h"
#include "causes.h"
#include "chainlint/base/text.h"
#include "chainlint/report/bundle_writer.h"
#include "chainlint/report/terminal.h"
#include "comparison.h"
#include "text/change_words.h"
#include "text/drawing.h"
#include "text/excerpt.h"
#include "text/finding_text.h"

namespace chainlint::report {
namespace {

// Clean bundles are named up to this many; beyond, they are counted.
constexpr std::size_t kMostCleanNamed = 20;
constexpr std::size_t kMostUncheckedNamed = 3;  // entries of a bundle
constexpr std::size_t kPlacesOfCause = 5;

// What is not safe to replace, one line each; the findings say more.
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

// The findings of the bundles that begin with one file. Where several servers use the file, each finding is written in full for the first
// of them. Borrows the bundles.
class WrittenFindings {
 public:
  // The server for which the same was written in the same words; null for a new finding.
  const std::string* other_target(const BundleReport& bundle, const rules::Finding& finding) {
    if (bundle.target.empty() || !finding.counts()) return nullptr;
    const auto [known, added] = findings_.try_emplace({finding.fingerprint, finding.message}, &finding, &bundle.target);
    const auto& [first, target] = known->second;
    return added || to_string(first->location) != to_string(finding.location) || first->fix_steps != finding.fix_steps ? nullptr : target;
  }

 private:
  std::map<std::pair<std::string_view, std::string_view>, std::pair<const rules::Finding*, const std::string*>> findings_;
};

// What has to be done about a bundle, and what is only to be known.
struct FindingBlocks {
  std::string problems, notes;

  bool empty() const { return problems.empty() && notes.empty(); }
};

// Highest severity first.
FindingBlocks finding_blocks(const TextStyle& style, const BundleReport& bundle, WrittenFindings& written) {
  FindingBlocks out;
  const rules::Effects effects(bundle.findings);
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.severity > style.min_severity || (style.quiet && finding.accepted)) continue;
    const std::string* other = written.other_target(bundle, finding);
    std::string& part = finding.severity == Severity::note || finding.accepted ? out.notes : out.problems;
    part += other == nullptr ? finding_block(style, finding, effects) : repeated_block(style, finding, *other);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) out.problems += not_evaluated_block(style, entry);
  return out;
}

std::string bundle_block(const TextStyle& style, const InputReport& input, const BundleReport& bundle, WrittenFindings& written,
                         const std::string& diagnostics) {
  FindingBlocks findings = finding_blocks(style, bundle, written);
  findings.problems += diagnostics;
  const bool predicted = bundle.tried || !bundle.clients.empty() || (bundle.sending && !bundle.sending->alternatives.empty());
  if (findings.empty() && (style.quiet || !predicted)) return "";
  std::string out = bundle_line(style, input, bundle);
  if (style.quiet) return out + findings.problems + findings.notes + "\n";
  if (!bundle.configured_at.empty()) {
    out += wrapped(style, "configured at " + listed(bundle.configured_at, kPlacesOfCause, [](const Location& at) { return to_string(at); }),
                   2);
  }
  std::string chain = chain_drawing(style, bundle);
  const std::string unchecked = unchecked_entries(bundle);
  if (!unchecked.empty()) chain += wrapped(style, "not checked: " + unchecked, 2);
  chain += change_lines(style, bundle);
  // What is wrong comes first: a reader should not have to pass a chain that is right in most cases.
  if (!findings.problems.empty() && !chain.empty()) findings.problems += "\n";
  return out + findings.problems + chain + findings.notes + "\n";
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

// A file that is no bundle's first and of which nothing is to be said: an empty one, or a part of what is elsewhere.
std::string idle_line(const TextStyle& style, const InputReport& input) {
  if (input.format == formats::Format::configuration) return ink(style, Ink::bold, printable(input.path)) + ": ok, server configuration\n";
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
  return counted_block(style, cause.message + " (" + rule_name(style, *cause.finding->rule) + ")", cause.fix, cause.bundles, columns);
}

// Rules that could not be evaluated, with the number of bundles: never left out.
std::string not_evaluated_by_rule(const TextStyle& style, const std::vector<BundlePtr>& all, std::size_t columns) {
  std::map<std::string_view, std::pair<const rules::Rule*, std::vector<const BundleReport*>>> rules;
  for (const BundlePtr& bundle : all) {
    for (const rules::NotEvaluated& entry : bundle->not_evaluated) {
      auto& [rule, bundles] = rules[entry.rule->id];
      rule = entry.rule;
      if (bundles.empty() || bundles.back() != bundle.get()) bundles.push_back(bundle.get());
    }
  }
  std::string out;
  for (const auto& [id, open] : rules) {
    out += counted_block(style, open.first->title + " (" + rule_name(style, *open.first) + ")", "", open.second, columns);
  }
  return out.empty() ? out : ink(style, Ink::yellow, "not evaluated") + ", with the number of bundles\n" + out + "\n";
}

std::string causes_in_text(const TextStyle& style, const std::vector<BundlePtr>& bundles, std::size_t columns) {
  std::string out;
  const rules::Finding* last = nullptr;
  for (const Cause& cause : causes_of(bundles)) {
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

// What the causes of a run need of a bundle.
BundlePtr with_findings_alone(const BundleReport& bundle) {
  BundleReport kept;
  kept.name = bundle.name;
  kept.files = bundle.files;
  kept.findings = bundle.findings;
  for (rules::Finding& finding : kept.findings) finding.details = {};
  kept.not_evaluated = bundle.not_evaluated;
  return std::make_shared<const BundleReport>(std::move(kept));
}

class TextWriter : public BundleWriter {
 public:
  TextWriter(const TextStyle& style, Sink sink)
      : style_(style),
        sink_(std::move(sink)),
        grouping_(style.group_by == policy::GroupBy::automatic ? Grouping::open
                  : style.group_by == policy::GroupBy::cause   ? Grouping::by_cause
                                                               : Grouping::by_bundle) {}

  void begin(const Report&, std::size_t most_bundles) override {
    if (grouping_ == Grouping::open && most_bundles <= kMostBundlesInFull) grouping_ = Grouping::by_bundle;
  }

  void bundle(const BundlePtr& bundle) override {
    ++reports_;
    if (bundle->of_run) {
      of_run_ = bundle;
      return;
    }
    if (grouping_ == Grouping::by_bundle) return;
    bundles_.push_back(keeps_all() ? bundle : with_findings_alone(*bundle));
    if (grouping_ != Grouping::open || bundles_.size() <= kMostBundlesInFull) return;
    grouping_ = Grouping::by_cause;
    if (keeps_all()) return;
    for (BundlePtr& each : bundles_) each = with_findings_alone(*each);
    inputs_.clear();
  }

  void input(const InputReport& input, const std::vector<BundlePtr>& bundles, const std::string& completes) override {
    if (grouping_ == Grouping::by_bundle) {
      write_input({input, bundles, !completes.empty()});
    } else if (keeps_all()) {
      inputs_.push_back({input, bundles, !completes.empty()});
    }
  }

  void end(const Report& report) override {
    // Of a number of bundles.
    const std::size_t columns = std::max<std::size_t>(3, std::to_string(reports_).size());
    if (grouping_ == Grouping::by_cause) sink_(causes_in_text(style_, bundles_, columns));
    for (const Input& input : inputs_) write_input(input);
    const std::string about_run = of_run_ == nullptr ? "" : run_block(style_, *of_run_);
    if (grouping_ == Grouping::by_cause && !style_.verbose) {
      sink_(not_evaluated_by_rule(style_, bundles_, columns) + unread_inputs(style_, report) + about_run +
            "Each bundle with its findings: --group-by bundle\n");
    } else {
      sink_(about_run + (style_.quiet ? "" : clean_.text()));
    }
    sink_(run_summary(style_, report) + baseline_line(report));
  }

 private:
  enum class Grouping { open, by_bundle, by_cause };
  struct Input {
    InputReport input;
    std::vector<BundlePtr> bundles;
    bool is_part = false;  // of a bundle that begins with another file
  };

  // Whether bundles are to be written in full, though not now.
  bool keeps_all() const { return grouping_ == Grouping::open || (grouping_ == Grouping::by_cause && style_.verbose); }

  void write_input(const Input& written) {
    const InputReport& input = written.input;
    const std::string diagnostics = diagnostic_lines(style_, input);
    std::string out;
    WrittenFindings findings;
    for (const BundlePtr& bundle : written.bundles) {
      const std::string own = bundle_block(style_, input, *bundle, findings, bundle == written.bundles.back() ? diagnostics : "");
      if (own.empty()) {
        clean_.add(clean_line(style_, *bundle));
      } else {
        out += own;
      }
    }
    if (written.bundles.empty() && !diagnostics.empty()) {
      out += file_line(style_, input) + diagnostics + "\n";
    } else if (written.bundles.empty() && input.part_of.empty() && !written.is_part && input.format != formats::Format::archive) {
      clean_.add(idle_line(style_, input));
    }
    if (!out.empty()) sink_(out);
  }

  const TextStyle style_;
  const Sink sink_;
  Grouping grouping_;
  std::vector<BundlePtr> bundles_;  // where they may be grouped by cause
  std::vector<Input> inputs_;       // to be written in full, at the end
  CleanLines clean_;
  BundlePtr of_run_;
  std::size_t reports_ = 0;
};

}  // namespace

std::unique_ptr<BundleWriter> text_writer(const TextStyle& style, Sink sink) {
  return std::make_unique<TextWriter>(style, std::move(sink));
}

std::string write_text(const Report& report, const TextStyle& style) {
  return write_all(report, [&](Sink sink) { return text_writer(style, std::move(sink)); });
}

}  // namespace chainlint::report
