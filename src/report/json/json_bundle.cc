
#include "help_url.h"
#include "json/json_document.h"
#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

Json optional_text(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json optional_time(const std::optional<Instant>& time) { return time ? Json(time->to_string()) : Json(); }

Json general_names_json(const CertificateReport& certificate) {
  Json json = Json::array();
  const std::vector<x509::GeneralNameKind>& kinds = certificate.details->name_kinds;
  for (std::size_t i = 0; i < kinds.size() && i < certificate.names.size(); ++i) {
    json.push_back({{"kind", x509::to_string(kinds[i])}, {"name", certificate.names[i]}});
  }
  return json;
}

// What `show` adds to a certificate.
void add_details(const CertificateReport& certificate, Json& json) {
  const CertificateDetails& details = *certificate.details;
  json.add("sha1", details.sha1);
  json.add("signature_algorithm", details.signature_algorithm);
  json.add("subject_alt_names", general_names_json(certificate));
  json.add("key_usage", details.key_usage);
  json.add("extended_key_usage", details.extended_key_usage);
  json.add("basic_constraints",
           details.ca ? Json{{"ca", *details.ca}, {"path_length", details.path_length ? Json(*details.path_length) : Json()}} : Json());
  json.add("subject_key_id", optional_text(details.subject_key_id));
  json.add("authority_key_id", optional_text(details.authority_key_id));
  json.add("name_constraints", Json{{"permitted", details.permitted}, {"excluded", details.excluded}});
  json.add("policies", details.policies);
  json.add("crl_urls", details.crl_urls);
  json.add("ocsp_urls", details.ocsp_urls);
  json.add("ca_issuers_urls", details.ca_issuers_urls);
  json.add("signed_certificate_timestamps", details.timestamps ? Json(*details.timestamps) : Json());
  json.add("critical_extensions", details.critical);
  if (!details.defects.empty()) json.add("defects", details.defects);
}

Json entry_json(const EntryReport& entry, bool with_details) {
  Json json{{"kind", formats::to_string(entry.kind)}};
  if (entry.certificate != nullptr) {
    const CertificateReport& certificate = *entry.certificate;
    json.add("role", entry.role ? Json(chain::to_string(*entry.role)) : Json());
    json.add("sha256", certificate.sha256);
    json.add("subject", certificate.subject);
    json.add("issuer", certificate.issuer);
    json.add("serial", certificate.serial);
    json.add("not_before", optional_time(certificate.not_before));
    json.add("not_after", optional_time(certificate.not_after));
    json.add("names", certificate.names);
    if (with_details && certificate.details) add_details(certificate, json);
  }
  if (!entry.key.empty()) json.add("key", entry.key);
  if (!entry.key_sha256.empty()) json.add("key_sha256", entry.key_sha256);
  if (entry.kind == formats::EntryKind::private_key) {
    json.add("state", entry.key_state);
    Json matches = Json::array();
    for (std::size_t index : entry.matches) matches.push_back(index + 1);
    json.add("matches", matches);
  }
  if (!entry.label.empty()) json.add("label", entry.label);
  if (!entry.description.empty()) json.add("description", entry.description);
  if (!entry.unit.empty()) json.add("unit", entry.unit);
  if (!entry.store.empty()) json.add("store", entry.store);
  if (entry.archived) json.add("archived", true);
  if (!entry.key_storage.empty()) json.add("key_storage", entry.key_storage);
  if (!entry.trust_list.empty()) json.add("trust_list", entry.trust_list);
  if (!entry.protection.empty()) json.add("protection", entry.protection);
  if (!entry.checked) json.add("checked", false);
  json.add("location", location_json(entry.location));
  return json;
}

Json fingerprints_json(const std::vector<ChainStepReport>& steps) {
  Json json = Json::array();
  for (const ChainStepReport& step : steps) json.push_back(step.certificate->sha256);
  return json;
}

Json tried_json(const std::vector<TriedReport>& tried) {
  Json json = Json::array();
  for (const TriedReport& path : tried) {
    json.push_back({{"path", path.sha256}, {"stop", chain::to_string(path.stop)}, {"problems", path.problems}, {"reason", path.reason}});
  }
  return json;
}

Json chain_json(const BundleReport& bundle) {
  Json json{{"stop", bundle.stop ? Json(chain::to_string(*bundle.stop)) : Json()},
            {"sent", fingerprints_json(bundle.sent)},
            {"path", fingerprints_json(bundle.path)},
            {"candidates", bundle.candidates}};
  if (bundle.tried) json.add("tried", tried_json(*bundle.tried));
  return json;
}

Json sent_json(const std::vector<ChainStepReport>& steps) {
  Json json = Json::array();
  for (const ChainStepReport& step : steps) {
    Json item{{"sha256", step.certificate->sha256}, {"subject", step.certificate->display}, {"location", location_json(step.location)}};
    if (!step.store.empty()) item.add("store", step.store);
    if (!step.reason.empty()) item.add("reason", step.reason);
    json.push_back(item);
  }
  return json;
}

Json sending_json(const BundleReport& bundle) {
  const SendingReport& sending = *bundle.sending;
  Json alternatives = Json::array();
  for (const SendingReport::Alternative& alternative : sending.alternatives) {
    alternatives.push_back({{"reason", alternative.reason}, {"certificates", sent_json(alternative.sent)}});
  }
  return {{"family", chain::to_string(sending.family)},
          {"complete", sending.complete},
          {"certificates", sent_json(bundle.sent)},
          {"dropped_root", optional_text(sending.dropped_root)},
          {"unpredictable", optional_text(sending.unpredictable)},
          {"alternatives", alternatives},
          {"remarks", sending.remarks}};
}

Json clients_json(const std::vector<chain::ClientVerdict>& verdicts) {
  Json json = Json::array();
  for (const chain::ClientVerdict& verdict : verdicts) {
    json.push_back({{"client", verdict.client},
                    {"verdict", !verdict.known     ? "unknown"
                                : verdict.accepted ? "accepted"
                                                   : "refused"},
                    {"reason", verdict.reason},
                    {"evidence", chain::to_string(verdict.evidence)}});
  }
  return json;
}

Json acceptance_json(const std::optional<rules::Acceptance>& accepted) {
  if (!accepted) return Json();
  return {{"kind", accepted->kind == rules::Acceptance::Kind::waiver ? "waiver" : "baseline"},
          {"reason", optional_text(accepted->reason)},
          {"owner", optional_text(accepted->owner)},
          {"ticket", optional_text(accepted->ticket)},
          {"expires", optional_time(accepted->expires)},
          {"location", location_json(accepted->location)}};
}

Json subject_json(facts::SubjectKind kind, const std::string& sha256) {
  return {{"kind", facts::to_string(kind)}, {"sha256", optional_text(sha256)}};
}

Json details_json(const std::vector<rules::Detail>& details) {
  Json json = Json::object();
  for (const rules::Detail& detail : details) json.add(detail.name, detail.value);
  return json;
}

// What a finding explains is listed in it and nowhere else, so that whoever counts `findings` counts what decides the exit status.
Json finding_json(const rules::Finding& finding, const rules::Effects& effects) {
  Json references = Json::array();
  for (const rules::Reference& reference : finding.rule->outcome->references) {
    references.push_back({{"title", reference.title}, {"url", optional_text(reference.url)}});
  }
  Json subject = subject_json(finding.subject, finding.subject_sha256);
  subject.add("key_sha256", optional_text(finding.subject_key_sha256));
  subject.add("role", optional_text(finding.role));
  subject.add("name", optional_text(finding.subject_name));
  Json json{{"rule", finding.rule->id},
            {"severity", to_string(finding.severity)},
            {"about", rules::to_string(finding.rule->about)},
            {"subject", subject},
            {"message", finding.message},
            {"details", details_json(finding.details)},
            {"fix", optional_text(finding.fix())},
            {"fix_steps", finding.fix_steps},
            {"location", location_json(finding.location)},
            {"fingerprint", finding.fingerprint},
            {"waived", acceptance_json(finding.accepted)},
            {"references", references},
            {"help_url", help_url(*finding.rule)}};
  if (!finding.explained_by.empty()) {
    json.add("explained_by", finding.explained_by);
    return json;
  }
  Json explains = Json::array();
  for (const rules::Finding* effect : effects.of(finding)) explains.push_back(finding_json(*effect, effects));
  if (!explains.empty()) json.add("explains", explains);
  return json;
}

Json not_evaluated_json(const rules::NotEvaluated& entry) {
  return {{"rule", entry.rule->id},
          {"reason", entry.reason},
          {"subject", subject_json(entry.subject, entry.subject_sha256)},
          {"location", location_json(entry.location)}};
}

}  // namespace

