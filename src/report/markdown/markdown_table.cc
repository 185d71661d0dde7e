#include <algorithm>
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "bundle_title.h"
#include "causes.h"
#include "chainlint/base/text.h"
#include "comparison.h"
#include "markdown/markdown_bundle.h"
#include "markdown/markdown_text.h"
#include "text/change_words.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::string_view kKeyRule = "key-in-repository";
constexpr std::size_t kMostLines = 5;  // per bundle
constexpr std::size_t kMostOfALine = 160;
constexpr std::size_t kMostNamedInACell = 4;

std::string cell_value(std::string_view text) { return markdown_value(excerpt(text, kMostOfALine)); }

std::string cell_message(std::string_view text) { return markdown_message(excerpt(text, kMostOfALine)); }

// In the order of the rows.
enum class Verdict { breaks, unread, attention, safe, unchecked };

// One cause in the cell of a bundle.
struct Cause {
  Severity severity;
  std::string text, fix;
  bool key = false;  // a private key in git
};

// One bundle on all its targets, or an input that could not be read.
struct Row {
  std::vector<const BundleReport*> bundles;
  std::string name;
  Verdict verdict = Verdict::unchecked;
  bool key = false;      // a private key without a password is in git
  bool renewed = false;  // compared with what is deployed, and different
  bool breaks = false;   // by what the renewal changes
  std::vector<Cause> causes;
  std::size_t hidden = 0;  // errors and warnings below the severity asked for
};

