// A certificate revocation list (RFC 5280 section 5), read once.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/x509/extensions.h"
#include "chainlint/x509/name.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::x509 {

// One entry of revokedCertificates. Borrows from its list.
struct RevokedCertificate {
  ByteView serial;  // content bytes of the INTEGER
  std::optional<Instant> revoked_at;
  std::optional<std::int64_t> reason;  // CRLReason
};

// A CertificateList. Owns its DER; every view that it hands out lives as long as it does. All or nothing: a list that can be read only in
// part would let a revoked certificate pass. BER is read where DER fails.
class Crl {
 public:
  static asn1::Asn1Result<std::shared_ptr<const Crl>> parse(Bytes der);

  ByteView der() const { return der_; }
  ByteView tbs() const { return tbs_; }
  const Name& issuer() const { return issuer_; }
  std::optional<Instant> this_update() const { return this_update_; }
  std::optional<Instant> next_update() const { return next_update_; }
  const AlgorithmIdentifier& signature_algorithm() const { return signature_algorithm_; }
  ByteView signature() const { return signature_; }
  const std::vector<RevokedCertificate>& revoked() const { return revoked_; }  // sorted by serial bytes
  const std::vector<Extension>& extensions() const { return extensions_; }
  // The identifier of a critical extension of an entry that no reader here processes, the first met; empty without any. The list must not
  // be used then (RFC 5280 section 5.3). Known are reasonCode and invalidityDate; certificateIssuer belongs to indirect lists.
  ByteView unknown_critical_entry_extension() const { return unknown_critical_entry_extension_; }

  // The entry for a serial number, content bytes as in the certificate; none where it is not revoked. In an indirect
  // list (RFC 5280 section 5.2.5) it may be another issuer's certificate: the caller checks whether the list applies.
  const RevokedCertificate* find(ByteView serial) const;

 private:
  friend class CrlReader;
  Crl() = default;
  Bytes der_;
  ByteView tbs_, signature_;
  Name issuer_;
  std::optional<Instant> this_update_, next_update_;
  AlgorithmIdentifier signature_algorithm_;
  std::vector<RevokedCertificate> revoked_;
  std::vector<Extension> extensions_;
  ByteView unknown_critical_entry_extension_;
};

using CrlPtr = std::shared_ptr<const Crl>;

}  // namespace chainlint::x509
