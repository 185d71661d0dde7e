// Password-based encryption for files that are written: the counterpart of password_encryption.h. Salts and initialization vectors are
// never used twice; each comes from the random generator of the system.
#pragma once

#include <cstddef>
#include <cstdint>

#include "chainlint/crypto/password_encryption.h"

namespace chainlint::crypto {

// Bytes of the system's random generator. An error "random-unavailable" where it gives none.
Result<Bytes> random_octets(std::size_t count);

// An AlgorithmIdentifier, DER, with a fresh salt: PBES2 with AES-256-CBC and PBKDF2 over HMAC-SHA256 (RFC 8018), and
// pbeWithSHAAnd3-KeyTripleDES-CBC (RFC 7292 appendix C).
Result<Bytes> aes_256_encryption(std::uint64_t iterations);
Result<Bytes> triple_des_encryption(std::uint64_t iterations);

// The algorithm of something that was read, for writing it again: in DER, and the same in all but salt and initialization vector, which are
// fresh and as long as they were (at least 8 bytes). Also for PBMAC1. An error "encryption-parameters" where it cannot be decoded.
Result<Bytes> renewed_algorithm(const x509::AlgorithmIdentifier& algorithm);

// The inverse of decrypt(), for every algorithm that decrypt() knows, with its error codes. The algorithm's salt and initialization vector
// are taken as they are: give each plaintext its own.
Result<Bytes> encrypt(const x509::AlgorithmIdentifier& algorithm, ByteView plaintext, const Password& password, PasswordForm form,
                      KdfBudget& budget);

// The digest that verify_mac() accepts for these parameters; MacParameters::digest is ignored. Error codes as there.
Result<Bytes> compute_mac(const MacParameters& mac, ByteView content, const Password& password, PasswordForm form, KdfBudget& budget);

}  // namespace chainlint::crypto