class RowMaker {
 public:
  RowMaker(const Report& report, Severity min_severity) : changes_alone_(counts_changes_alone(report)), min_severity_(min_severity) {
    for (const InputReport& input : report.inputs) add(input);
    for (const BundleReport& bundle : report.bundles) add(bundle);
    for (Row& row : rows_) finish(row);
    // What a finding says of a file is not said twice.
    std::erase_if(rows_,
                  [&](const Row& row) { return row.verdict == Verdict::unread && row.causes.empty() && explained_.contains(row.name); });
    std::stable_sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) { return a.key != b.key ? a.key : a.verdict < b.verdict; });
  }

  std::vector<Row> rows() { return std::move(rows_); }

 private:
  void add(const InputReport& input) {
    Row row;
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity != Severity::error) continue;
      add_cause(row, {Severity::error, cell_message(diagnostic.message), cell_message(diagnostic.advice), false});
    }
    if (row.causes.empty() && !input.incomplete) return;
    row.verdict = Verdict::unread;
    row.name = cell_value(input.path);
    rows_.push_back(std::move(row));
  }

  void add(const BundleReport& bundle) {
    const auto [place, fresh] = places_.try_emplace(bundle.name + (bundle.of_run ? "\n" : ""), rows_.size());
    if (fresh) rows_.emplace_back();
    Row& row = rows_[place->second];
    row.bundles.push_back(&bundle);
    row.renewed |= bundle.renewal && !(bundle.renewal->changes.empty() && bundle.renewal->gone == 0);
    row.breaks |= impact_of(bundle) == renewal::ChangeImpact::breaks;
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) add_finding(bundle, i, row);
    for (std::size_t i = 0; i < bundle.not_evaluated.size(); ++i) {
      if (changes_alone_ && is_open_as_before(bundle, i)) continue;
      const rules::NotEvaluated& entry = bundle.not_evaluated[i];
      add_cause(row, {Severity::warning, cell_value(entry.rule->id) + " was not evaluated: " + cell_message(entry.reason), "", false});
    }
    for (const EntryReport& entry : bundle.entries) {
      if (!entry.in_git || std::any_of(row.causes.begin(), row.causes.end(), [](const Cause& cause) { return cause.key; })) continue;
      add_cause(row, {Severity::warning, "private key without a password in git: " + cell_value(to_string(entry.location)), "", true});
    }
    row.verdict = std::min(row.verdict, verdict_of(bundle, row));
    if (row.causes.empty()) return;
    for (const std::string& file : bundle.files) explained_.insert(cell_value(file));
  }

  void add_finding(const BundleReport& bundle, std::size_t index, Row& row) {
    const rules::Finding& finding = bundle.findings[index];
    const bool before = is_as_before(bundle, index), key = finding.rule->id == kKeyRule;
    if (!finding.explained_by.empty()) return;
    if (!key && (finding.accepted || (changes_alone_ && before))) return;
    if (!key && finding.severity > min_severity_) {
      row.hidden += finding.severity <= Severity::warning ? 1 : 0;
      return;
    }
    // A note is worth a line where the bundle is compared, and it makes the renewal one that needs attention.
    if (!key && finding.severity == Severity::note && !(bundle.renewal && !before)) return;
    std::string text = cell_message(finding.message) + (finding.accepted ? " *(accepted)*" : before ? " *(as before)*" : "");
    const std::string fix = cell_message(first_step(finding));
    add_cause(row, {finding.severity, std::move(text), fix, key});
  }

  static void add_cause(Row& row, Cause cause) {
    const bool known = std::any_of(row.causes.begin(), row.causes.end(), [&](const Cause& other) { return other.text == cause.text; });
    if (!known) row.causes.push_back(std::move(cause));
  }

  // Of one bundle; a private key in git decides nothing here but that the bundle is not safe.
  Verdict verdict_of(const BundleReport& bundle, const Row& row) const {
    Verdict verdict = bundle.of_run || has_verdict(bundle) ? Verdict::safe : Verdict::unchecked;
    if (std::any_of(row.causes.begin(), row.causes.end(), [](const Cause& cause) { return cause.key; })) verdict = Verdict::attention;
    for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
      const rules::Finding& finding = bundle.findings[i];
      if (!finding.counts() || (changes_alone_ && is_as_before(bundle, i)) || finding.rule->id == kKeyRule) continue;
      if (finding.severity == Severity::error) return Verdict::breaks;
      if (finding.severity == Severity::warning) verdict = Verdict::attention;
    }
    if (gravest_counted(bundle, changes_alone_) <= Severity::warning) verdict = Verdict::attention;
    const renewal::ChangeImpact impact = impact_of(bundle);
    if (impact == renewal::ChangeImpact::safe) return verdict;
    return std::min(verdict, impact == renewal::ChangeImpact::breaks ? Verdict::breaks : Verdict::attention);
  }

  // Of the renewal, by what counts; a private key in git is ignored here.
  renewal::ChangeImpact impact_of(const BundleReport& bundle) const {
    renewal::ChangeImpact impact = renewal::ChangeImpact::safe;
    if (!bundle.renewal) return impact;
    const auto counts = [&](std::size_t i) {
      return bundle.findings[i].rule->id != kKeyRule && !(changes_alone_ && is_as_before(bundle, i));
    };
    const auto open = [&](std::size_t i) { return !(changes_alone_ && is_open_as_before(bundle, i)); };
    for (const renewal::Change& change : bundle.renewal->changes) {
      const bool alone = change.findings.empty() && change.open.empty();
      if (alone || std::any_of(change.findings.begin(), change.findings.end(), counts) ||
          std::any_of(change.open.begin(), change.open.end(), open)) {
        impact = std::max(impact, change.impact);
      }
    }
    const std::vector<std::size_t>& others = bundle.renewal->others;
    return std::any_of(others.begin(), others.end(), counts) ? std::max(impact, bundle.renewal->rest) : impact;
  }

  static void finish(Row& row) {
    row.key = std::any_of(row.causes.begin(), row.causes.end(), [](const Cause& cause) { return cause.key; });
    std::stable_sort(row.causes.begin(), row.causes.end(),
                     [](const Cause& a, const Cause& b) { return a.key != b.key ? a.key : a.severity < b.severity; });
    if (!row.causes.empty() || row.verdict > Verdict::attention) return;
    for (const BundleReport* bundle : row.bundles) {
      if (!bundle->renewal) continue;
      for (const renewal::Change* change : gravest_first(*bundle->renewal)) {
        if (change->impact != renewal::ChangeImpact::safe) add_cause(row, {Severity::warning, cell_message(change->message), "", false});
      }
    }
  }

  bool changes_alone_;
  Severity min_severity_;
  std::vector<Row> rows_;
  std::unordered_map<std::string, std::size_t> places_;
  std::unordered_set<std::string> explained_;  // files with a cause in the row of a bundle
};

// "nginx, iis and 3 more".
std::string cell_list(const std::vector<std::string>& texts) {
  return listed(texts, kMostNamedInACell, [](const std::string& text) { return cell_value(text); });
}

void add_new(std::vector<std::string>& texts, std::string_view text) {
  if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end()) texts.emplace_back(text);
}

std::string bundle_cell(const Row& row) {
  if (row.bundles.empty()) return row.name;
  const BundleReport& bundle = *row.bundles.front();
  if (bundle.of_run) return cell_value(bundle.name) + ": about this run";
  std::vector<std::string> targets;
  for (const BundleReport* each : row.bundles) add_new(targets, each->target);
  return cell_value(title(bundle)) + (targets.empty() ? "" : " on " + cell_list(targets));
}