Json bundle_json(const BundleReport& bundle, bool with_findings, std::string_view kind) {
  Json entries = Json::array();
  for (const EntryReport& entry : bundle.entries) entries.push_back(entry_json(entry, !with_findings));
  Json json{
      {"name", bundle.name}, {"files", bundle.files},      {"target", optional_text(bundle.target)}, {kind, chain::to_string(bundle.kind)},
      {"entries", entries},  {"chain", chain_json(bundle)}};
  if (bundle.client) json.add("purpose", "client");
  if (!bundle.configured_at.empty()) {
    Json places = Json::array();
    for (const Location& place : bundle.configured_at) places.push_back(location_json(place));
    json.add("configured_at", places);
  }
  if (bundle.layout != formats::FolderLayout::none) json.add("layout", formats::to_string(bundle.layout));
  if (bundle.sending) json.add("sending", sending_json(bundle));
  if (!bundle.clients.empty()) json.add("clients", clients_json(bundle.clients));
  if (!with_findings) return json;
  Json findings = Json::array();
  const rules::Effects effects(bundle.findings);
  for (const rules::Finding& finding : bundle.findings) {
    if (finding.explained_by.empty()) findings.push_back(finding_json(finding, effects));
  }
  Json not_evaluated = Json::array();
  for (const rules::NotEvaluated& entry : bundle.not_evaluated) not_evaluated.push_back(not_evaluated_json(entry));
  json.add("findings", findings);
  json.add("not_evaluated", not_evaluated);
  if (bundle.renewal) json.add("renewal", renewal_json(*bundle.renewal, bundle.findings));
  if (bundle.rollout) json.add("rollout", rollout_json(*bundle.rollout));
  if (bundle.timeline) json.add("timeline", timeline_json(*bundle.timeline));
  return json;
}

}  // namespace chainlint::report
