#include <algorithm>
#include <nlohmann/json.hpp>

#include "chainlint/report/writer.h"
#include "json/json_document.h"
#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = nlohmann::ordered_json;

// One element a line, so that a report of many thousand bundles is written piece by piece and can be searched by line.
template <class T, class ToJson>
void write_array(std::string& out, std::uint64_t most_bytes, const char* name, const std::vector<T>& items, ToJson to_json) {
  constexpr std::size_t kSample = 100;
  out += std::string(",\n\"") + name + "\": [";
  const std::size_t start = out.size();
  for (std::size_t i = 0; i < items.size() && out.size() <= most_bytes; ++i) {
    // A text of 100 MB that grows is in memory twice: the first lines say about how much is needed, and some more.
    if (i == kSample) out.reserve(std::min<std::size_t>(most_bytes, start + (out.size() - start) / kSample * items.size() / 8 * 9));
    out += i == 0 ? "\n" : ",\n";
    out += to_line(to_json(items[i]));
  }
  out += "]";
}

}  // namespace

std::string write_json(const Report& report, bool with_findings) {
  std::string out = "{\"schema_version\": " + to_line(kSchemaVersion) + ", \"tool\": ";
  out += to_line({{"name", "chainlint"}, {"version", report.version}});
  out += ", \"at\": " + to_line(report.at.to_string());
  if (report.policy) out += ", \"policy\": " + to_line(policy_json(*report.policy));
  out += ",\n\"run\": " + to_line(run_json(report.run));
  write_array(out, report.most_bytes, "inputs", report.inputs, input_json);
  write_array(out, report.most_bytes, "bundles", report.bundles,
              [&](const BundleReport& bundle) { return bundle_json(bundle, with_findings); });
  if (!report.fleet.empty()) write_array(out, report.most_bytes, "fleet", report.fleet, fleet_event_json);
  write_array(out, report.most_bytes, "skipped", report.skipped, [](const std::string& path) { return Json(path); });
  if (report.baseline) out += ",\n\"baseline\": " + to_line(baseline_json(*report.baseline));
  out += ",\n\"summary\": " + to_line(summary_json(report.summary)) + "}\n";
  return out;
}

}  // namespace chainlint::report
