// PBKDF2 with the one pseudorandom function of RFC 8018 that Botan lacks and Nettle has.
#pragma once

#include <cstdint>

#include "chainlint/base/secret.h"

namespace chainlint::crypto {

SecretBytes pbkdf2_sha512_224(ByteView password, ByteView salt, std::uint64_t iterations, std::size_t count);

}  // namespace chainlint::crypto
