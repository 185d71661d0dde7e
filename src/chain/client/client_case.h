// What predictions about one sent chain have in common, whatever the client.
#pragma once

#include <cstddef>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "path/certificate_checks.h"

namespace chainlint::chain {

// The certificates sent, the anchors, and what was found out about them so far. Nothing is verified or checked twice. Borrows the request
// and the verifier.
class ClientCase {
 public:
  // `sent` is not empty.
  ClientCase(std::vector<x509::CertificatePtr> sent, const ChainRequest& request, crypto::SignatureVerifier& verifier);

  const std::vector<x509::CertificatePtr>& sent() const { return sent_; }
  const x509::CertificatePtr& leaf() const { return sent_.front(); }
  const ChainRequest& request() const { return request_; }

  // Positions in sent() of the certificates of this name, ascending; the leaf is one of them.
  std::span<const std::size_t> sent_named(const std::string& canonical_subject) const;
  std::span<const x509::CertificatePtr> anchors_named(const std::string& canonical_subject) const;

  // The anchor that is this very certificate, or null.
  const x509::CertificatePtr* same_anchor(const x509::Certificate& certificate) const;

  crypto::SignatureVerdict signature(const x509::Certificate& child, const x509::Certificate& issuer);

  // check_certificate(), once a certificate and kind.
  const std::vector<ProblemDetail>& problems(const x509::Certificate& certificate, StepKind kind);

 private:
  std::vector<x509::CertificatePtr> sent_;
  const ChainRequest& request_;
  crypto::SignatureVerifier& verifier_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_subject_;  // keys borrowed from the certificates
  std::map<std::pair<const x509::Certificate*, const x509::Certificate*>, crypto::SignatureVerdict> verdicts_;
  std::map<std::pair<const x509::Certificate*, StepKind>, std::vector<ProblemDetail>> problems_;
};

}  // namespace chainlint::chain
