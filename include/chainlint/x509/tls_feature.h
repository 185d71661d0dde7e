// The extension by which a certificate promises features of TLS (RFC 7633).
#pragma once

#include <cstdint>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"

namespace chainlint::x509 {

// The TLS extension whose promise is called must-staple: the server always sends its OCSP response along (RFC 6066 section 8).
inline constexpr std::int64_t kStatusRequestFeature = 5;

// Reads the value of the extension, `Features ::= SEQUENCE OF INTEGER`: numbers of TLS extensions, in file order. An error where it is
// anything else; `offset` is that of `value` in the certificate.
asn1::Asn1Result<std::vector<std::int64_t>> read_tls_features(ByteView value, std::size_t offset);

}  // namespace chainlint::x509
