// JUnit has no standard; this is what Jenkins (junit plugin), GitLab and Azure DevOps read, valid by the schema of the Jenkins xUnit
// plugin.
#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bundle_title.h"
#include "causes.h"
#include "chainlint/base/text.h"
#include "chainlint/report/writer.h"
#include "ci/annotations.h"
#include "ci/xml_text.h"
#include "comparison.h"
#include "text/excerpt.h"

namespace chainlint::report {
namespace {

constexpr std::size_t kMostJunitOctets = 10000;
constexpr std::size_t kMostOfAJunitMessage = 300;

enum class Outcome { passed, skipped, failed, broken };

// All that one rule has to say about a bundle, or one diagnostic about a file.
struct Case {
  std::string name;
  Outcome outcome = Outcome::passed;
  Severity gravest = Severity::note;
  std::string message;  // the first of the most severe kind
  std::string text;
  std::size_t more = 0;  // besides that of `message`

  void add(Outcome found, Severity severity, const std::string& what, const std::string& details) {
    more += text.empty() ? 0 : 1;
    text += (text.empty() ? "" : "\n\n") + excerpt(details, kMostJunitOctets);
    const bool graver = found > outcome || (found == outcome && severity < gravest);
    if (!message.empty() && !graver) return;
    outcome = std::max(outcome, found);
    gravest = std::min(gravest, severity);
    message = excerpt(what, kMostOfAJunitMessage);
  }
};

struct Suite {
  std::string name, file, kind;
  std::vector<Case> cases;

  Case& at(const std::string& name_of_case) {
    const auto [place, fresh] = places_.try_emplace(name_of_case, cases.size());
    if (fresh) cases.push_back({name_of_case, Outcome::passed, Severity::note, "", "", 0});
    return cases[place->second];
  }
  std::size_t count(Outcome outcome) const {
    return static_cast<std::size_t>(std::count_if(cases.begin(), cases.end(), [&](const Case& each) { return each.outcome == outcome; }));
  }

 private:
  std::map<std::string, std::size_t> places_;
};

// The words before a finding that is suppressed.
std::string accepted_words(const rules::Acceptance& accepted) {
  if (accepted.kind == rules::Acceptance::Kind::baseline) return "in the baseline: ";
  std::string text = "waived";
  if (accepted.expires) text += " until " + accepted.expires->date();
  return text + " by " + accepted.owner + " (" + accepted.reason + "): ";
}

Suite suite_of(const BundleReport& bundle, Severity threshold, bool changes_alone) {
  Suite suite;
  suite.name = bundle.of_run ? bundle.name + ": about this run" : title(bundle);
  if (!bundle.target.empty()) suite.name += " on " + bundle.target;
  if (!bundle.files.empty()) suite.file = bundle.files.front();
  if (!bundle.of_run) suite.kind = chain::to_string(bundle.kind);
  const rules::Effects effects(bundle.findings);
  std::map<std::string_view, std::string_view> causes;  // rules by the fingerprints of their findings
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.explained_by.empty()) causes.emplace(finding.fingerprint, finding.rule->id);
  }
  for (std::size_t i = 0; i < bundle.findings.size(); ++i) {
    const rules::Finding& finding = bundle.findings[i];
    const bool before = changes_alone && is_as_before(bundle, i);
    const bool counts = finding.counts() && !before && finding.severity <= threshold;
    std::string details = std::string(to_string(finding.severity)) + " at " + to_string(finding.location) + "\n";
    const auto cause = causes.find(finding.explained_by);
    if (cause != causes.end()) details += "explained by " + std::string(cause->second) + ": ";
    details += (finding.accepted ? accepted_words(*finding.accepted) : before ? "as before: " : "") + finding.message;
    if (finding.counts()) {
      const std::string body = finding_body(finding, effects.of(finding));
      if (!body.empty()) details += "\n" + body;
    }
    const std::string message = finding.message + (finding.fix_steps.empty() ? "" : "; fix: " + first_step(finding));
    suite.at(finding.rule->id).add(counts ? Outcome::failed : Outcome::passed, finding.severity, message, details);
  }
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
    suite.at(entry.rule->id)
        .add(Outcome::skipped, Severity::warning, "not evaluated: " + entry.reason,
             "not evaluated at " + to_string(entry.location) + "\n" + entry.reason);
  }
  if (!suite.cases.empty()) return suite;
  if (bundle.of_run || has_verdict(bundle)) {
    suite.at("no findings");
  } else {
    const std::string reason = unchecked_text(bundle);
    suite.at("not checked").add(Outcome::skipped, Severity::note, reason, reason);
  }
  return suite;
}

