// The AlgorithmIdentifiers of the encryptions that are written.
#pragma once

#include <cstdint>

#include "chainlint/base/bytes.h"

namespace chainlint::crypto {

// PBES2 with AES-256-CBC and PBKDF2 over HMAC-SHA256 (RFC 8018 appendix A).
Bytes pbes2_aes_256(ByteView salt, ByteView iv, std::uint64_t iterations);

// A scheme of RFC 7292 appendix C.
Bytes pkcs12_scheme(ByteView oid, ByteView salt, std::uint64_t iterations);

}  // namespace chainlint::crypto
