// A certificate: its DER, read once, immutable, shared.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"
#include "chainlint/x509/extensions.h"
#include "chainlint/x509/name.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::x509 {

// A Certificate (RFC 5280 section 4.1). Owns its DER; every view that it hands out lives as long as it does. Safe to share between threads.
//
// The frame (three elements: tbsCertificate, signatureAlgorithm, signatureValue) must be readable, or there is no certificate. Every field
// inside may be damaged: it is then absent or empty and a Defect says which and where. Extensions are decoded on first use.
class Certificate {
 public:
  // `sha256` is the digest of `der`, computed by the caller (this layer has no algorithms).
  static asn1::Asn1Result<std::shared_ptr<const Certificate>> parse(Bytes der, const Digest256& sha256);

  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  ByteView der() const { return der_; }
  const Digest256& sha256() const { return sha256_; }

  ByteView tbs() const { return tbs_; }        // what the issuer signed, header and all
  int version() const { return version_; }     // 1, 2 or 3; 0 where it is none of them
  ByteView serial() const { return serial_; }  // content bytes of the INTEGER, sign and leading zeros included
  const Name& issuer() const { return issuer_; }
  const Name& subject() const { return subject_; }
  std::optional<Instant> not_before() const { return not_before_; }
  std::optional<Instant> not_after() const { return not_after_; }
  const PublicKeyInfo& public_key() const { return public_key_; }  // `der` is empty where it could not be read
  const AlgorithmIdentifier& tbs_signature_algorithm() const { return tbs_signature_algorithm_; }
  const AlgorithmIdentifier& signature_algorithm() const { return signature_algorithm_; }
  ByteView signature() const { return signature_; }

  const Extensions& extensions() const;

  bool has_unique_ids() const { return unique_ids_; }  // issuerUniqueID or subjectUniqueID is there

  // Defects of the fixed fields, then those of the extensions.
  std::vector<Defect> defects() const;
  bool has_fatal_defect() const;

  // Subject and issuer are the same name. Does not mean that it is self-signed.
  bool self_issued() const { return subject_.canonical() == issuer_.canonical(); }

  // basicConstraints says CA:TRUE. A version 1 certificate that is self-issued counts as a CA too: old roots are.
  bool is_ca() const { return is_ca_; }

  // Whether the time is in notBefore..notAfter, both inclusive; false where one of them could not be read.
  bool valid_at(Instant time) const;

  // "0A:FF:...": the serial number for people; the sign shows.
  std::string serial_text() const;

 private:
  friend class CertificateReader;
  Certificate() = default;
  Extensions read_extensions() const;

  Bytes der_;
  Digest256 sha256_{};
  ByteView tbs_, serial_, signature_;
  int version_ = 0;
  bool unique_ids_ = false;
  Name issuer_, subject_;
  std::optional<Instant> not_before_, not_after_;
  PublicKeyInfo public_key_;
  AlgorithmIdentifier tbs_signature_algorithm_, signature_algorithm_;
  std::optional<asn1::Element> extensions_element_;
  std::vector<Defect> defects_;
  bool is_ca_ = false;
  mutable std::once_flag extensions_once_;
  mutable std::unique_ptr<const Extensions> extensions_;
};

using CertificatePtr = std::shared_ptr<const Certificate>;

// The days of a validity period: both ends are included, and a started day counts as a whole (CA/Browser Forum TLS BR 1.6.1).
constexpr std::int64_t validity_days(Instant not_before, Instant not_after) {
  return (not_after.seconds() - not_before.seconds() + 1 + kSecondsPerDay - 1) / kSecondsPerDay;
}

}  // namespace chainlint::x509
