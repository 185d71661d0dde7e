// Hashes.
#pragma once

#include <string>

#include "chainlint/base/bytes.h"

namespace chainlint::x509 {
class Certificate;
}

namespace chainlint::crypto {

// The SHA-256 that identifies certificates and keys.
Digest256 sha256(ByteView data);

Bytes sha1(ByteView data);

// What Windows calls the thumbprint of a certificate: its SHA-1, in lower-case hexadecimal.
std::string thumbprint(const x509::Certificate& certificate);

// The library that computes them: "Botan 2.19.3".
std::string library_version();

}  // namespace chainlint::crypto
