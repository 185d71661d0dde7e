#include "schema/result_schema.h"

#include <algorithm>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/report/report.h"
#include "chainlint/rules/change_kind.h"
#include "json/json_document.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

OrderedJson string_schema() { return {{"type", "string"}}; }
OrderedJson count_schema() { return {{"type", "integer"}, {"minimum", 0}}; }
OrderedJson array_schema(OrderedJson item) { return {{"type", "array"}, {"items", std::move(item)}}; }
OrderedJson strings_schema() { return array_schema(string_schema()); }
OrderedJson constant(std::string_view word) { return {{"const", word}}; }

OrderedJson or_null(OrderedJson schema) {
  const OrderedJson null{{"type", "null"}};
  return any_of({std::move(schema), null});
}

// An object with all of the members; those of `optional` may be missing.
OrderedJson object_schema(OrderedJson members, const std::vector<std::string>& optional = {}) {
  std::vector<std::string> required;
  for (const auto& [name, schema] : members.items()) {
    if (std::find(optional.begin(), optional.end(), name) == optional.end()) required.push_back(name);
  }
  return mapping_schema(std::move(members), required);
}

OrderedJson hexadecimal(int digits) { return {{"type", "string"}, {"pattern", "^[0-9a-f]{" + std::to_string(digits) + "}$"}}; }

void define_places(OrderedJson& definitions) {
  definitions["time"] = {{"type", "string"}, {"pattern", R"(^\d{4,}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$)"}};
  definitions["sha256"] = hexadecimal(64);
  definitions["severity"] = severity_schema();
  definitions["location"] = object_schema({{"path", string_schema()},
                                           {"entry", or_null(count_schema())},
                                           {"line", or_null(count_schema())},
                                           {"end_line", count_schema()},
                                           {"column", count_schema()},
                                           {"offset", count_schema()},
                                           {"inner", described(string_schema(), "The file within an archive, or the key of a document.")}},
                                          {"end_line", "column", "offset", "inner"});
}

OrderedJson diagnostic_schema() {
  return object_schema({{"severity", reference_to("severity")},
                        {"code", text_schema()},
                        {"message", text_schema()},
                        {"line", or_null(count_schema())},
                        {"column", or_null(count_schema())},
                        {"entry", count_schema()},
                        {"offset", count_schema()},
                        {"inner", string_schema()},
                        {"fix", text_schema()}},
                       {"entry", "offset", "inner", "fix"});
}

OrderedJson input_schema() {
  std::vector<std::string> formats;
  for (const formats::FormatTraits& format : formats::kFormats) formats.emplace_back(format.name);
  return object_schema({{"path", string_schema()},
                        {"format", words_schema(formats)},
                        {"status", words_schema(formats::kReadStatusNames)},
                        {"certificates", count_schema()},
                        {"private_keys", count_schema()},
                        {"crls", count_schema()},
                        {"sha256", described(or_null(reference_to("sha256")), "SHA-256 of the file; null where it could not be read.")},
                        {"part_of", described(string_schema(), "The file with which it is evaluated.")},
                        {"integrity", described(string_schema(), "The MAC of a keystore.")},
                        {"password", described(string_schema(), "How it was opened; never a secret password.")},
                        {"diagnostics", array_schema(diagnostic_schema())}},
                       {"part_of", "integrity", "password"});
}

// What `show` adds to a certificate.
OrderedJson certificate_details() {
  const OrderedJson name = object_schema({{"kind", words_schema(x509::kGeneralNameKindNames)}, {"name", string_schema()}});
  return {{"sha1", hexadecimal(40)},
          {"signature_algorithm", string_schema()},
          {"subject_alt_names", array_schema(name)},
          {"key_usage", strings_schema()},
          {"extended_key_usage", strings_schema()},
          {"basic_constraints", or_null(object_schema({{"ca", boolean_schema()}, {"path_length", or_null(count_schema())}}))},
          {"subject_key_id", or_null(string_schema())},
          {"authority_key_id", or_null(string_schema())},
          {"name_constraints", object_schema({{"permitted", strings_schema()}, {"excluded", strings_schema()}})},
          {"policies", strings_schema()},
          {"crl_urls", strings_schema()},
          {"ocsp_urls", strings_schema()},
          {"ca_issuers_urls", strings_schema()},
          {"signed_certificate_timestamps", or_null(count_schema())},
          {"critical_extensions", strings_schema()}};
}

