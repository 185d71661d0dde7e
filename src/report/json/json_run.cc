#include "json/json_parts.h"

namespace chainlint::report {

JsonValue run_json(const RunRecord& run) {
  JsonValue files = JsonValue::array();
  for (const auto& [path, sha256] : run.files) files.push_back({{"path", path}, {"sha256", sha256}});
  return {{"arguments", run.arguments},
          {"rules_sha256", run.rules_sha256.empty() ? JsonValue() : JsonValue(run.rules_sha256)},
          {"data_sha256", run.data_sha256},
          {"data_date", run.data_date},
          {"files", std::move(files)}};
}

}  // namespace chainlint::report
