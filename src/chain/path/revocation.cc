#include "path/revocation.h"

#include <fmt/core.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "path/crl_scope.h"

namespace chainlint::chain {

namespace {

constexpr std::int64_t kCertificateHold = 6;
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

std::string date_of(const std::optional<Instant>& time) { return time ? time->date() : "an unknown date"; }

// An entry counts at once; of a list that was made later, what had happened by then.
bool counts_at(const x509::RevokedCertificate& entry, const x509::Crl& crl, Instant at) {
  if (entry.reason == kRemoveFromCrl) return false;
  const bool in_force = !crl.this_update() || *crl.this_update() <= at;
  return in_force || !entry.revoked_at || *entry.revoked_at <= at;
}

bool may_sign_lists(const x509::Certificate& issuer) {
  const auto& usage = issuer.extensions().key_usage;
  return !usage || (*usage & x509::key_usage::kCrlSign) != 0;
}

}  // namespace

Revocations::Revocations(const ChainRequest& request, crypto::SignatureVerifier& verifier)
    : at_(request.at), requested_(request.crls_requested), verifier_(verifier) {
  for (const x509::CrlPtr& crl : request.crls) {
    if (crl != nullptr) by_issuer_[crl->issuer().canonical()].push_back(crl);
  }
}

const std::vector<x509::CrlPtr>* Revocations::lists_of(const x509::Certificate& issuer) const {
  if (by_issuer_.empty()) return nullptr;
  const auto lists = by_issuer_.find(issuer.subject().canonical());
  return lists == by_issuer_.end() ? nullptr : &lists->second;
}

// Only a delta list may say so (RFC 5280 section 5.3.1), and only about a certificate that was on hold.
bool Revocations::is_released(const x509::RevokedCertificate& hold, const x509::Crl& from, const std::vector<x509::CrlPtr>& lists,
                              const x509::Certificate& issuer) const {
  if (hold.reason != kCertificateHold) return false;
  return std::any_of(lists.begin(), lists.end(), [&](const x509::CrlPtr& crl) {
    const x509::RevokedCertificate* entry = crl->find(hold.serial);
    const bool later = crl->this_update() && crl->this_update() > from.this_update() && *crl->this_update() <= at_;
    const CrlScope scope = read_scope(*crl);
    return entry != nullptr && entry->reason == kRemoveFromCrl && later && scope.delta && scope.may_revoke() &&
           verifier_.verify(*crl, issuer.public_key()) == crypto::SignatureVerdict::valid;
  });
}

std::optional<std::string> Revocations::revoked(const x509::Certificate& certificate, const x509::Certificate& issuer) const {
  const std::vector<x509::CrlPtr>* lists = lists_of(issuer);
  if (lists == nullptr || !may_sign_lists(issuer)) return std::nullopt;
  for (const x509::CrlPtr& crl : *lists) {
    const x509::RevokedCertificate* entry = crl->find(certificate.serial());
    if (entry == nullptr || !counts_at(*entry, *crl, at_) || !read_scope(*crl).may_revoke()) continue;
    if (is_released(*entry, *crl, *lists, issuer)) continue;
    if (verifier_.verify(*crl, issuer.public_key()) != crypto::SignatureVerdict::valid) continue;
    return fmt::format("revoked on {} ({})", date_of(entry->revoked_at), reason_text(entry->reason.value_or(0)));
  }
  return std::nullopt;
}

std::optional<std::string> Revocations::why_unusable(const x509::Crl& crl, const x509::Certificate& certificate,
                                                     const x509::Certificate& issuer) const {
  const CrlScope scope = read_scope(crl);
  if (scope.delta) return "is a delta CRL, which is not supported";
  if (scope.indirect) return "is an indirect CRL, which is not supported";
  if (!scope.not_understood.empty()) return fmt::format("has {}", scope.not_understood);
  if (std::optional<std::string> outside = outside_of(scope, certificate)) return outside;
  if (crl.this_update() && *crl.this_update() > at_) return fmt::format("is not valid before {}", date_of(crl.this_update()));
  if (crl.next_update() && *crl.next_update() < at_) return fmt::format("is valid only until {}", date_of(crl.next_update()));
  if (!may_sign_lists(issuer)) return "was issued by a CA whose keyUsage lacks cRLSign";
  switch (verifier_.verify(crl, issuer.public_key())) {
    case crypto::SignatureVerdict::valid:
      return std::nullopt;
    case crypto::SignatureVerdict::unsupported:
      return "is signed with an unsupported algorithm";
    case crypto::SignatureVerdict::invalid:
    case crypto::SignatureVerdict::mismatched:
      break;
  }
  return "is not signed with the key of the issuer";
}

std::optional<std::string> Revocations::unknown(const x509::Certificate& certificate, const x509::Certificate& issuer) const {
  const std::vector<x509::CrlPtr>* lists = lists_of(issuer);
  if (lists == nullptr) {
    if (!requested_) return std::nullopt;
    return fmt::format("no CRL of {} was specified", x509::quoted_name(issuer));
  }
  std::optional<std::string> reason;
  for (const x509::CrlPtr& crl : *lists) {
    std::optional<std::string> why = why_unusable(*crl, certificate, issuer);
    if (!why) return std::nullopt;
    if (!reason) reason = std::move(why);
  }
  return fmt::format("CRL of {} {}", x509::quoted_name(issuer), *reason);
}

}  // namespace chainlint::chain
