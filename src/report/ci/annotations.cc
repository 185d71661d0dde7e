#include "ci/annotations.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <set>
#include <string_view>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "chainlint/base/text.h"
#include "merged_findings.h"

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
      Location location = diagnostic.location;
      if (location.path.empty()) location.path = input.path;
      const std::string entry = location.entry ? std::to_string(*location.entry) : "";
      out.add({Annotation::Kind::diagnostic, diagnostic.severity, diagnostic.code, diagnostic.message, "", location,
               diagnostic.code + '\n' + entry + '\n' + location.inner});
    }
  }
}

// "; explains client-refuses and store-intermediate-missing": the rules of what follows from the finding.
std::string explained(const std::vector<const rules::Finding*>& effects) {
  std::vector<std::string> rules;
  for (const rules::Finding* effect : effects) {
    if (std::find(rules.begin(), rules.end(), effect->rule->id) == rules.end()) rules.push_back(effect->rule->id);
  }
  return rules.empty() ? "" : "; explains " + join_and(rules);
}

void add_findings(const Report& report, Annotations& out) {
  for (const MergedFinding& merged : merged_findings(report)) {
    const rules::Finding& finding = *merged.finding;
    if (finding.accepted) continue;
    std::string message = finding.message;
    if (merged.bundles.size() > 1) message += " (in " + count_noun(merged.bundles.size(), "bundle") + ")";
    message += explained(merged.effects);
    out.add({Annotation::Kind::finding, finding.severity, finding.rule->id, std::move(message), finding.fix(), finding.location,
             finding.rule->id + '\n' + finding.fingerprint});
  }
}

void add_not_evaluated(const Report& report, Annotations& out) {
  std::set<std::tuple<std::string_view, std::string_view, std::string_view, std::uint32_t>> known;
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
      const std::string& path = entry.location.path;
      if (!known.insert({entry.rule->id, entry.subject_sha256, path, entry.location.entry.value_or(0)}).second) continue;
      out.add({Annotation::Kind::not_evaluated, Severity::warning, entry.rule->id, "not evaluated: " + entry.reason, "", entry.location,
               entry.rule->id + "\nnot evaluated\n" + entry.subject_sha256});
    }
  }
}

}  // namespace

std::vector<Annotation> annotations_of(const Report& report) {
  Annotations annotations(report);
  add_diagnostics(report, annotations);
  add_findings(report, annotations);
  add_not_evaluated(report, annotations);
  return annotations.list();
}

}  // namespace chainlint::report
