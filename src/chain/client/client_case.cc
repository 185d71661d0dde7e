#include "client/client_case.h"

#include <algorithm>

namespace chainlint::chain {

ClientCase::ClientCase(std::vector<x509::CertificatePtr> sent, const ChainRequest& request, crypto::SignatureVerifier& verifier)
    : sent_(std::move(sent)), request_(request), verifier_(verifier) {
  for (std::size_t i = 0; i < sent_.size(); ++i) by_subject_[sent_[i]->subject().canonical()].push_back(i);
}

std::span<const std::size_t> ClientCase::sent_named(const std::string& canonical_subject) const {
  const auto found = by_subject_.find(canonical_subject);
  return found == by_subject_.end() ? std::span<const std::size_t>() : std::span<const std::size_t>(found->second);
}

std::span<const x509::CertificatePtr> ClientCase::anchors_named(const std::string& canonical_subject) const {
  return request_.anchors == nullptr ? std::span<const x509::CertificatePtr>() : request_.anchors->named(canonical_subject);
}

const x509::CertificatePtr* ClientCase::same_anchor(const x509::Certificate& certificate) const {
  const auto anchors = anchors_named(certificate.subject().canonical());
  const auto found = std::find_if(anchors.begin(), anchors.end(),
                                  [&](const x509::CertificatePtr& anchor) { return anchor->sha256() == certificate.sha256(); });
  return found == anchors.end() ? nullptr : &*found;
}

crypto::SignatureVerdict ClientCase::signature(const x509::Certificate& child, const x509::Certificate& issuer) {
  const auto [place, added] = verdicts_.try_emplace({&child, &issuer}, crypto::SignatureVerdict::invalid);
  if (added) place->second = verifier_.verify(child, issuer.public_key());
  return place->second;
}

const std::vector<ProblemDetail>& ClientCase::problems(const x509::Certificate& certificate, StepKind kind) {
  const auto [place, added] = problems_.try_emplace({&certificate, kind});
  if (added) place->second = check_certificate(certificate, kind, request_);
  return place->second;
}

}  // namespace chainlint::chain
