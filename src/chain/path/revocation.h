// The revocation lists of a request, applied to one certificate.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/chain/analysis.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"

namespace chainlint::chain {

// Only lists that name the issuer and verify with its key count (RFC 5280 section 6.3.3 (f), (g)). Borrows the verifier.
class Revocations {
 public:
  Revocations(const ChainRequest& request, crypto::SignatureVerifier& verifier);

  // When and why `certificate` was revoked by `issuer`, or nothing. A list whose nextUpdate has passed still revokes, and so does a delta
  // list. An entry revokes whatever its date, except that of a list from after the evaluation time the entries up to that time count alone.
  // removeFromCRL does not revoke, and in a delta list it lifts a certificateHold of an earlier list. Indirect lists (section 5.2.5), and
  // lists with a critical extension that is unknown here, in the list or in an entry (sections 5.2 and 5.3), revoke nothing.
  std::optional<std::string> revoked(const x509::Certificate& certificate, const x509::Certificate& issuer) const;

  bool has_lists_of(const x509::Certificate& issuer) const { return lists_of(issuer) != nullptr; }

  // Why nobody can tell from the lists of `issuer` that `certificate` is not revoked; nothing where one of them covers it at the evaluation
  // time, and where there is none of this issuer and none was given at all.
  //
  // A list says so if the issuer may sign lists (keyUsage), it verifies, thisUpdate has come and nextUpdate has not passed, it is complete
  // (no delta list), direct, for all reasons, for this kind of certificate and for a distribution point that the certificate names
  // (section 6.3.3 (b)), and has no critical extension that is unknown here (sections 5.2, 5.3).
  std::optional<std::string> unknown(const x509::Certificate& certificate, const x509::Certificate& issuer) const;

 private:
  const std::vector<x509::CrlPtr>* lists_of(const x509::Certificate& issuer) const;
  std::optional<std::string> why_unusable(const x509::Crl& crl, const x509::Certificate& certificate,
                                          const x509::Certificate& issuer) const;

  bool is_released(const x509::RevokedCertificate& hold, const x509::Crl& from, const std::vector<x509::CrlPtr>& lists,
                   const x509::Certificate& issuer) const;

  Instant at_;
  bool requested_ = false;
  crypto::SignatureVerifier& verifier_;
  std::unordered_map<std::string, std::vector<x509::CrlPtr>> by_issuer_;
};

}  // namespace chainlint::chain
