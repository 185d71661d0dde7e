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

#include "certificate_checks.h"
#include "chainlint/chain/analysis.h"

namespace chainlint {

// The certificates sent, the anchors, and what was found out about them so far. Nothing is verified or checked twice. Borrows the request
// and the verifier.
class ClientCase {
 public:
  // `sent` is not empty.
  ClientCase(std::vector<CertificatePtr> sent, const ChainRequest& request, SignatureVerifier& verifier);

  const std::vector<CertificatePtr>& sent() const { return sent_; }
  const CertificatePtr& leaf() const { return sent_.front(); }
  const ChainRequest& request() const { return request_; }

  // Positions in sent() of the certificates of this name, ascending; the leaf is one of them.
  std::span<const std::size_t> sent_named(const std::string& canonical_subject) const;
  std::span<const CertificatePtr> anchors_named(const std::string& canonical_subject) const;

  // The anchor that is this very certificate, or null.
  const CertificatePtr* same_anchor(const Certificate& certificate) const;

  SignatureVerdict signature(const Certificate& child, const Certificate& issuer);

  // check_certificate(), once a certificate and kind.
  const std::vector<ProblemDetail>& problems(const Certificate& certificate, StepKind kind);

 private:
  std::vector<CertificatePtr> sent_;
  const ChainRequest& request_;
  SignatureVerifier& verifier_;
  std::unordered_map<std::string_view, std::vector<std::size_t>> by_subject_;  // keys borrowed from the certificates
  std::map<std::pair<const Certificate*, const Certificate*>, SignatureVerdict> verdicts_;
  std::map<std::pair<const Certificate*, StepKind>, std::vector<ProblemDetail>> problems_;
};

}  // namespace chainlint
