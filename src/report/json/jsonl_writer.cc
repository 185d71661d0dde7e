#include <nlohmann/json.hpp>
#include <utility>

#include "chainlint/report/bundle_writer.h"
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

class JsonLinesWriter : public BundleWriter {
 public:
  JsonLinesWriter(bool with_findings, Sink sink) : with_findings_(with_findings), sink_(std::move(sink)) {}

  void begin(const Report& head, std::size_t) override { sink_(run_line(head)); }

  void bundle(const BundlePtr& bundle) override { sink_(line("bundle", bundle_json(*bundle, with_findings_))); }

  void input(const InputReport&, const std::vector<BundlePtr>&, const std::string&) override {}

  void end(const Report& report) override {
    for (const InputReport& input : report.inputs) sink_(line("input", input_json(input)));
    for (const renewal::FleetEvent& event : report.fleet) sink_(line("fleet", fleet_event_json(event)));
    for (const std::string& path : report.skipped) sink_(line("skipped", {{"path", path}}));
    if (report.baseline) sink_(line("baseline", baseline_json(*report.baseline)));
    sink_(line("summary", summary_json(report.summary)));
  }

 private:
  const bool with_findings_;
  const Sink sink_;
};

}  // namespace

std::unique_ptr<BundleWriter> jsonl_writer(bool with_findings, Sink sink) {
  return std::make_unique<JsonLinesWriter>(with_findings, std::move(sink));
}

std::string write_jsonl(const Report& report, bool with_findings) {
  return write_all(report, [&](Sink sink) { return jsonl_writer(with_findings, std::move(sink)); });
}

}  // namespace chainlint::report
