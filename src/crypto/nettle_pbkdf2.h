// PBKDF2 (RFC 8018 section 5.2) by Nettle, which takes two thirds of Botan's time and has SHA-512/224, the pseudorandom function that Botan
// lacks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "chainlint/base/secret.h"

namespace chainlint::crypto {

// Whether Nettle has HMAC with the hash of that name (HashAlgorithm::name).
bool nettle_has_pbkdf2(std::string_view hash);

// `count` bytes; nothing where Nettle does not have the hash or that many iterations.
std::optional<SecretBytes> pbkdf2_by_nettle(std::string_view hash, ByteView password, ByteView salt, std::uint64_t iterations,
                                            std::size_t count);

}  // namespace chainlint::crypto
