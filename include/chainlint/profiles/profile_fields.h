// The keys of target and client files with their types, once for the reader and for the schema of editors.
//
// `fields` has the functions read(key, value), read(key, value, names of an enum) and read(key, text or list, allowed words) of
// yaml::MappingReader. Keys whose values are mappings or lists of mappings ('keys', 'pfx', 'commands'), and 'target', 'client' and
// 'extends', are left to the caller.
#pragma once

#include <string>
#include <vector>

#include "chainlint/profiles/profile.h"

namespace chainlint::profiles {

// The words that keys allow.
std::vector<std::string> target_formats();          // container formats that a target may take
std::vector<std::string> target_key_algorithms();   // "rsa", "ec", ...
std::vector<std::string> key_algorithms();          // all that certificates can have
std::vector<std::string> constraint_forms();        // of name constraints, see x509::ConstraintForm
std::vector<std::string> target_key_formats();      // "pkcs8", "pkcs1", ...
std::vector<std::string> target_key_usages();       // bits that an end-entity certificate can have
const std::vector<std::string>& target_curves();    // "P-256", ...
const std::vector<std::string>& pem_diagnostics();  // what the reader of PEM says about a file that it can read nevertheless
const std::vector<std::string>& pfx_schemes();      // see PfxStance

template <class Fields>
void visit_fields(Fields& fields, KeyStance& keys) {
  fields.read("rsa_min_bits", keys.rsa_min_bits);
  fields.read("rsa_max_bits", keys.rsa_max_bits);
  fields.read("curves", keys.curves, target_curves());
  fields.read("algorithms", keys.algorithms, target_key_algorithms());
  fields.read("max_bytes", keys.max_bytes);
  fields.read("encrypted", keys.encrypted, kStanceNames);
  fields.read("formats", keys.formats, target_key_formats());
  fields.read("used", keys.used, kKeyChoiceNames);
  fields.read("files", keys.files, target_formats());
  fields.read("pem_read", keys.pem_read, pem_diagnostics());
}

template <class Fields>
void visit_fields(Fields& fields, PfxStance& stance) {
  fields.read("scheme", stance.scheme, pfx_schemes());
  fields.read("since", stance.since);
  fields.read("never", stance.never);
  fields.read("evidence", stance.evidence, chain::kEvidenceNames);
}

template <class Fields>
void visit_stances(Fields& fields, Profile& profile) {
  fields.read("root_in_file", profile.root_in_file, kStanceNames);
  fields.read("duplicates", profile.duplicates, kStanceNames);
  fields.read("leaf_first", profile.leaf_first, kStanceNames);
  fields.read("strict_order", profile.strict_order, kStanceNames);
  fields.read("chain_in_file", profile.chain_in_file, kStanceNames);
  fields.read("leaf_in_chain_file", profile.leaf_in_chain_file, kStanceNames);
  fields.read("private_key", profile.private_key, kStanceNames);
  fields.read("valid_now", profile.valid_now, kStanceNames);
  fields.read("password", profile.password, kStanceNames);
  fields.read("one_password", profile.one_password, kStanceNames);
  fields.read("public_ca", profile.public_ca, kStanceNames);
  fields.read("wildcard", profile.wildcard, kStanceNames);
}

template <class Fields>
void visit_limits(Fields& fields, Profile& profile) {
  fields.read("max_certificates", profile.max_certificates);
  fields.read("max_intermediates", profile.max_intermediates);
  fields.read("min_intermediates", profile.min_intermediates);
  fields.read("one_certificate_in_field", profile.one_certificate_in_field);
  fields.read("single_file", profile.single_file);
  fields.read("several_keys", profile.several_keys);
  fields.read("compares_names", profile.compares_names);
  fields.read("file_named_for_host", profile.file_named_for_host);
}

template <class Fields>
void visit_fields(Fields& fields, Profile& profile) {
  fields.read("title", profile.title);
  fields.read("description", profile.description);
  fields.read("family", profile.family, chain::kServerFamilyNames);
  fields.read("evidence", profile.evidence, chain::kEvidenceNames);
  fields.read("auto_chain", profile.auto_chain);
  fields.read("sorts", profile.sorts);
  fields.read("certificates_read", profile.certificates_read);
  fields.read("import", profile.import, chain::kPfxImportNames);
  fields.read("formats", profile.formats, target_formats());
  visit_stances(fields, profile);
  visit_limits(fields, profile);
  fields.read("versions", profile.versions);
  fields.read("key_provider", profile.key_provider, {"csp"});
  fields.read("key_spec", profile.key_spec, {"AT_KEYEXCHANGE", "AT_SIGNATURE"});
  fields.read("key_usage", profile.key_usage, target_key_usages());
  fields.read("purposes", profile.purposes, {"server", "client", "email"});
  fields.read("extensions", profile.extensions, {"keyUsage", "extendedKeyUsage", "subjectAltName", "basicConstraints"});
  fields.read("pem_refused", profile.pem_refused, pem_diagnostics());
  fields.read("pem_read", profile.pem_read, pem_diagnostics());
  fields.read("notes", profile.notes);
  fields.read("references", profile.references);
}

template <class Fields>
void visit_walk(Fields& fields, chain::ClientModel& model) {
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

template <class Fields>
void visit_anchors(Fields& fields, chain::ClientModel& model) {
  fields.read("anchor_expiry", model.anchor_expiry);
  fields.read("anchor_key_usage", model.anchor_key_usage);
  fields.read("anchor_extended_key_usage", model.anchor_extended_key_usage);
  fields.read("anchor_critical_extensions", model.anchor_critical_extensions);
  fields.read("anchor_constraints", model.anchor_constraints);
  fields.read("anchor_without_basic_constraints", model.anchor_without_basic_constraints);
  fields.read("anchor_needs_key_usage", model.anchor_needs_key_usage);
  fields.read("anchor_ids_decide", model.anchor_ids_decide);
  fields.read("trusted_leaf_as_is", model.trusted_leaf_as_is);
  fields.read("leaf_as_anchor", model.leaf_as_anchor);
}

template <class Fields>
void visit_usages(Fields& fields, chain::ClientModel& model) {
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
  fields.read("constraints_refused", model.constraints_refused, constraint_forms());
  fields.read("unknown_extensions", model.unknown_extensions);
  fields.read("strict_rfc5280", model.strict_rfc5280);
}

template <class Fields>
void visit_names_and_keys(Fields& fields, chain::ClientModel& model) {
  fields.read("common_name_fallback", model.common_name_fallback);
  fields.read("common_name_beside_addresses", model.common_name_beside_addresses);
  fields.read("rsa_min_bits", model.rsa_min_bits);
  fields.read("sha1_signatures", model.sha1_signatures);
  fields.read("reads_all_sent", model.reads_all_sent);
  fields.read("negative_serial", model.negative_serial);
  fields.read("unusual_keys", model.unusual_keys);
  fields.read("ed25519", model.ed25519);
  fields.read("common_name_beside_uris", model.common_name_beside_uris);
  fields.read("common_name_addresses", model.common_name_addresses);
  fields.read("every_common_name", model.every_common_name);
  fields.read("one_common_name", model.one_common_name);
  fields.read("partial_wildcards", model.partial_wildcards);
  fields.read("top_level_wildcards", model.top_level_wildcards);
  fields.read("post_quantum", model.post_quantum);
  fields.read("curves", model.curves);
  fields.read("issuer_curves", model.issuer_curves);
  fields.read("leaf_keys_refused", model.leaf_keys_refused, key_algorithms());
  fields.read("issuer_keys_refused", model.issuer_keys_refused, key_algorithms());
  fields.read("signatures_refused", model.signatures_refused);
  fields.read("leaf_max_days", model.leaf_max_days);
}

template <class Fields>
void visit_fields(Fields& fields, chain::ClientModel& model) {
  fields.read("title", model.title);
  fields.read("evidence", model.evidence, chain::kEvidenceNames);
  fields.read("source", model.source);
  visit_walk(fields, model);
  visit_anchors(fields, model);
  visit_usages(fields, model);
  visit_names_and_keys(fields, model);
}

}  // namespace chainlint::profiles
