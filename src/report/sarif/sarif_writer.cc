#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bundle_title.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/report/writer.h"
#include "comparison.h"
#include "help_url.h"
#include "json/json_parts.h"
#include "json/json_text.h"
#include "markdown/markdown_text.h"
#include "merged_findings.h"

namespace chainlint::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

// GitHub refuses a run with more than 25,000 results and keeps 5,000 of them, those with the highest severity:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#file-size-limits.
constexpr std::size_t kMostResults = 5000;

// GitHub orders security alerts by this number, as CVSS does.
const char* security_severity(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "8.0";
    case Severity::warning:
      return "5.0";
    case Severity::note:
      return "2.0";
  }
  return "0.0";
}

// A path as a URI reference (RFC 3986): everything but unreserved characters and '/' is percent-encoded.
std::string uri(std::string_view path) {
  static constexpr char kDigits[] = "0123456789ABCDEF";
  std::string out;
  if (!path.empty() && path.front() == '/') out = "file://";
  while (path.starts_with("./")) path.remove_prefix(2);
  for (char c : path) {
    const auto octet = static_cast<unsigned char>(c);
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += '%';
      out += kDigits[octet >> 4];
      out += kDigits[octet & 0x0F];
    }
  }
  return out;
}

// Binary containers have no lines; GitHub wants a region nevertheless, so theirs is the first line.
Json location_json(const Location& location) {
  Json region{{"startLine", location.line.value_or(1)}};
  if (location.column) region["startColumn"] = *location.column;
  if (location.end_line && *location.end_line >= location.line.value_or(1)) region["endLine"] = *location.end_line;
  Json json{{"physicalLocation", {{"artifactLocation", {{"uri", uri(location.path)}}}, {"region", std::move(region)}}}};
  if (!location.inner.empty()) json["logicalLocations"] = Json::array({{{"fullyQualifiedName", location.inner}, {"kind", "element"}}});
  return json;
}

// "[text](target)" in a message is a link (section 3.11.6); a backslash before its brackets keeps it text.
std::string without_links(const std::string& text) {
  if (text.find("](") == std::string::npos) return text;
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

Json text_json(const std::string& text) { return {{"text", without_links(text)}}; }

// What to do, where it is the same for every finding; else each result says it.
std::string common_fix(const rules::Rule& rule) {
  std::string fix = rules::describe(rule.outcome->fix);
  return fix.find('<') == std::string::npos ? fix : "";
}

std::string help_markdown(const rules::Rule& rule, const std::string& fix) {
  std::string text = markdown_prose(rule.outcome->why) + (fix.empty() ? "" : "\n\n**Fix:** " + markdown_prose(fix));
  for (std::size_t i = 0; i < rule.outcome->references.size(); ++i) {
    text += (i == 0 ? "\n\n**References:**\n\n- " : "- ") +
            markdown_link(rule.outcome->references[i].title, rule.outcome->references[i].url) + "\n";
  }
  return text;
}

// "ChainMissingIntermediate": the name must differ from the id (section 3.49.7).
std::string rule_name(std::string_view id) {
  std::string out;
  bool upper = true;
  for (const char c : id) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (plain) out += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    upper = !plain;
  }
  return out;
}

Json rule_json(const rules::Rule& rule) {
  const std::string fix = common_fix(rule);
  Json json{{"id", rule.id},
            {"name", rule_name(rule.id)},
            {"shortDescription", text_json(rule.title)},
            {"fullDescription", text_json(rule.outcome->why)},
            {"help", {{"text", rule.outcome->why + (fix.empty() ? "" : "\n\nFix: " + fix)}, {"markdown", help_markdown(rule, fix)}}},
            {"defaultConfiguration", {{"level", to_string(rule.severity)}}},
            {"properties",
             {{"tags", Json::array({"security", "certificate", rules::to_string(rule.about)})},
              {"about", rules::to_string(rule.about)},
              {"precision", "very-high"},
              {"problem.severity", rule.severity == Severity::note ? "recommendation" : to_string(rule.severity)},
              {"security-severity", security_severity(rule.severity)}}}};
  json["helpUri"] = help_url(rule);
  return json;
}

