#include "path/entity_graph.h"

#include <algorithm>

#include "path/link.h"

namespace chainlint::chain {

EntityGraph::EntityGraph(std::span<const x509::CertificatePtr> members, const AnchorSet* anchors, crypto::SignatureVerifier& verifier,
                         const Limits& limits)
    : anchors_(anchors),
      verifier_(verifier),
      checks_left_(limits.signature_checks),
      half_of_checks_(limits.signature_checks / 2),
      self_checks_left_(limits.signature_checks) {
  certificates_.reserve(members.size() + 4);
  for (const x509::CertificatePtr& certificate : members) add(certificate, false);
  members_ = members.size();
}

NameId EntityGraph::intern(const std::string& canonical) {
  const auto [found, is_new] = name_ids_.try_emplace(canonical, names_.size());
  if (is_new) names_.push_back({canonical, false, {}, {}});
  return found->second;
}

void EntityGraph::add(const x509::CertificatePtr& certificate, bool anchor) {
  const CertId id = certificates_.size();
  const NameId subject = intern(certificate->subject().canonical());
  const NameId issuer = intern(certificate->issuer().canonical());
  std::string key = certificate->subject().canonical();
  key.push_back('\0');
  // A key that could not be read is equal to no other key.
  const bool has_key = !certificate->public_key().der.empty();
  key += as_text(has_key ? ByteView(certificate->public_key().canonical()) : ByteView(certificate->sha256()));
  const auto [found, is_new] = entity_ids_.try_emplace(std::move(key), entities_.size());
  if (is_new) {
    entities_.push_back({subject, {}, {}, certificate->sha256()});
    names_[subject].entities.push_back(found->second);
  }
  Entity& entity = entities_[found->second];
  entity.order = std::min(entity.order, certificate->sha256());
  (anchor ? entity.anchors : entity.members).push_back(id);
  if (!anchor) names_[issuer].issued.push_back(id);
  certificates_.push_back({certificate, found->second, issuer, std::nullopt, false, {}});
}

void EntityGraph::load_anchors(NameId name) {
  if (names_[name].loaded) return;
  names_[name].loaded = true;
  if (anchors_ == nullptr) return;
  for (const x509::CertificatePtr& anchor : anchors_->named(std::string(names_[name].canonical))) add(anchor, true);
}

bool EntityGraph::self_signed(CertId id) {
  Node& node = certificates_[id];
  if (node.self_signed) return *node.self_signed;
  const x509::Certificate& certificate = *node.certificate;
  bool result = false;
  if (certificate.self_issued() && !certificate.public_key().der.empty()) {
    if (self_checks_left_ > 0) {
      --self_checks_left_;
      result = verifier_.verify(certificate, certificate.public_key()) == crypto::SignatureVerdict::valid;
    } else {
      result = match_key_id(certificate, certificate) != KeyIdMatch::mismatch;
    }
  }
  node.self_signed = result;
  return result;
}

std::optional<crypto::SignatureVerdict> EntityGraph::verdict(CertId id, EntityId issuer) {
  const std::uint64_t key = (static_cast<std::uint64_t>(id) << 32) | issuer;
  if (const auto known = verdicts_.find(key); known != verdicts_.end()) return known->second;
  const Entity& entity = entities_[issuer];
  const CertId holder = entity.members.empty() ? entity.anchors.front() : entity.members.front();
  const x509::PublicKeyInfo& public_key = certificate(holder).public_key();
  if (public_key.der.empty()) return crypto::SignatureVerdict::invalid;
  if (checks_left_ == 0) {
    spent_ = true;
    return std::nullopt;
  }
  --checks_left_;
  const crypto::SignatureVerdict verdict = verifier_.verify(certificate(id), public_key);
  verdicts_.emplace(key, verdict);
  return verdict;
}

KeyIdMatch EntityGraph::best_key_id(CertId id, EntityId entity) const {
  KeyIdMatch best = KeyIdMatch::mismatch;
  const auto look = [&](const std::vector<CertId>& holders) {
    for (const CertId holder : holders) best = std::min(best, match_authority(certificate(id), certificate(holder)));
  };
  look(entities_[entity].members);
  look(entities_[entity].anchors);
  return best;
}

bool EntityGraph::resolve(CertId id, std::span<const EntityId> candidates) {
  Node& node = certificates_[id];
  if (node.resolved) return true;
  std::vector<Issuer> issuers;
  if (self_signed(id)) {
    node.issuers = {{node.entity, crypto::SignatureVerdict::valid}};
    node.resolved = true;
    return true;
  }
  bool verified = false;
  for (const EntityId candidate : candidates) {
    if (verified && checks_left_ <= half_of_checks_) break;
    const std::optional<crypto::SignatureVerdict> found = verdict(id, candidate);
    if (!found) return false;
    if (*found == crypto::SignatureVerdict::invalid) continue;
    if (*found == crypto::SignatureVerdict::valid) {
      if (!verified) issuers.clear();
      verified = true;
      issuers.push_back({candidate, *found});
    } else if (!verified && best_key_id(id, candidate) != KeyIdMatch::mismatch) {
      // Key ids decide where the signature cannot.
      issuers.push_back({candidate, *found});
    }
  }
  node.issuers = std::move(issuers);
  node.resolved = true;
  return true;
}

}  // namespace chainlint::chain
