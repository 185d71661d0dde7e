// CA certificates that are known and not in the bundle: what shows which issuer is missing, and where it is.
#pragma once

#include <span>
#include <vector>

#include "chainlint/base/limits.h"
#include "chainlint/chain/analysis.h"

namespace chainlint::chain {

// Looks among the bundle's trusted CAs, its folder, the run, what is deployed and the pool, nearest first. Signatures are verified on
// demand, at most ChainLimits::kIssuerChecks of them; past that nothing more is found. Borrows its arguments.
class KnownIssuers {
 public:
  KnownIssuers(const formats::Bundle& bundle, std::span<const Member> members, const ChainRequest& request,
               crypto::SignatureVerifier& verifier)
      : bundle_(bundle), members_(members), request_(request), verifier_(verifier) {}

  // Those with the name of the issuer of `child`, whatever their keys.
  std::vector<KnownCertificate> named(const x509::Certificate& child) const;

  struct Issuer {
    KnownCertificate known;
    bool self_signed = false;
    bool leads_to_anchor = false;  // an anchor issued it, directly or over CA certificates of the bundle and those known here
  };
  // Those of them that verify `child`, best first: valid at the time, allowed to issue, leading to an anchor, nearest, expiring last.
  std::vector<Issuer> issuers_of(const x509::Certificate& child);

 private:
  bool verifies(const x509::Certificate& child, const x509::Certificate& issuer);
  bool leads_to_anchor(const x509::Certificate& certificate);
  bool is_member(const x509::Certificate& certificate) const;

  const formats::Bundle& bundle_;
  std::span<const Member> members_;
  const ChainRequest& request_;
  crypto::SignatureVerifier& verifier_;
  std::size_t checks_left_ = ChainLimits::kIssuerChecks;
};

}  // namespace chainlint::chain
