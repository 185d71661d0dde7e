#include "ci/annotations.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "bundle_title.h"
#include "causes.h"
#include "chainlint/base/log_text.h"
#include "chainlint/base/text.h"
#include "comparison.h"
#include "merged_findings.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

class Annotations {
 public:
  explicit Annotations(const Report& report) {
    for (const InputReport& input : report.inputs) {
      if (input.format == formats::Format::archive) archives_.insert(input.path);
    }
  }

  void add(Annotation annotation) {
    Location& location = annotation.location;
    if (const std::size_t mark = end_of_archive(location.path); mark != std::string::npos) {
      annotation.identity += location.path.substr(mark);
      annotation.message = "in " + in_quotes(location.path.substr(mark + 1)) + ": " + annotation.message;
      location.path.resize(mark);
      location.line = location.end_line = location.column = std::nullopt;
    }
    location.path = std::filesystem::path(location.path).lexically_normal().string();
    list_.push_back(std::move(annotation));
  }

  std::vector<Annotation> list() { return std::move(list_); }

 private:
  // Where the name of an archive ends and that of its member begins.
  std::size_t end_of_archive(const std::string& path) const {
    if (archives_.empty()) return std::string::npos;
    for (std::size_t mark = path.find('!'); mark != std::string::npos; mark = path.find('!', mark + 1)) {
      if (archives_.contains(std::string_view(path).substr(0, mark))) return mark;
    }
    return std::string::npos;
  }

  std::vector<Annotation> list_;
  std::unordered_set<std::string_view> archives_;
};

void add_diagnostics(const Report& report, Annotations& out) {
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      const Location location = place_of(diagnostic, input);
      const std::string entry = location.entry ? std::to_string(*location.entry) : "";
      Annotation annotation;
      annotation.kind = Annotation::Kind::diagnostic;
      annotation.severity = diagnostic.severity;
      annotation.check = diagnostic.code;
      annotation.message = diagnostic.message;
      annotation.fix = diagnostic.advice;
      annotation.location = location;
      annotation.identity = diagnostic.code + '\n' + entry + '\n' + location.inner;
      out.add(std::move(annotation));
    }
  }
}

void add_findings(const Report& report, Annotations& out) {
  for (const MergedFinding& merged : merged_findings(report)) {
    const rules::Finding& finding = *merged.finding;
    if (finding.accepted) continue;
    Annotation annotation;
    annotation.severity = finding.severity;
    annotation.check = finding.rule->id;
    annotation.title = finding.rule->title;
    annotation.message = finding.message;
    annotation.fix = first_step(finding);
    annotation.body = finding_body(finding, merged.effects);
    annotation.location = finding.location;
    annotation.identity = finding.rule->id + '\n' + finding.fingerprint;
    annotation.subject = finding.subject;
    annotation.bundles = merged.bundles.size();
    out.add(std::move(annotation));
  }
}

void add_not_evaluated(const Report& report, Annotations& out) {
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::uint32_t>> known;
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
      const std::string& path = entry.location.path;
      if (!known.insert({entry.rule->id, entry.subject_sha256, path, entry.location.entry.value_or(0)}).second) continue;
      Annotation annotation;
      annotation.kind = Annotation::Kind::not_evaluated;
      annotation.check = entry.rule->id;
      annotation.title = entry.rule->title;
      annotation.message = "not evaluated: " + entry.reason;
      annotation.location = entry.location;
      annotation.identity = entry.rule->id + "\nnot evaluated\n" + entry.subject_sha256;
      out.add(std::move(annotation));
    }
  }
}

std::vector<Annotation> by_cause(std::vector<Annotation> annotations) {
  std::vector<Annotation> causes;
  std::map<std::string, std::size_t> known;
  for (Annotation& annotation : annotations) {
    std::vector<std::string> keys{annotation.check + '\n' + annotation.message};
    if (annotation.kind == Annotation::Kind::diagnostic) keys[0] += '\n' + annotation.location.path;
    if (annotation.kind == Annotation::Kind::finding) {
      if (annotation.subject == facts::SubjectKind::key) keys.clear();
      keys.push_back("\n" + annotation.identity);
    }
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const std::string& key) { return known.contains(key); });
    if (found == keys.end()) {
      for (std::string& key : keys) known.emplace(std::move(key), causes.size());
      causes.push_back(std::move(annotation));
      continue;
    }
    Annotation& cause = causes[known[*found]];
    cause.severity = std::min(cause.severity, annotation.severity);
    cause.elsewhere.push_back(std::move(annotation.location));
  }
  return causes;
}

}  // namespace

std::vector<Annotation> annotations_of(const Report& report) {
  Annotations annotations(report);
  add_diagnostics(report, annotations);
  add_findings(report, annotations);
  add_not_evaluated(report, annotations);
  return annotations.list();
}

std::vector<Annotation> annotations_by_cause(const Report& report, Severity min_severity) {
  std::vector<Annotation> causes = by_cause(annotations_of(report));
  std::erase_if(causes, [&](const Annotation& cause) { return cause.severity > min_severity; });
  std::stable_sort(causes.begin(), causes.end(), [](const Annotation& a, const Annotation& b) { return a.severity < b.severity; });
  return causes;
}

constexpr std::size_t kEllipsis = 3;

std::string short_text(const Annotation& annotation, std::string_view separator, std::size_t most) {
  std::vector<std::string> places;
  if (annotation.bundles > 1) places.push_back("in " + count_noun(annotation.bundles, "bundle"));
  if (!annotation.elsewhere.empty()) places.push_back(count_noun(annotation.elsewhere.size(), "other place"));
  std::string text = annotation.message;
  if (!places.empty()) text += std::string(annotation.bundles > 1 ? " (" : " (and ") + join_and(places) + ")";
  if (annotation.fix.empty() || text.size() + separator.size() >= most) return text.size() <= most ? text : excerpt(text, most - kEllipsis);
  text += separator;
  if (text.size() + annotation.fix.size() <= most) return text + annotation.fix;
  // A part of a command would be run as it is: without it, the words before say what to do.
  const std::size_t command = annotation.fix.rfind(": ");
  const std::string words = annotation.fix.substr(0, command);
  return text.size() + words.size() + kEllipsis <= most ? text + words + "..." : excerpt(text + words, most - kEllipsis);
}

std::string finding_body(const rules::Finding& finding, const std::vector<const rules::Finding*>& effects) {
  std::string text;
  const auto add = [&](const std::string& line) { text += (text.empty() ? "" : "\n") + line; };
  for (const rules::Detail& detail : finding.details) add(detail.name + ": " + detail.value);
  const std::vector<std::string> marks = finding.step_marks();
  for (std::size_t i = 0; i < marks.size(); ++i) add("fix: " + marks[i] + finding.fix_steps[i]);
  for (const rules::Finding* effect : effects) add("explains " + effect->rule->id + ": " + effect->message);
  return text;
}

std::string log_line(std::string_view text) { return log_text(on_one_line(text)) + "\n"; }

std::string summary_line(const Report& whole, const Report& report) {
  const std::size_t kept = count_as_before(whole);
  const std::string before = kept == 0 ? "" : ", " + count_noun(kept, "finding") + " as before";
  return log_line("chainlint: " + summary_words(report.summary) + before + " (evaluated at " + report.at.to_string() + ")");
}

}  // namespace chainlint::report