std::string verdict_cell(const Row& row) {
  const bool error = std::any_of(row.causes.begin(), row.causes.end(), [](const Cause& cause) {
    return cause.key && cause.severity == Severity::error && !cause.text.ends_with("*(accepted)*");
  });
  switch (row.verdict) {
    case Verdict::breaks:
      return std::string(row.breaks ? "❌ breaks" : "❌ errors") + (row.key ? "<br>🔑 private key in git" : "");
    case Verdict::unread:
      return "❌ not read";
    case Verdict::attention:
      return row.key ? (error ? "❌ private key in git" : "⚠️ private key in git") : "⚠️ attention";
    case Verdict::safe:
      return row.renewed ? "✅ safe" : "✅ ok";
    case Verdict::unchecked:
      return "ℹ️ not checked";
  }
  return "";
}

// "renewed, same issuer, 3 names, valid until 2027-03-02".
std::string safe_words(const Row& row, bool changed_run) {
  const BundleReport& bundle = *row.bundles.front();
  if (row.verdict == Verdict::unchecked) return cell_message(unchecked_text(bundle));
  std::vector<std::string> words;
  if (row.renewed) {
    const std::vector<renewal::Change>& changes = bundle.renewal ? bundle.renewal->changes : std::vector<renewal::Change>();
    const auto has = [&](rules::ChangeKind kind) {
      return std::any_of(changes.begin(), changes.end(), [&](const renewal::Change& change) { return change.kind == kind; });
    };
    words.emplace_back(has(rules::ChangeKind::certificate) ? "renewed" : "same certificate");
    words.emplace_back(has(rules::ChangeKind::issuer) ? "other issuer" : "same issuer");
  } else if (changed_run) {
    words.emplace_back(bundle.renewal ? "no difference" : "not compared");
  }
  for (const EntryReport& entry : bundle.entries) {
    if (entry.role != chain::Role::leaf || entry.certificate == nullptr) continue;
    const CertificateReport& leaf = *entry.certificate;
    if (!leaf.names.empty()) words.push_back(count_noun(leaf.names.size(), "name"));
    if (leaf.not_after) words.push_back("valid until " + leaf.not_after->date());
    break;
  }
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

// Who is affected, and what else changed: "refused by `openssl3`, `go`; also changed: issuer, key".
std::string rest_line(const Row& row, std::size_t more) {
  std::vector<std::string> refusing, changed;
  for (const BundleReport* bundle : row.bundles) {
    for (const chain::ClientVerdict& client : bundle->clients) {
      if (client.known && !client.accepted) add_new(refusing, client.client);
    }
    if (!bundle->renewal) continue;
    for (const renewal::Change& change : bundle->renewal->changes) {
      if (change.findings.empty() && change.kind != rules::ChangeKind::certificate) add_new(changed, change_title(change.kind));
    }
  }
  std::vector<std::string> parts;
  if (more > 0) parts.push_back("and " + count_noun(more, "more finding"));
  if (row.hidden > 0) parts.push_back(count_noun(row.hidden, "finding") + " below the severity of this report");
  if (!refusing.empty()) parts.push_back("refused by " + cell_list(refusing));
  if (!changed.empty()) {
    std::string kinds;
    for (const std::string& kind : changed) kinds += (kinds.empty() ? "" : ", ") + kind;
    parts.push_back("also changed: " + kinds);
  }
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : "; ") + part;
  return out;
}

std::string table_row(const Row& row, bool changed_run) {
  std::string causes, fixes;
  const bool rest = row.causes.size() > kMostLines || !rest_line(row, 0).empty();
  const std::size_t shown = std::min(row.causes.size(), rest ? kMostLines - 1 : kMostLines);
  std::string last_fix;
  for (std::size_t i = 0; i < shown; ++i) {
    const Cause& cause = row.causes[i];
    const std::string number = shown == 1 ? "" : std::to_string(i + 1) + ". ";
    causes += (i == 0 ? "" : "<br>") + number + cause.text;
    if (cause.fix.empty()) continue;
    if (cause.fix != last_fix) fixes += (fixes.empty() ? "" : "<br>") + number + cause.fix;
    last_fix = cause.fix;
  }
  if (row.causes.empty() && row.verdict >= Verdict::safe) causes = safe_words(row, changed_run);
  if (rest && row.verdict < Verdict::safe) causes += (causes.empty() ? "" : "<br>") + rest_line(row, row.causes.size() - shown);
  return "| " + bundle_cell(row) + " | " + verdict_cell(row) + " | " + causes + " | " + fixes + " |\n";
}

bool is_of_run(const Row& row) { return !row.bundles.empty() && row.bundles.front()->of_run; }

