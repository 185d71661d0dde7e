// Keys from passwords. Nothing here counts the work: callers ask the KdfBudget first.
#pragma once

#include <cstdint>
#include <optional>

#include "chainlint/base/secret.h"
#include "hash_algorithm.h"

namespace chainlint::crypto {

// What a value is derived for: the ID byte of RFC 7292 appendix B.3.
enum class Pkcs12Purpose : std::uint8_t { key = 1, iv = 2, mac = 3 };

// RFC 7292 appendix B.2. `password` is already encoded.
SecretBytes pkcs12_derive(const HashAlgorithm& hash, Pkcs12Purpose purpose, ByteView password, ByteView salt, std::uint64_t iterations,
                          std::size_t count);

// RFC 8018 section 5.1: at most as many bytes as the hash has.
SecretBytes pbkdf1(const HashAlgorithm& hash, ByteView password, ByteView salt, std::uint64_t iterations, std::size_t count);

// RFC 8018 section 5.2 over HMAC with the hash. Nothing where the library refuses.
bool pbkdf2_supports(const HashAlgorithm& hash);
std::optional<SecretBytes> pbkdf2(const HashAlgorithm& hash, ByteView password, ByteView salt, std::uint64_t iterations, std::size_t count);

// RFC 7914. Nothing where the parameters are none that scrypt allows.
std::optional<SecretBytes> scrypt(ByteView password, ByteView salt, std::uint64_t n, std::uint64_t r, std::uint64_t p, std::size_t count);

// HMAC (RFC 2104) with the hash.
Bytes hmac(const HashAlgorithm& hash, ByteView key, ByteView content);

}  // namespace chainlint::crypto
