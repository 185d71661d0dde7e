#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "json/json_document.h"
#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = nlohmann::ordered_json;

// A bundle has a kind of its own ("server"), which gives way to that of the line.
std::string line(const char* kind, const Json& members) {
  Json json{{"kind", kind}};
  for (const auto& [name, value] : members.items()) json[name == "kind" ? std::string(kind) + "_kind" : name] = value;
  return to_line(json) + "\n";
}

std::string run_line(const Report& report) {
  Json json{
      {"schema_version", kSchemaVersion}, {"tool", {{"name", "chainlint"}, {"version", report.version}}}, {"at", report.at.to_string()}};
  if (report.policy) json["policy"] = policy_json(*report.policy);
  json["run"] = run_json(report.run);
  return line("run", json);
}

}  // namespace

std::string write_jsonl(const Report& report, bool with_findings) {
  std::string out = run_line(report);
  for (const InputReport& input : report.inputs) out += line("input", input_json(input));
  for (const BundleReport& bundle : report.bundles) {
    if (out.size() <= report.most_bytes) out += line("bundle", bundle_json(bundle, with_findings));
  }
  for (const renewal::FleetEvent& event : report.fleet) out += line("fleet", fleet_event_json(event));
  for (const std::string& path : report.skipped) out += line("skipped", {{"path", path}});
  if (report.baseline) out += line("baseline", baseline_json(*report.baseline));
  return out + line("summary", summary_json(report.summary));
}

}  // namespace chainlint::report
