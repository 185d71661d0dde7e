#include "json/json_document.h"

#include <optional>

namespace chainlint::report {
namespace {

using Json = JsonValue;

template <class T>
Json optional_number(const std::optional<T>& number) {
  return number ? Json(*number) : Json();
}

Json diagnostic_json(const Diagnostic& diagnostic) {
  Json json{{"severity", to_string(diagnostic.severity)},
            {"code", diagnostic.code},
            {"message", diagnostic.message},
            {"line", optional_number(diagnostic.location.line)},
            {"column", optional_number(diagnostic.location.column)}};
  if (diagnostic.location.entry) json.add("entry", *diagnostic.location.entry);
  if (diagnostic.location.offset) json.add("offset", *diagnostic.location.offset);
  if (!diagnostic.location.inner.empty()) json.add("inner", diagnostic.location.inner);
  if (!diagnostic.advice.empty()) json.add("fix", diagnostic.advice);
  return json;
}

}  // namespace

Json location_json(const Location& location) {
  Json json{{"path", location.path}, {"entry", optional_number(location.entry)}, {"line", optional_number(location.line)}};
  if (location.end_line) json.add("end_line", *location.end_line);
  if (location.column) json.add("column", *location.column);
  if (location.offset) json.add("offset", *location.offset);
  if (!location.inner.empty()) json.add("inner", location.inner);
  return json;
}

Json input_json(const InputReport& input) {
  Json diagnostics = Json::array();
  for (const Diagnostic& diagnostic : input.diagnostics) diagnostics.push_back(diagnostic_json(diagnostic));
  Json json{{"path", input.path},
            {"format", formats::to_string(input.format)},
            {"status", formats::to_string(input.status)},
            {"certificates", input.certificates},
            {"private_keys", input.private_keys},
            {"crls", input.crls},
            {"sha256", input.sha256.empty() ? Json() : Json(input.sha256)}};
  if (!input.part_of.empty()) json.add("part_of", input.part_of);
  if (!input.integrity.empty()) json.add("integrity", input.integrity);
  if (!input.password.empty()) json.add("password", input.password);
  json.add("diagnostics", diagnostics);
  return json;
}

Json policy_json(const PolicyReport& policy) {
  Json json = {{"path", policy.path}, {"files", policy.files}};
  if (!policy.revision.empty()) json.add("revision", policy.revision);
  return json;
}

Json baseline_json(const BaselineReport& baseline) {
  return {{"path", baseline.path}, {"entries", baseline.entries}, {"gone", baseline.gone}};
}

Json summary_json(const Summary& summary) {
  return {{"bundles", summary.bundles},
          {"errors", summary.errors},
          {"warnings", summary.warnings},
          {"notes", summary.notes},
          {"waived", summary.waived},
          {"in_baseline", summary.in_baseline},
          {"not_evaluated", summary.not_evaluated},
          {"unreadable", summary.unreadable}};
}

}  // namespace chainlint::report