Suite suite_of(const InputReport& input) {
  Suite suite;
  suite.name = suite.file = input.path;
  for (const Diagnostic& diagnostic : input.diagnostics) {
    const bool broken = diagnostic.severity == Severity::error;
    suite.at(diagnostic.code)
        .add(broken ? Outcome::broken : Outcome::passed, diagnostic.severity, diagnostic.message,
             std::string(to_string(diagnostic.severity)) + " at " + to_string(diagnostic.location) + "\n" + diagnostic.message +
                 (diagnostic.advice.empty() ? "" : "\nfix: " + diagnostic.advice));
  }
  return suite;
}

std::string body_of(const Case& each) {
  const std::string type = attribute("type", to_string(each.gravest));
  const std::string more = each.more > 0 ? " (and " + std::to_string(each.more) + " more)" : "";
  const std::string message = attribute("message", each.message + more);
  switch (each.outcome) {
    case Outcome::passed:
      return each.text.empty() ? "" : "<system-out>" + xml(each.text) + "</system-out>";
    case Outcome::skipped:
      return "<skipped" + message + ">" + xml(each.text) + "</skipped>";
    case Outcome::failed:
      return "<failure" + message + type + ">" + xml(each.text) + "</failure>";
    case Outcome::broken:
      return "<error" + message + type + ">" + xml(each.text) + "</error>";
  }
  return "";
}

// Nothing of the clock or the machine: the time is that of the evaluation.
void append(std::string& out, const Suite& suite, const std::string& time) {
  out += "<testsuite" + attribute("name", suite.name) + attribute("tests", suite.cases.size()) +
         attribute("failures", suite.count(Outcome::failed)) + attribute("errors", suite.count(Outcome::broken)) +
         attribute("skipped", suite.count(Outcome::skipped)) + attribute("time", "0") + attribute("timestamp", time);
  if (!suite.file.empty()) out += attribute("file", suite.file);
  out += ">\n";
  if (!suite.kind.empty()) {
    out += "<properties><property" + attribute("name", "kind") + attribute("value", suite.kind) + "/></properties>\n";
  }
  for (const Case& each : suite.cases) {
    out += "<testcase" + attribute("name", each.name) + attribute("classname", suite.name) + attribute("time", "0");
    const std::string body = body_of(each);
    out += body.empty() ? "/>\n" : ">" + body + "</testcase>\n";
  }
  out += "</testsuite>\n";
}

}  // namespace

std::string write_junit(const Report& report) {
  const std::string time = report.at.to_string().substr(0, 19);
  // A red test means that the run fails. Where nothing fails it, errors stay red: this report is then all that is left to see them in.
  const Severity threshold = report.run.fail_on.value_or(Severity::error);
  const bool changes_alone = counts_changes_alone(report);
  std::string suites;
  std::size_t tests = 0, failures = 0, errors = 0;
  const auto take = [&](const Suite& suite) {
    tests += suite.cases.size();
    failures += suite.count(Outcome::failed);
    errors += suite.count(Outcome::broken);
    append(suites, suite, time);
  };
  for (const InputReport& input : report.inputs) {
    if (!input.diagnostics.empty()) take(suite_of(input));
  }
  for (const BundleReport& bundle : report.bundles) take(suite_of(bundle, threshold, changes_alone));
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" + attribute("name", "chainlint " + report.version) +
         attribute("tests", tests) + attribute("failures", failures) + attribute("errors", errors) + attribute("time", "0") + ">\n" +
         suites + "</testsuites>\n";
}

}  // namespace chainlint::report