std::vector<std::string> names_in(const OrderedJson& members) {
  std::vector<std::string> names;
  for (const auto& [name, schema] : members.items()) names.push_back(name);
  return names;
}

OrderedJson entry_schema() {
  const OrderedJson certificate{{"role", or_null(words_schema(chain::kRoleNames))},
                                {"sha256", reference_to("sha256")},
                                {"subject", string_schema()},
                                {"issuer", string_schema()},
                                {"serial", string_schema()},
                                {"not_before", or_null(reference_to("time"))},
                                {"not_after", or_null(reference_to("time"))},
                                {"names", strings_schema()}};
  const OrderedJson details = certificate_details();
  const OrderedJson key{{"state", words_schema(formats::kKeyStateNames)}, {"matches", array_schema(count_schema())}};
  OrderedJson members{{"kind", words_schema(formats::kEntryKindNames)}, {"location", reference_to("location")}};
  for (const OrderedJson& part : {certificate, details, key}) members.update(part);
  members.update(OrderedJson{{"defects", strings_schema()},
                             {"key", described(string_schema(), "Algorithm and size.")},
                             {"key_sha256", described(reference_to("sha256"), "SHA-256 of the SubjectPublicKeyInfo.")},
                             {"label", string_schema()},
                             {"description", string_schema()},
                             {"unit", described(string_schema(), "The alias, Secret or archive member of the entry.")},
                             {"store", string_schema()},
                             {"archived", boolean_schema()},
                             {"key_storage", string_schema()},
                             {"trust_list", string_schema()},
                             {"protection", string_schema()},
                             {"checked", described(boolean_schema(), "False where the entry was not checked.")}});
  OrderedJson schema = mapping_schema(std::move(members), {"kind", "location"});
  schema["dependencies"] = {{"sha256", names_in(certificate)}, {"sha1", names_in(details)}, {"state", names_in(key)}};
  const auto of_kind = [](std::string_view kind, const char* member) {
    return OrderedJson{{"if", {{"properties", {{"kind", constant(kind)}}}}}, {"then", {{"required", {member}}}}};
  };
  schema["allOf"] = OrderedJson::array({of_kind("certificate", "sha256"), of_kind("private-key", "state")});
  return schema;
}

OrderedJson chain_schema() {
  const OrderedJson fingerprints = array_schema(reference_to("sha256"));
  const OrderedJson stop = words_schema(chain::kStopReasonNames);
  return object_schema(
      {{"stop", described(or_null(stop), "Why the path has no further certificate.")},
       {"sent", described(fingerprints, "What the server is predicted to send, in order.")},
       {"path", described(fingerprints, "The intended chain, from the leaf to the trust anchor.")},
       {"candidates", count_schema()},
       {"tried",
        array_schema(object_schema({{"path", fingerprints}, {"stop", stop}, {"problems", count_schema()}, {"reason", string_schema()}}))}},
      {"tried"});
}

OrderedJson sending_schema() {
  const OrderedJson certificates = array_schema(object_schema({{"sha256", reference_to("sha256")},
                                                               {"subject", string_schema()},
                                                               {"location", reference_to("location")},
                                                               {"store", string_schema()},
                                                               {"reason", string_schema()}},
                                                              {"store", "reason"}));
  return object_schema({{"family", words_schema(chain::kServerFamilyNames)},
                        {"complete", boolean_schema()},
                        {"certificates", certificates},
                        {"dropped_root", or_null(string_schema())},
                        {"unpredictable", or_null(string_schema())},
                        {"alternatives", array_schema(object_schema({{"reason", string_schema()}, {"certificates", certificates}}))},
                        {"remarks", strings_schema()}});
}

