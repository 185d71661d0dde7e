// Revocation lists that were given, applied to one certificate.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"

namespace chainlint {

// Only lists that name the issuer and verify with its key count (RFC 5280 section 6.3.3 (f), (g)). Borrows its arguments.
class Revocations {
 public:
  Revocations(const std::vector<CrlPtr>& crls, Instant at, SignatureVerifier& verifier);

  // When and why `certificate` was revoked by `issuer`, or nothing. A list whose nextUpdate has passed still revokes. An entry dated after
  // the evaluation time does not revoke yet, nor does removeFromCRL.
  std::optional<std::string> revoked(const Certificate& certificate, const Certificate& issuer) const;

 private:
  Instant at_;
  SignatureVerifier& verifier_;
  std::unordered_map<std::string, std::vector<CrlPtr>> by_issuer_;
};

}  // namespace chainlint
