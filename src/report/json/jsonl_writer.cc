#include <optional>
#include <utility>

#include "chainlint/report/bundle_writer.h"
#include "json/json_document.h"
#include "json/json_parts.h"
#include "json/shard_lines.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

std::string line(const char* kind, const Json& members) {
  Json json{{"kind", kind}};
  json.add_all(members);
  return json.text() + "\n";
}

std::string run_line(const Report& report) {
  Json json{{"schema_version", kSchemaVersion},
            {"tool", Json{{"name", "chainlint"}, {"version", report.version}}},
            {"at", report.at.to_string()}};
  if (report.policy) json.add("policy", policy_json(*report.policy));
  json.add("run", run_json(report.run));
  return line("run", json);
}

Json record_json(const RecordReport& record) {
  return {{"name", record.name.empty() ? Json() : Json(record.name)},
          {"line", record.line},
          {"bundles", record.bundles},
          {"status", record.status}};
}

class JsonLinesWriter : public BundleWriter {
 public:
  JsonLinesWriter(bool with_findings, Sink sink) : with_findings_(with_findings), sink_(std::move(sink)) {}

  void begin(const Report& head, std::size_t) override {
    if (head.shard != nullptr) shard_.emplace();
    by_record_ = head.by_record;
    put(run_line(head));
    if (shard_) put(shard_->run(*head.shard));
  }

  void bundle(const BundlePtr& bundle) override {
    put(line("bundle", bundle_json(*bundle, with_findings_, "bundle_kind")));
    if (shard_ && !bundle->of_run) put(shard_->bundle(*bundle));
  }

  // The inputs of a report by record are needed with their record, and not kept until the end.
  void input(const InputReport& input, const std::vector<BundlePtr>&, const std::string&) override {
    if (by_record_) put(line("input", input_json(input)));
  }

  void record(const RecordReport& record) override { put(line("record", record_json(record))); }

  void end(const Report& report) override {
    for (const InputReport& input : report.inputs) {
      if (!by_record_) put(line("input", input_json(input)));
    }
    for (const renewal::FleetEvent& event : report.fleet) put(line("fleet", fleet_event_json(event)));
    for (const std::string& path : report.skipped) put(line("skipped", Json{{"path", path}}));
    if (report.baseline) put(line("baseline", baseline_json(*report.baseline)));
    put(line("summary", summary_json(report.summary)));
    if (!shard_) return;
    put(shard_->outcome(report.shard->outcome));
    put(shard_->end());
  }

 private:
  // Whole lines.
  void put(const std::string& lines) {
    if (shard_) shard_->note(lines);
    sink_(lines);
  }

  const bool with_findings_;
  const Sink sink_;
  std::optional<ShardLines> shard_;  // of a shard alone
  bool by_record_ = false;
};

}  // namespace

std::unique_ptr<BundleWriter> jsonl_writer(bool with_findings, Sink sink) {
  return std::make_unique<JsonLinesWriter>(with_findings, std::move(sink));
}

std::string write_jsonl(const Report& report, bool with_findings) {
  return write_all(report, [&](Sink sink) { return jsonl_writer(with_findings, std::move(sink)); });
}

}  // namespace chainlint::report