using RuleIndex = std::map<std::string, std::size_t>;

// Each step on a line of its own, so that it is clear where a command ends.
std::string message_of(const rules::Finding& finding) {
  std::string text = finding.message;
  const std::vector<std::string> marks = finding.step_marks();
  for (std::size_t i = 0; i < marks.size(); ++i) {
    text += (i > 0 ? "\n" : marks.size() == 1 ? "\n\nFix: " : "\n\nFix:\n") + marks[i] + finding.fix_steps[i];
  }
  return text;
}

// What the comparison with the bundle that is replaced says of the finding.
void add_renewal(const MergedFinding& result, Json& properties) {
  const std::optional<renewal::RenewalReview>& renewal = result.bundle->renewal;
  if (!renewal) return;
  properties["previous"] = renewal->previous;
  if (result.index < renewal->brought.size()) properties["brought"] = static_cast<bool>(renewal->brought[result.index]);
  for (const renewal::Change& change : renewal->changes) {
    if (std::find(change.findings.begin(), change.findings.end(), result.index) == change.findings.end()) continue;
    properties["change"] = rules::to_string(change.kind);
    properties["judgement"] = renewal::to_string(change.impact);
    return;
  }
}

Json properties_json(const MergedFinding& result) {
  const rules::Finding& finding = *result.finding;
  Json properties{{"bundle", result.bundles.empty() ? "" : result.bundles.front()}, {"subject", facts::to_string(finding.subject)}};
  if (result.bundles.size() > 1) properties["bundles"] = result.bundles;
  if (!result.targets.empty()) properties["target"] = result.targets.front();
  if (result.targets.size() > 1) properties["targets"] = result.targets;
  if (!result.bundle->of_run) properties["kind"] = chain::to_string(result.bundle->kind);
  if (!finding.subject_sha256.empty()) properties["sha256"] = finding.subject_sha256;
  for (const rules::Detail& detail : finding.details) properties["details"][detail.name] = detail.value;
  if (!finding.fix_steps.empty()) properties["fix_steps"] = finding.fix_steps;
  add_renewal(result, properties);
  return properties;
}

// SARIF 2.1.0 section 3.35: a suppression that is recorded outside of the analyzed files.
Json suppression_json(const rules::Acceptance& waiver) {
  Json properties{{"owner", waiver.owner}};
  if (!waiver.ticket.empty()) properties["ticket"] = waiver.ticket;
  if (waiver.expires) properties["expires"] = waiver.expires->to_string();
  return {{"kind", "external"},
          {"status", "accepted"},
          {"justification", waiver.reason},
          {"location", location_json(waiver.location)},
          {"properties", std::move(properties)}};
}

// What a result says of suppressions and baselines it says in every result of the run or in none (sections 3.27.23 and 3.27.24).
struct Tracks {
  bool suppressions = false, baseline = false;
  bool changes_alone = false;  // what the previous bundle has as well is unchanged, too
};

// What the finding explains is no result of its own: a place each, with what was found there (section 3.27.22).
Json effects_json(const std::vector<const rules::Finding*>& effects) {
  Json places = Json::array();
  for (const rules::Finding* effect : effects) {
    Json place{{"id", places.size()}};
    place.update(location_json(effect->location));
    place["message"] = text_json("explains " + effect->rule->id + ": " + effect->message);
    place["properties"] = {{"rule", effect->rule->id}, {"level", to_string(effect->severity)}, {"fingerprint", effect->fingerprint}};
    places.push_back(std::move(place));
  }
  return places;
}

