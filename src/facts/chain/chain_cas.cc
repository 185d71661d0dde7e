#include "chain/chain_cas.h"

#include <algorithm>

#include "chainlint/crypto/digest.h"
#include "chainlint/x509/display.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// The issuer of the last certificate of a path that stops before it.
std::optional<records::CaIdentity> missing_issuer(const chain::Path& path, const records::Records& records) {
  if (path.stop == chain::StopReason::anchor || path.stop == chain::StopReason::untrusted_root || path.steps.empty()) return std::nullopt;
  const x509::Certificate& top = *path.steps.back().certificate;
  records::CaIdentity issuer;
  issuer.name = top.issuer().display();
  issuer.organization = top.issuer().organization().value_or("");
  const auto& authority = top.extensions().authority_key_id;
  if (authority && authority->key_id) issuer.key_id = to_hex(*authority->key_id);
  if (const records::PublicRoot* root = records.public_root_named(issuer.name, issuer.key_id)) issuer.key_sha256 = root->ca.key_sha256;
  return issuer;
}

}  // namespace

const records::Records& records_of(const FactContext& context) {
  return context.records == nullptr ? records::shipped_records() : *context.records;
}

records::CaIdentity identity_of_ca(const x509::Certificate& certificate) {
  records::CaIdentity ca;
  ca.name = x509::display_name(certificate);
  ca.organization = certificate.subject().organization().value_or("");
  ca.key_sha256 = to_hex(crypto::sha256(certificate.public_key().der));
  if (const auto& id = certificate.extensions().subject_key_id) ca.key_id = to_hex(*id);
  return ca;
}

std::vector<records::CaIdentity> cas_above_leaf(const FactContext& context) {
  std::vector<records::CaIdentity> cas;
  const std::optional<chain::Path>& path = context.analysis.path;
  if (!path) return cas;
  const bool alone = path->steps.size() == 1 && path->stop != chain::StopReason::issuer_missing;
  for (std::size_t i = alone ? 0 : 1; i < path->steps.size(); ++i) cas.push_back(identity_of_ca(*path->steps[i].certificate));
  if (std::optional<records::CaIdentity> issuer = missing_issuer(*path, records_of(context))) cas.push_back(std::move(*issuer));
  return cas;
}

std::vector<records::CaIdentity> cas_within_reach(const FactContext& context) {
  std::vector<records::CaIdentity> cas = cas_above_leaf(context);
  for (const chain::Member& member : context.analysis.members) {
    if (member.related && member.role != chain::Role::leaf && !member.path_index) cas.push_back(identity_of_ca(*member.certificate));
  }
  return cas;
}

bool speaks_of(const records::CaIdentity& said, const records::CaIdentity& found) {
  if (!said.key_sha256.empty()) return said.key_sha256 == found.key_sha256;
  return said.name == found.name && (said.organization.empty() || said.organization == found.organization);
}

const records::CaIdentity* find_ca(const std::vector<records::CaIdentity>& said, const std::vector<records::CaIdentity>& found) {
  const auto known = std::find_if(found.begin(), found.end(), [&](const records::CaIdentity& ca) {
    return std::any_of(said.begin(), said.end(), [&](const records::CaIdentity& one) { return speaks_of(one, ca); });
  });
  return known == found.end() ? nullptr : &*known;
}

FactValue publication_of(std::string_view key_sha256, const FactContext& context) {
  const records::Records::Leak found = records_of(context).leak_of(key_sha256);
  if (found.entry == nullptr) return Absent{};
  return text(found.entry->note.summary + " (" + found.key->name + ")");
}

}  // namespace chainlint::facts