OrderedJson client_verdict_schema() {
  return object_schema({{"client", text_schema()},
                        {"verdict", words_schema({"unknown", "accepted", "refused"})},
                        {"reason", string_schema()},
                        {"evidence", words_schema(chain::kEvidenceNames)}});
}

OrderedJson acceptance_schema() {
  return object_schema({{"kind", words_schema({"waiver", "baseline"})},
                        {"reason", or_null(string_schema())},
                        {"owner", or_null(string_schema())},
                        {"ticket", or_null(string_schema())},
                        {"expires", or_null(reference_to("time"))},
                        {"location", reference_to("location")}});
}

OrderedJson subject_members() { return {{"kind", words_schema(facts::kSubjectKindNames)}, {"sha256", or_null(reference_to("sha256"))}}; }

OrderedJson finding_schema() {
  OrderedJson subject = subject_members();
  subject.update(
      OrderedJson{{"key_sha256", or_null(reference_to("sha256"))}, {"role", or_null(string_schema())}, {"name", or_null(string_schema())}});
  const OrderedJson reference = object_schema({{"title", string_schema()}, {"url", or_null(string_schema())}});
  return object_schema(
      {{"rule", id_schema()},
       {"severity", reference_to("severity")},
       {"about", words_schema(rules::kQuestionNames)},
       {"subject", object_schema(std::move(subject))},
       {"message", text_schema()},
       {"details", {{"type", "object"}, {"additionalProperties", string_schema()}}},
       {"fix", or_null(string_schema())},
       {"fix_steps", strings_schema()},
       {"location", reference_to("location")},
       {"fingerprint", described(text_schema(), "The same in every run in which the finding is the same.")},
       {"waived", described(or_null(acceptance_schema()), "The waiver or baseline that accepts the finding.")},
       {"references", array_schema(reference)},
       {"help_url", string_schema()},
       {"explains", described(array_schema(reference_to("finding")), "Findings that follow from this one; they are in no other list.")},
       {"explained_by", described(string_schema(), "The rule of the cause.")}},
      {"explains", "explained_by"});
}

OrderedJson not_evaluated_schema() {
  return object_schema({{"rule", id_schema()},
                        {"reason", text_schema()},
                        {"subject", object_schema(subject_members())},
                        {"location", reference_to("location")}});
}

OrderedJson renewal_schema() {
  const OrderedJson fingerprints = strings_schema(), impact = words_schema(renewal::kChangeImpactNames);
  const OrderedJson change = object_schema({{"kind", words_schema(rules::kChangeKindNames)},
                                            {"judgement", impact},
                                            {"message", text_schema()},
                                            {"before", strings_schema()},
                                            {"after", strings_schema()},
                                            {"rules", array_schema(id_schema())},
                                            {"findings", fingerprints}});
  return object_schema({{"previous", string_schema()},
                        {"judgement", impact},
                        {"changes", array_schema(change)},
                        {"brought", described(fingerprints, "Findings that the deployed bundle does not have.")},
                        {"others", described(fingerprints, "Of these, findings that belong to no change of the list.")},
                        {"as_before", count_schema()},
                        {"errors_as_before", count_schema()},
                        {"gone", count_schema()}});
}

