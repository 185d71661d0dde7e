// Signed certificate timestamps that a CA put into a certificate (RFC 6962 sections 3.2 and 3.3). Read for their dates alone: the
// signatures of the logs are not verified.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/instant.h"
#include "chainlint/x509/extensions.h"

namespace chainlint::x509 {

// One timestamp. Borrows from the certificate.
struct SignedCertificateTimestamp {
  std::uint8_t version = 0;          // 0 is v1; of another version nothing else is known
  ByteView log_id;                   // 32 bytes: the SHA-256 of the log's public key
  std::optional<Instant> timestamp;  // without the milliseconds; absent of other versions
};

// The timestamps in the order of the list. An error where the list does not decode as a whole, is empty, or contains more than
// X509Limits::kTimestamps.
asn1::Asn1Result<std::vector<SignedCertificateTimestamp>> read_signed_certificate_timestamps(const Extension& extension);

}  // namespace chainlint::x509
