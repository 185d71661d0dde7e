#include <algorithm>
#include <array>

#include "chainlint/report/fix_report.h"
#include "json/json_document.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

Json steps_json(const std::vector<FixStep>& steps) {
  const auto date = [](const std::optional<Instant>& at) { return at ? Json(at->to_string()) : Json(); };
  Json json = Json::array();
  for (const FixStep& step : steps) {
    json.push_back({{"sha256", step.sha256},
                    {"name", step.display},
                    {"role", chain::to_string(step.role)},
                    {"not_before", date(step.not_before)},
                    {"not_after", date(step.not_after)},
                    {"change", step.mark == '-'   ? Json("removed")
                               : step.mark == '+' ? Json("added")
                                                  : Json()},
                    {"reason", step.mark == '-' ? Json(step.remark) : Json()}});
  }
  return json;
}

Json fixed_bundle_json(const FixReport& report) {
  Json parts = Json::array(), fixes = Json::array(), refused = Json::array(), remaining = Json::array();
  for (const FixedPart& part : report.parts) {
    parts.push_back({{"name", part.title}, {"before", steps_json(part.before)}, {"after", steps_json(part.after)}});
  }
  for (const write::Fix& fix : report.fixes) {
    fixes.push_back({{"kind", write::to_string(fix.kind)},
                     {"message", fix.message},
                     {"safe", write::is_safe(fix.kind)},
                     {"sha256", fix.sha256.empty() ? Json() : Json(fix.sha256)}});
  }
  for (const write::RefusedFix& fix : report.refused) {
    refused.push_back({{"kind", write::to_string(fix.kind)},
                       {"message", fix.message},
                       {"option", fix.available ? Json("--unsafe " + std::string(write::to_string(fix.kind))) : Json()}});
  }
  for (const rules::Finding& finding : report.remaining) {
    if (!finding.explained_by.empty()) continue;
    remaining.push_back({{"rule", finding.rule->id},
                         {"severity", to_string(finding.severity)},
                         {"message", finding.message},
                         {"location", location_json(finding.location)},
                         {"fingerprint", finding.fingerprint},
                         {"accepted", !finding.counts()}});
  }
  return {{"name", report.name},
          {"files", report.files},
          {"status", to_string(state_of(report))},
          {"parts", parts},
          {"fixes", fixes},
          {"not_fixed", refused},
          {"requests", report.ask_ca},
          {"removed_text", report.lost_text},
          {"remaining", remaining},
          {"written", report.written},
          {"errors", report.errors}};
}

}  // namespace

std::string write_fixes_json(const FixRunReport& run) {
  std::string out = "{\"schema_version\": " + Json(kSchemaVersion).text() + ", \"tool\": ";
  out += Json{{"name", "chainlint"}, {"version", run.version}}.text();
  out += ", \"at\": " + Json(run.at.to_string()).text();
  std::array<std::size_t, kFixStateNames.size()> states = {};
  std::size_t available = 0;
  out += ",\n\"inputs\": [";
  for (std::size_t i = 0; i < run.unread.size(); ++i) out += (i == 0 ? "\n" : ",\n") + input_json(run.unread[i]).text();
  out += "],\n\"bundles\": [";
  for (std::size_t i = 0; i < run.bundles.size(); ++i) {
    const FixReport& report = run.bundles[i];
    ++states[static_cast<std::size_t>(state_of(report))];
    available += static_cast<std::size_t>(
        std::count_if(report.refused.begin(), report.refused.end(), [](const write::RefusedFix& fix) { return fix.available; }));
    out += (i == 0 ? "\n" : ",\n") + fixed_bundle_json(report).text();
  }
  Json summary{{"bundles", run.bundles.size()}};
  for (const FixState state : kFixStateNames.values()) {
    std::string name(to_string(state));
    std::replace(name.begin(), name.end(), '-', '_');
    summary.add(name, states[static_cast<std::size_t>(state)]);
  }
  summary.add("available_with_unsafe", available);
  summary.add("unreadable", run.unread.size());
  return out + "],\n\"summary\": " + summary.text() + "}\n";
}

}  // namespace chainlint::report