Json result_json(const MergedFinding& result, const RuleIndex& rules, const Tracks& tracks) {
  const rules::Finding& finding = *result.finding;
  std::string message;
  for (const rules::Finding* worded : result.worded) message += (message.empty() ? "" : "\n\n") + message_of(*worded);
  const bool before = tracks.changes_alone && is_as_before(*result.bundle, result.index);
  Json json{{"ruleId", finding.rule->id},
            {"ruleIndex", rules.at(finding.rule->id)},
            {"level", to_string(before ? Severity::note : finding.severity)},
            {"message", text_json(message)},
            {"locations", Json::array({location_json(finding.location)})},
            {"partialFingerprints",
             {{"primaryLocationLineHash", finding.fingerprint.substr(0, 16) + ":1"}, {"chainlint/v1", finding.fingerprint}}}};
  if (!result.effects.empty()) json["relatedLocations"] = effects_json(result.effects);
  const bool waived = finding.accepted && finding.accepted->kind == rules::Acceptance::Kind::waiver;
  if (tracks.baseline) json["baselineState"] = before || (finding.accepted && !waived) ? "unchanged" : "new";
  if (tracks.suppressions) json["suppressions"] = Json::array();
  if (waived) json["suppressions"].push_back(suppression_json(*finding.accepted));
  json["properties"] = properties_json(result);
  return json;
}

// A file that was not read in full. Services for code scanning show results and no notifications.
Json unread_rule_json(const std::string& code) {
  return {{"id", code},
          {"name", rule_name(code)},
          {"shortDescription", text_json("File was not read in full")},
          {"helpUri", std::string(kProjectUrl) + "/blob/main/docs/formats.md"},
          {"defaultConfiguration", {{"level", "error"}}}};
}

using Unread = std::vector<std::pair<const Diagnostic*, Location>>;

// At most kMostResults.
Unread unread_of(const Report& report) {
  Unread unread;
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      if (diagnostic.severity != Severity::error || unread.size() == kMostResults) continue;
      unread.emplace_back(&diagnostic, place_of(diagnostic, input));
    }
  }
  return unread;
}

Json unread_json(const Diagnostic& diagnostic, const Location& location, const RuleIndex& rules, const Tracks& tracks) {
  const std::string fingerprint = to_hex(crypto::sha256(as_bytes(diagnostic.code + '\n' + to_string(location))));
  Json json{{"ruleId", diagnostic.code},
            {"ruleIndex", rules.at(diagnostic.code)},
            {"level", "error"},
            {"message", text_json(diagnostic.message + (diagnostic.advice.empty() ? "" : "\n\nFix: " + diagnostic.advice))},
            {"locations", Json::array({location_json(location)})},
            {"partialFingerprints", {{"primaryLocationLineHash", fingerprint.substr(0, 16) + ":1"}, {"chainlint/v1", fingerprint}}}};
  if (tracks.baseline) json["baselineState"] = "new";
  if (tracks.suppressions) json["suppressions"] = Json::array();
  return json;
}

Json notification_json(Severity severity, const std::string& code, const std::string& message, const Location& location) {
  return {{"descriptor", {{"id", code}}},
          {"level", to_string(severity)},
          {"message", text_json(message)},
          {"locations", Json::array({location_json(location)})}};
}

Json invocation_json(const Report& report, std::size_t left_out) {
  Json notifications = Json::array();
  for (const InputReport& input : report.inputs) {
    for (const Diagnostic& diagnostic : input.diagnostics) {
      notifications.push_back(notification_json(diagnostic.severity, diagnostic.code, diagnostic.message, place_of(diagnostic, input)));
    }
  }
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::NotEvaluated& entry : bundle.not_evaluated) {
      notifications.push_back(notification_json(Severity::warning, "not-evaluated",
                                                "rule " + entry.rule->id + " was not evaluated: " + entry.reason, entry.location));
    }
  }
  if (left_out > 0) {
    notifications.push_back(
        {{"descriptor", {{"id", "results-left-out"}}},
         {"level", "warning"},
         {"message", text_json(count_noun(left_out, "result") + " left out, those with the lowest severity: a report has " +
                               std::to_string(kMostResults) + " at most")}});
  }
  Json json{{"executionSuccessful", report.summary.unreadable == 0}};
  if (!report.run.arguments.empty()) json["arguments"] = report.run.arguments;
  json["toolExecutionNotifications"] = std::move(notifications);
  return json;
}