// "1 of 3 changed bundles would break, 1 adds a private key to git".
std::string verdict_words(const std::vector<Row>& rows, std::size_t unread, bool changed_run) {
  std::array<std::size_t, 5> counts{};
  std::size_t bundles = 0, keys = 0, of_run = 0;
  bool renewed = false, all_break = true;
  for (const Row& row : rows) {
    if (is_of_run(row)) {
      of_run += row.verdict <= Verdict::attention ? 1 : 0;
      continue;
    }
    ++counts[static_cast<std::size_t>(row.verdict)];
    bundles += row.bundles.empty() ? 0 : 1;
    keys += row.key ? 1 : 0;
    renewed |= row.renewed;
    all_break &= row.breaks || row.verdict != Verdict::breaks;
  }
  const auto count = [&](Verdict verdict) { return counts[static_cast<std::size_t>(verdict)]; };
  const auto of_all = [&](std::size_t some, const char* one, const char* many) {
    const std::string of = some == bundles ? "" : std::to_string(some) + " of ";
    return of + count_noun(bundles, changed_run ? "changed bundle" : "bundle") + (some == 1 ? one : many);
  };
  std::vector<std::string> words;
  if (count(Verdict::breaks) > 0) {
    words.push_back(all_break ? of_all(count(Verdict::breaks), " would break", " would break")
                              : of_all(count(Verdict::breaks), " has errors", " have errors"));
  }
  if (keys > 0) words.push_back((words.empty() ? count_noun(keys, "bundle") : std::to_string(keys)) + " with a private key in git");
  if (unread > 0) words.push_back(count_noun(unread, "file") + " not read in full");
  const std::size_t attention = count(Verdict::attention);
  if (words.empty() && attention > 0) words.push_back(of_all(attention, " needs attention", " need attention"));
  if (of_run > 0) words.emplace_back("findings about this run");
  if (!words.empty()) {
    std::string out;
    for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
    return out;
  }
  if (bundles == 0) return "no bundle to check";
  if (count(Verdict::safe) == 0) return count_noun(bundles, "file") + " without a certificate, not checked";
  return of_all(count(Verdict::safe), renewed ? " is safe" : " is ok", renewed ? " are safe" : " are ok");
}

}  // namespace

std::string markdown_overview(const Report& report, Severity min_severity, std::size_t room) {
  const std::vector<Row> rows = RowMaker(report, min_severity).rows();
  const auto& arguments = report.run.arguments;
  const bool changed_run = std::find(arguments.begin(), arguments.end(), "--changed") != arguments.end();
  std::string table;
  std::size_t left_out = 0, keys = 0, clean = 0, unchecked = 0;
  for (const Row& row : rows) {
    const bool shown = row.key || row.renewed || changed_run || !row.causes.empty() || row.verdict == Verdict::unread;
    if (!shown) {
      if (!is_of_run(row)) ++(row.verdict == Verdict::unchecked ? unchecked : clean);
      continue;
    }
    if (is_of_run(row) && row.causes.empty()) continue;
    const std::string line = table_row(row, changed_run);
    if (table.size() + line.size() > room) {
      ++left_out;
      keys += row.key ? 1 : 0;
    } else {
      table += line;
    }
  }
  const Summary summary = counts_changes_alone(report) ? counted(report).summary : report.summary;
  const bool bad = summary.errors > 0 || summary.unreadable > 0;
  const bool open = summary.warnings > 0 || summary.not_evaluated > 0 ||
                    std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.verdict < Verdict::safe; });
  const bool checked = rows.empty() || std::any_of(rows.begin(), rows.end(), [](const Row& row) { return row.verdict == Verdict::safe; });
  std::string out = std::string("### ") +
                    (bad       ? "❌"
                     : open    ? "⚠️"
                     : checked ? "✅"
                               : "ℹ️") +
                    " chainlint: " + verdict_words(rows, summary.unreadable, changed_run);
  out += "\n\n";
  if (!table.empty()) out += "| bundle | verdict | cause | fix |\n| --- | --- | --- | --- |\n" + table + "\n";
  if (left_out > 0) {
    out += "… and " + count_noun(left_out, "more bundle") + (keys == 0 ? "" : ", " + std::to_string(keys) + " with a private key in git") +
           ", omitted for lack of space\n\n";
  }
  std::vector<std::string> others;
  if (clean > 0) others.push_back(count_noun(clean, "bundle") + " with nothing to report");
  if (unchecked > 0) others.push_back(count_noun(unchecked, "file") + " without a certificate, not checked");
  if (const std::size_t kept = count_as_before(report); kept > 0) others.push_back(count_noun(kept, "finding") + " as before, not counted");
  if (summary.waived > 0) others.push_back(count_noun(summary.waived, "finding") + " accepted");
  return others.empty() ? out : out + join_and(others) + ".\n\n";
}

}  // namespace chainlint::report
