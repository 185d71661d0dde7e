#include "client_reader.h"

#include "chainlint/x509/public_key.h"
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
  fields.read("anchor_needs_key_usage", model.anchor_needs_key_usage);
  fields.read("anchor_ids_decide", model.anchor_ids_decide);
  fields.read("trusted_leaf_as_is", model.trusted_leaf_as_is);
}

void read_usages(yaml::MappingReader& fields, chain::ClientModel& model) {
  fields.read("issuer_extended_key_usage", model.issuer_extended_key_usage);
  fields.read("issuer_any_extended_key_usage", model.issuer_any_extended_key_usage);
  fields.read("any_extended_key_usage", model.any_extended_key_usage);
  fields.read("issuer_client_auth", model.issuer_client_auth);
  fields.read("issuer_server_gated_crypto", model.issuer_server_gated_crypto);
  fields.read("leaf_server_gated_crypto", model.leaf_server_gated_crypto);
  fields.read("leaf_key_exchange", model.leaf_key_exchange);
  fields.read("empty_key_usage", model.empty_key_usage);
  fields.read("must_staple", model.must_staple);
  fields.read("common_name_constrained", model.common_name_constrained, chain::kCommonNameConstraintNames);
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
  fields.read("excluded_directory_constraints", model.excluded_directory_constraints, chain::kHandlingNames);
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
  fields.read("common_name_beside_uris", model.common_name_beside_uris);
  fields.read("common_name_addresses", model.common_name_addresses);
  fields.read("every_common_name", model.every_common_name);
  fields.read("one_common_name", model.one_common_name);
  fields.read("partial_wildcards", model.partial_wildcards);
  fields.read("post_quantum", model.post_quantum);
  fields.read("curves", model.curves);
  fields.read("issuer_curves", model.issuer_curves);
  const std::vector<std::string> algorithms(x509::kKeyAlgorithmNames.begin(), x509::kKeyAlgorithmNames.end());
  fields.read("leaf_keys_refused", model.leaf_keys_refused, algorithms);
  fields.read("issuer_keys_refused", model.issuer_keys_refused, algorithms);
  fields.read("signatures_refused", model.signatures_refused);
  if (const auto from = fields.instant("leaf_rules_from")) model.leaf_rules_from = *from;
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