// Every input once, with what it takes to know whether it is still the same file (section 3.24.11).
Json artifacts_json(const Report& report) {
  std::map<std::string_view, std::string_view> digests;
  for (const InputReport& input : report.inputs) digests.emplace(input.path, input.sha256);
  Json artifacts = Json::array();
  for (const auto& [path, sha256] : digests) {
    Json artifact{{"location", {{"uri", uri(path)}}}};
    if (!sha256.empty()) artifact["hashes"] = {{"sha-256", sha256}};
    artifacts.push_back(std::move(artifact));
  }
  return artifacts;
}

Json run_properties_json(const Report& report) {
  Json json{{"at", report.at.to_string()}};
  if (report.policy) json["policy"] = report.policy->path;
  json["run"] = Json::parse(run_json(report.run).text());
  return json;
}

}  // namespace

std::string write_sarif(const Report& report) {
  const Unread unread = unread_of(report);
  const std::size_t room = kMostResults - unread.size();
  std::vector<MergedFinding> merged = merged_findings(report);
  const std::size_t left_out = merged.size() > room ? merged.size() - room : 0;
  if (left_out > 0) {
    std::stable_sort(merged.begin(), merged.end(), [](const MergedFinding& a, const MergedFinding& b) {
      const bool accepted = a.finding->accepted.has_value(), other = b.finding->accepted.has_value();
      return accepted != other ? other : a.finding->severity < b.finding->severity;
    });
    merged.erase(std::next(merged.begin(), static_cast<std::ptrdiff_t>(room)), merged.end());
  }
  std::map<std::string, const rules::Rule*> used;
  for (const BundleReport& bundle : report.bundles) {
    for (const rules::Finding& finding : bundle.findings) used.emplace(finding.rule->id, finding.rule);
  }
  RuleIndex index;
  Json rules = Json::array();
  for (const auto& [id, rule] : used) {
    index.emplace(id, rules.size());
    rules.push_back(rule_json(*rule));
  }
  for (const auto& [diagnostic, location] : unread) {
    if (index.try_emplace(diagnostic->code, rules.size()).second) rules.push_back(unread_rule_json(diagnostic->code));
  }
  const bool changes_alone = counts_changes_alone(report);
  const Tracks tracks{report.summary.waived > report.summary.in_baseline, changes_alone || report.baseline.has_value(), changes_alone};
  Json results = Json::array();
  for (const auto& [diagnostic, location] : unread) results.push_back(unread_json(*diagnostic, location, index, tracks));
  for (const MergedFinding& result : merged) results.push_back(result_json(result, index, tracks));
  Json driver{{"name", "chainlint"},
              {"informationUri", kProjectUrl},
              {"version", report.version},
              {"semanticVersion", report.version},
              {"rules", std::move(rules)}};
  // The last part is empty: runs of one command follow each other (section 3.17.3).
  const std::string command = report.run.arguments.empty() ? "check" : report.run.arguments.front();
  Json properties = run_properties_json(report);
  if (left_out > 0) properties["results_left_out"] = left_out;
  Json run{{"tool", {{"driver", std::move(driver)}}},
           {"automationDetails", {{"id", "chainlint/" + command + "/"}}},
           {"invocations", Json::array({invocation_json(report, left_out)})},
           {"artifacts", artifacts_json(report)},
           {"results", std::move(results)},
           {"columnKind", "unicodeCodePoints"},
           {"properties", std::move(properties)}};
  const Json log{{"$schema", kSchema}, {"version", "2.1.0"}, {"runs", Json::array({std::move(run)})}};
  return to_inert_json(log, 2) + "\n";
}

}  // namespace chainlint::report
