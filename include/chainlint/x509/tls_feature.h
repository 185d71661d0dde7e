// The extension with which a certificate requires features of TLS (RFC 7633).
#pragma once

#include <cstdint>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"
#include "chainlint/x509/certificate.h"

namespace chainlint::x509 {

// Reads the value of the extension, `Features ::= SEQUENCE OF INTEGER`: numbers of TLS extensions, in file order. An error where it is
// anything else; `offset` is that of `value` in the certificate.
asn1::Asn1Result<std::vector<std::int64_t>> read_tls_features(ByteView value, std::size_t offset);

// Whether the certificate requires the extension status_request (RFC 6066 section 8), which is called must-staple: the server must send an
// OCSP response. False without the extension, an error where that does not decode.
asn1::Asn1Result<bool> has_must_staple(const Certificate& certificate);

}  // namespace chainlint::x509