OrderedJson rollout_schema() {
  const OrderedJson pin =
      object_schema({{"service", string_schema()}, {"place", string_schema()}, {"old", string_schema()}, {"new", string_schema()}});
  const OrderedJson steps = array_schema(object_schema({{"action", words_schema(renewal::kRolloutActionNames)},
                                                        {"what", text_schema()},
                                                        {"command", or_null(string_schema())},
                                                        {"certificates", strings_schema()},
                                                        {"sent", strings_schema()},
                                                        {"outage", or_null(string_schema())},
                                                        {"pins", array_schema(pin)}},
                                                       {"pins"}));
  return object_schema({{"target", or_null(string_schema())},
                        {"one_step", boolean_schema()},
                        {"now", object_schema({{"sent", strings_schema()}, {"outage", or_null(string_schema())}})},
                        {"steps", steps},
                        {"outage", boolean_schema()},
                        {"no_safe_order", or_null(string_schema())},
                        {"asked", object_schema({{"by_user", boolean_schema()}, {"steps", steps}, {"outage", boolean_schema()}})},
                        {"remarks", strings_schema()},
                        {"checks", array_schema(object_schema({{"command", text_schema()}, {"expect", string_schema()}}))}});
}

OrderedJson event_subject() {
  return or_null(
      object_schema({{"sha256", reference_to("sha256")}, {"subject", string_schema()}, {"role", words_schema(chain::kRoleNames)}}));
}

OrderedJson timeline_schema() {
  const OrderedJson standing = words_schema(renewal::kStandingNames);
  const OrderedJson findings =
      array_schema(object_schema({{"rule", id_schema()}, {"severity", reference_to("severity")}, {"message", text_schema()}}));
  const OrderedJson event = object_schema({{"at", reference_to("time")},
                                           {"cause", words_schema(renewal::kEventCauseNames)},
                                           {"certificate", event_subject()},
                                           {"message", text_schema()},
                                           {"before", standing},
                                           {"after", standing},
                                           {"worse", boolean_schema()},
                                           {"begins", findings},
                                           {"ends", findings}});
  return object_schema({{"from", reference_to("time")},
                        {"until", reference_to("time")},
                        {"leaf_ended", or_null(reference_to("time"))},
                        {"now", standing},
                        {"events", array_schema(event)},
                        {"limit_reached", boolean_schema()}});
}

OrderedJson fleet_schema() {
  return object_schema({{"at", reference_to("time")},
                        {"cause", words_schema(renewal::kEventCauseNames)},
                        {"certificate", event_subject()},
                        {"message", text_schema()},
                        {"after", words_schema(renewal::kStandingNames)},
                        {"count", count_schema()},
                        {"bundles", strings_schema()}});
}

OrderedJson bundle_schema_of_results() {
  std::vector<std::string> layouts(formats::kFolderLayoutNames.begin(), formats::kFolderLayoutNames.end());
  layouts.erase(layouts.begin());  // "none" is not written
  OrderedJson schema = object_schema(
      {{"name", string_schema()},
       {"files", strings_schema()},
       {"target", or_null(string_schema())},
       {"kind", words_schema(chain::kBundleKindNames)},
       {"entries", array_schema(entry_schema())},
       {"chain", chain_schema()},
       {"purpose", constant("client")},
       {"configured_at", described(array_schema(reference_to("location")), "Where the configuration of a server names its files.")},
       {"layout", words_schema(layouts)},
       {"sending", described(sending_schema(), "With --target: what the server sends and why.")},
       {"clients", array_schema(client_verdict_schema())},
       {"findings", described(array_schema(reference_to("finding")), "All findings except those that follow from another one.")},
       {"not_evaluated", array_schema(not_evaluated_schema())},
       {"renewal", renewal_schema()},
       {"rollout", rollout_schema()},
       {"timeline", timeline_schema()}},
      {"purpose", "configured_at", "layout", "sending", "clients", "findings", "not_evaluated", "renewal", "rollout", "timeline"});
  schema["dependencies"] = {{"findings", {"not_evaluated"}}};
  return schema;
}

OrderedJson run_schema() {
  return object_schema({{"arguments", strings_schema()},
                        {"rules_sha256", or_null(reference_to("sha256"))},
                        {"data_sha256", reference_to("sha256")},
                        {"data_date", string_schema()},
                        {"files", array_schema(object_schema({{"path", string_schema()}, {"sha256", reference_to("sha256")}}))}});
}

