#include "revocation.h"

#include <fmt/core.h>

namespace chainlint {

namespace {

constexpr std::int64_t kRemoveFromCrl = 8;

std::string_view reason_text(std::int64_t reason) {
  switch (reason) {
    case 0:
      return "unspecified";
    case 1:
      return "keyCompromise";
    case 2:
      return "cACompromise";
    case 3:
      return "affiliationChanged";
    case 4:
      return "superseded";
    case 5:
      return "cessationOfOperation";
    case 6:
      return "certificateHold";
    case 9:
      return "privilegeWithdrawn";
    case 10:
      return "aACompromise";
    default:
      return "unknown";
  }
}

}  // namespace

Revocations::Revocations(const std::vector<CrlPtr>& crls, Instant at, SignatureVerifier& verifier) : at_(at), verifier_(verifier) {
  for (const CrlPtr& crl : crls) {
    if (crl != nullptr) by_issuer_[crl->issuer().canonical()].push_back(crl);
  }
}

std::optional<std::string> Revocations::revoked(const Certificate& certificate, const Certificate& issuer) const {
  if (by_issuer_.empty()) return std::nullopt;
  const auto lists = by_issuer_.find(issuer.subject().canonical());
  if (lists == by_issuer_.end()) return std::nullopt;
  for (const CrlPtr& crl : lists->second) {
    const RevokedCertificate* entry = crl->find(certificate.serial());
    if (entry == nullptr || entry->reason == kRemoveFromCrl || (entry->revoked_at && *entry->revoked_at > at_)) continue;
    if (verifier_.verify(*crl, issuer.public_key()) != SignatureVerdict::valid) continue;
    const std::string when = entry->revoked_at ? entry->revoked_at->to_string() : "at an unknown time";
    return fmt::format("revoked {}, reason {}", when, reason_text(entry->reason.value_or(0)));
  }
  return std::nullopt;
}

}  // namespace chainlint
