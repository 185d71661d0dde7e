#include "client_reader.h"

#include <array>

#include "field_reader.h"

namespace chainlint {
namespace {

constexpr std::array kEvidence = {Evidence::measured, Evidence::source, Evidence::unverified};

void read_search(FieldReader& fields, ChainSearch& search) {
  static const std::vector<std::string> names = {"backtracking", "greedy", "in_order"};
  static constexpr std::array kSearches = {ChainSearch::backtracking, ChainSearch::greedy, ChainSearch::in_order};
  std::string name;
  fields.read("search", name, names);
  for (std::size_t i = 0; i < kSearches.size(); ++i) {
    if (names[i] == name) search = kSearches[i];
  }
}

}  // namespace

void read_client(const yaml::Node& root, ClientModel& model, yaml::Problems& problems) {
  FieldReader fields(root, "a client", problems);
  if (!fields.is_mapping()) return;
  fields.node("client");
  fields.node("extends");
  fields.read("title", model.title);
  fields.read("evidence", model.evidence, kEvidence);
  fields.read("source", model.source);
  read_search(fields, model.search);
  fields.read("fetches_intermediates", model.fetches_intermediates);
  fields.read("key_id_decides", model.key_id_decides);
  fields.read("issuer_serial_decides", model.issuer_serial_decides);
  fields.read("names_as_octets", model.names_as_octets);
  fields.read("common_name_fallback", model.common_name_fallback);
  fields.read("anchor_expiry", model.anchor_expiry);
  fields.read("issuer_extended_key_usage", model.issuer_extended_key_usage);
  fields.read("any_extended_key_usage", model.any_extended_key_usage);
  fields.read("partial_chain", model.partial_chain);
  fields.read("strict_rfc5280", model.strict_rfc5280);
  fields.read("max_certificates", model.max_certificates);
  fields.read("rsa_min_bits", model.rsa_min_bits);
  fields.read("sha1_signatures", model.sha1_signatures);
  fields.read("ed25519", model.ed25519);
  fields.read("leaf_max_days", model.leaf_max_days);
  fields.read("leaf_server_auth_required", model.leaf_server_auth_required);
  fields.finish();
}

}  // namespace chainlint
