// Hashes.
#pragma once

#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::crypto {

// The SHA-256 that identifies certificates and keys.
Digest256 sha256(ByteView data);

// The SHA-1 that Windows calls a thumbprint.
Bytes sha1(ByteView data);

}  // namespace chainlint::crypto
