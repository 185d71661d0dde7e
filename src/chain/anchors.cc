#include "chainlint/chain/anchors.h"

namespace chainlint::chain {

namespace {

// Most pairs differ or agree in the encoding already; the canonical forms cost an allocation each.
bool same_key(const x509::PublicKeyInfo& a, const x509::PublicKeyInfo& b) {
  return equal(a.der, b.der) || (a.algorithm == b.algorithm && a.canonical() == b.canonical());
}

}  // namespace

AnchorSet::AnchorSet(std::vector<x509::CertificatePtr> certificates, AnchorOrigin origin, std::vector<Location> locations)
    : certificates_(std::move(certificates)), origin_(origin) {
  by_subject_.reserve(certificates_.size());
  for (std::size_t i = 0; i < certificates_.size(); ++i) {
    const x509::CertificatePtr& certificate = certificates_[i];
    by_subject_[certificate->subject().canonical()].push_back(certificate);
    by_key_[as_text(certificate->public_key().der)].push_back(certificate);
    if (i < locations.size()) locations_.try_emplace(certificate->sha256(), std::move(locations[i]));
  }
}

std::span<const x509::CertificatePtr> AnchorSet::named(const std::string& canonical_subject) const {
  const auto found = by_subject_.find(canonical_subject);
  if (found == by_subject_.end()) return {};
  return found->second;
}

const x509::CertificatePtr* AnchorSet::same_entity(const x509::Certificate& certificate) const {
  if (certificate.public_key().der.empty()) return nullptr;
  const auto found = by_subject_.find(certificate.subject().canonical());
  if (found == by_subject_.end()) return nullptr;
  const x509::CertificatePtr* twin = nullptr;
  for (const x509::CertificatePtr& anchor : found->second) {
    if (anchor->sha256() == certificate.sha256()) return &anchor;
    if (twin == nullptr && same_key(anchor->public_key(), certificate.public_key())) twin = &anchor;
  }
  return twin;
}

const x509::CertificatePtr* AnchorSet::renamed(const x509::Certificate& certificate) const {
  if (certificate.public_key().der.empty()) return nullptr;
  const auto found = by_key_.find(as_text(certificate.public_key().der));
  if (found == by_key_.end()) return nullptr;
  for (const x509::CertificatePtr& anchor : found->second) {
    if (anchor->subject().canonical() != certificate.subject().canonical()) return &anchor;
  }
  return nullptr;
}

Location AnchorSet::location_of(const x509::Certificate& certificate) const {
  const auto found = locations_.find(certificate.sha256());
  return found == locations_.end() ? Location{} : found->second;
}

}  // namespace chainlint::chain
