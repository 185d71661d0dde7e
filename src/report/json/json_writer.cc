#include <utility>

#include "chainlint/report/bundle_writer.h"
#include "json/json_document.h"
#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

// One line per element of an array, so that a report of many thousand bundles is written piece by piece and can be searched by line.
class JsonWriter : public BundleWriter {
 public:
  JsonWriter(bool with_findings, Sink sink) : with_findings_(with_findings), sink_(std::move(sink)) {}

  void begin(const Report& head, std::size_t) override {
    std::string out = "{\"schema_version\": " + Json(kSchemaVersion).text() + ", \"tool\": ";
    out += Json{{"name", "chainlint"}, {"version", head.version}}.text();
    out += ", \"at\": " + Json(head.at.to_string()).text();
    if (head.policy) out += ", \"policy\": " + policy_json(*head.policy).text();
    sink_(out + ",\n\"run\": " + run_json(head.run).text() + ",\n\"bundles\": [");
  }

  void bundle(const BundlePtr& bundle) override {
    sink_((first_ ? "\n" : ",\n") + bundle_json(*bundle, with_findings_).text());
    first_ = false;
  }

  void input(const InputReport&, const std::vector<BundlePtr>&, const std::string&) override {}

  void end(const Report& report) override {
    sink_("]");
    write_array("inputs", report.inputs, input_json);
    if (!report.fleet.empty()) write_array("fleet", report.fleet, fleet_event_json);
    write_array("skipped", report.skipped, [](const std::string& path) { return Json(path); });
    std::string out;
    if (report.baseline) out += ",\n\"baseline\": " + baseline_json(*report.baseline).text();
    sink_(out + ",\n\"summary\": " + summary_json(report.summary).text() + "}\n");
  }

 private:
  template <class T, class ToJson>
  void write_array(const char* name, const std::vector<T>& items, ToJson to_json) {
    sink_(std::string(",\n\"") + name + "\": [");
    for (const T& item : items) sink_((&item == items.data() ? "\n" : ",\n") + to_json(item).text());
    sink_("]");
  }

  const bool with_findings_;
  const Sink sink_;
  bool first_ = true;
};

}  // namespace

std::unique_ptr<BundleWriter> json_writer(bool with_findings, Sink sink) {
  return std::make_unique<JsonWriter>(with_findings, std::move(sink));
}

std::string write_json(const Report& report, bool with_findings) {
  return write_all(report, [&](Sink sink) { return json_writer(with_findings, std::move(sink)); });
}

}  // namespace chainlint::report
