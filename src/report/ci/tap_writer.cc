// The Test Anything Protocol, version 14: https://testanything.org/tap-version-14-specification.html. The diagnostics are YAML in the part
// that is JSON too, so that no text in them is markup.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bundle_title.h"
#include "causes.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "json/json_text.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostOfATapTitle = 500;

// '#' would begin a directive.
std::string escaped_for_tap(std::string_view text) {
  std::string out;
  for (const char c : on_one_line(excerpt(text, kMostOfATapTitle))) {
    if (c == '#' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

class TestPoints {
 public:
  void add(bool passed, const std::string& title, const std::string& skipped, const std::string& findings) {
    text_ += std::string(passed ? "ok " : "not ok ") + std::to_string(++count_) + " - " + escaped_for_tap(title);
    if (!skipped.empty()) text_ += " # SKIP " + escaped_for_tap(skipped);
    text_ += "\n" + (findings.empty() ? "" : "  ---\n  findings:\n" + findings + "  ...\n");
  }

  std::string text() const {
    return "TAP version 14\n1.." + std::to_string(count_) + (count_ == 0 ? " # SKIP nothing to check\n" : "\n") + text_;
  }

 private:
  std::string text_;
  std::size_t count_ = 0;
};

std::string tap_item(std::string_view severity, const std::string& rule, const Location& location, const std::string& message,
                     const std::string& fix, const std::optional<rules::Acceptance>& accepted = std::nullopt) {
  OrderedJson json{{"severity", severity}, {"rule", rule}, {"place", to_string(location)}, {"message", message}};
  if (!fix.empty()) json["fix"] = fix;
  if (accepted) json["accepted"] = accepted->kind == rules::Acceptance::Kind::waiver ? "waived" : "baseline";
  return "    - " + to_inert_json(json) + "\n";
}

// What another finding explains is left to that one.
void add_test_point(const BundleReport& bundle, Severity threshold, TestPoints& points) {
  std::string findings;
  bool passed = true;
  for (const rules::Finding& finding : bundle.findings) {
    if (!finding.explained_by.empty()) continue;
    passed &= !(finding.counts() && finding.severity <= threshold);
    findings +=
        tap_item(to_string(finding.severity), finding.rule->id, finding.location, finding.message, first_step(finding), finding.accepted);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
    passed &= entry.subject == facts::SubjectKind::key;  // as for the exit code
    findings += tap_item("not evaluated", entry.rule->id, entry.location, entry.reason, "");
  }
  if (bundle.of_run && findings.empty()) return;
  std::string name = bundle.of_run ? bundle.name + ": about this run" : title(bundle);
  if (!bundle.target.empty()) name += " on " + bundle.target;
  points.add(passed, name, bundle.of_run || has_verdict(bundle) || !findings.empty() ? "" : unchecked_text(bundle), findings);
}

}  // namespace

std::string write_tap(const Report& whole) {
  const Report report = counted(whole);
  const Severity threshold = report.run.fail_on.value_or(Severity::error);
  TestPoints points;
  for (const InputReport& input : report.inputs) {
    if (input.diagnostics.empty() && !is_unreadable(input)) continue;
    std::string findings;
    for (const Diagnostic& diagnostic : input.diagnostics) {
      const Location location = place_of(diagnostic, input);
      findings += tap_item(to_string(diagnostic.severity), diagnostic.code, location, diagnostic.message, diagnostic.advice);
    }
    points.add(!is_unreadable(input), "read " + input.path, "", findings);
  }
  for (const BundleReport& bundle : report.bundles) add_test_point(bundle, threshold, points);
  return points.text();
}

}  // namespace chainlint::report