OrderedJson summary_schema() {
  OrderedJson members = OrderedJson::object();
  for (const char* name : {"bundles", "errors", "warnings", "notes", "waived", "in_baseline", "not_evaluated", "unreadable"}) {
    members[name] = count_schema();
  }
  return object_schema(std::move(members));
}

OrderedJson baseline_schema() { return object_schema({{"path", string_schema()}, {"entries", count_schema()}, {"gone", count_schema()}}); }

OrderedJson record_schema() {
  return described(object_schema({{"name", or_null(string_schema())},
                                  {"line", count_schema()},
                                  {"bundles", count_schema()},
                                  {"status", described(count_schema(), "The exit code of a run with this record alone.")}}),
                   "With --from-jsonl: the last line of each record.");
}

OrderedJson head_members() {
  return {{"schema_version", constant(kSchemaVersion)},
          {"tool", object_schema({{"name", constant("chainlint")}, {"version", text_schema()}})},
          {"at", reference_to("time")},
          {"policy", object_schema({{"path", string_schema()}, {"files", strings_schema()}, {"revision", string_schema()}}, {"revision"})},
          {"run", run_schema()}};
}

OrderedJson result_definitions() {
  OrderedJson definitions = OrderedJson::object();
  define_places(definitions);
  definitions["finding"] = finding_schema();
  return definitions;
}

}  // namespace

OrderedJson result_schema() {
  OrderedJson members = head_members();
  members.update(OrderedJson{{"inputs", array_schema(input_schema())},
                             {"bundles", array_schema(bundle_schema_of_results())},
                             {"fleet", described(array_schema(fleet_schema()), "With `timeline`: events of all bundles by cause.")},
                             {"skipped", described(strings_schema(), "Files in searched folders whose format is unknown.")},
                             {"baseline", baseline_schema()},
                             {"summary", summary_schema()}});
  OrderedJson schema = object_schema(std::move(members), {"policy", "fleet", "baseline"});
  schema["definitions"] = result_definitions();
  return schema;
}

// What only `chainlint merge` reads.
OrderedJson shard_schema() {
  return object_schema({{"part", words_schema(std::vector<std::string>{"run", "rule", "bundle", "outcome", "end"})},
                        {"version", text_schema()},
                        {"number", count_schema()},
                        {"count", count_schema()},
                        {"value", described({{"type", "array"}}, "Only for 'chainlint merge' of the same version.")},
                        {"sha256", reference_to("sha256")}},
                       {"version", "number", "count", "value", "sha256"});
}

OrderedJson result_line_schema() {
  const std::pair<const char*, OrderedJson> lines[] = {{"run", object_schema(head_members(), {"policy"})},
                                                       {"input", input_schema()},
                                                       {"bundle", bundle_schema_of_results()},
                                                       {"record", record_schema()},
                                                       {"fleet", fleet_schema()},
                                                       {"skipped", object_schema({{"path", string_schema()}})},
                                                       {"baseline", baseline_schema()},
                                                       {"summary", summary_schema()},
                                                       {"shard", described(shard_schema(), "With --shard.")}};
  OrderedJson alternatives = OrderedJson::array();
  for (const auto& [kind, schema] : lines) {
    OrderedJson line = schema, members{{"kind", constant(kind)}};
    for (const auto& [name, member] : schema["properties"].items()) members[name == "kind" ? std::string(kind) + "_kind" : name] = member;
    line["properties"] = std::move(members);
    for (OrderedJson& name : line["required"]) {
      if (name == "kind") name = std::string(kind) + "_kind";
    }
    line["required"].insert(line["required"].begin(), "kind");
    alternatives.push_back(std::move(line));
  }
  return {{"oneOf", std::move(alternatives)}, {"definitions", result_definitions()}};
}

}  // namespace chainlint::report
