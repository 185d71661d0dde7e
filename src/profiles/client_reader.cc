#include "client_reader.h"

#include "chainlint/yaml/mapping_reader.h"

namespace chainlint::profiles {
namespace {

void read_walk(yaml::MappingReader& fields, chain::ClientModel& model) {
  fields.read("search", model.search, chain::kChainSearchNames);
  fields.read("sent_first", model.sent_first);
  fields.read("fetches_intermediates", model.fetches_intermediates);
  fields.read("caches_intermediates", model.caches_intermediates);
  fields.read("key_id_decides", model.key_id_decides);
  fields.read("issuer_serial_decides", model.issuer_serial_decides);
  fields.read("names_as_octets", model.names_as_octets);
  fields.read("names_as_text", model.names_as_text);
  fields.read("partial_chain", model.partial_chain);
  fields.read("max_certificates", model.max_certificates);
  fields.read("max_intermediates", model.max_intermediates);
}

void read_anchors(yaml::MappingReader& fields, chain::ClientModel& model) {
  fields.read("anchor_expiry", model.anchor_expiry);
  fields.read("anchor_key_usage", model.anchor_key_usage);
  fields.read("anchor_extended_key_usage", model.anchor_extended_key_usage);
  fields.read("anchor_critical_extensions", model.anchor_critical_extensions);
  fields.read("anchor_constraints", model.anchor_constraints);
  fields.read("anchor_without_basic_constraints", model.anchor_without_basic_constraints);
  fields.read("anchor_ids_decide", model.anchor_ids_decide);
  fields.read("trusted_leaf_as_is", model.trusted_leaf_as_is);
}

void read_usages(yaml::MappingReader& fields, chain::ClientModel& model) {
  fields.read("issuer_extended_key_usage", model.issuer_extended_key_usage);
  fields.read("issuer_any_extended_key_usage", model.issuer_any_extended_key_usage);
  fields.read("any_extended_key_usage", model.any_extended_key_usage);
  fields.read("leaf_server_auth_required", model.leaf_server_auth_required);
  fields.read("leaf_key_usage", model.leaf_key_usage);
  fields.read("leaf_digital_signature", model.leaf_digital_signature);
  fields.read("ca_as_leaf", model.ca_as_leaf);
  fields.read("ca_usages_are_for_issuing", model.ca_usages_are_for_issuing);
  fields.read("self_issued_counts", model.self_issued_counts);
  fields.read("critical_key_ids", model.critical_key_ids);
  fields.read("noncritical_names_alone", model.noncritical_names_alone);
  fields.read("policies", model.policies);
  fields.read("directory_constraints", model.directory_constraints, chain::kHandlingNames);
  fields.read("unknown_extensions", model.unknown_extensions);
  fields.read("strict_rfc5280", model.strict_rfc5280);
}

void read_names_and_keys(yaml::MappingReader& fields, chain::ClientModel& model) {
  fields.read("common_name_fallback", model.common_name_fallback);
  fields.read("common_name_beside_addresses", model.common_name_beside_addresses);
  fields.read("rsa_min_bits", model.rsa_min_bits);
  fields.read("sha1_signatures", model.sha1_signatures);
  fields.read("negative_serial", model.negative_serial);
  fields.read("unusual_keys", model.unusual_keys);
  fields.read("ed25519", model.ed25519);
  fields.read("curves", model.curves);
  fields.read("leaf_max_days", model.leaf_max_days);
}

}  // namespace

void read_client(const yaml::Node& root, chain::ClientModel& model, yaml::Problems& problems) {
  yaml::MappingReader fields(root, "a client", problems);
  if (!fields.is_mapping()) return;
  fields.node("client");
  fields.node("extends");
  fields.read("title", model.title);
  fields.read("evidence", model.evidence, chain::kEvidenceNames);
  fields.read("source", model.source);
  read_walk(fields, model);
  read_anchors(fields, model);
  read_usages(fields, model);
  read_names_and_keys(fields, model);
  fields.finish();
}

}  // namespace chainlint::profiles
