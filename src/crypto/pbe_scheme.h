// What the AlgorithmIdentifier of an encryption asks for, in the terms of this layer.
#pragma once

#include <optional>
#include <string>

#include "bulk_cipher.h"
#include "chainlint/crypto/password_encryption.h"
#include "hash_algorithm.h"
#include "key_derivation.h"

namespace chainlint::crypto {

enum class KdfFamily { none, pkcs12, pbkdf1, pbkdf2, scrypt };

// How a key is derived. Owns its salt, which may have been written in pieces.
struct KdfParameters {
  KdfFamily family = KdfFamily::none;
  const HashAlgorithm* hash = nullptr;  // nullptr where there is none that this program knows
  std::string name;                     // "PBKDF2-SHA256"
  Bytes salt;
  std::uint64_t iterations = 0;  // N of scrypt
  std::uint64_t scrypt_r = 0;
  std::uint64_t scrypt_p = 0;
  std::optional<std::uint64_t> key_length;

  bool supported() const;
};

struct PbeScheme {
  Protection protection;
  KdfParameters kdf;
  BulkCipher cipher;
  Bytes iv;  // empty where it is derived
};

// Errors have the code "encryption-parameters".
Result<PbeScheme> read_pbe_scheme(const x509::AlgorithmIdentifier& algorithm);

// The key derivation of PBES2 and of PBMAC1: PBKDF2 (RFC 8018 appendix A.2) or scrypt (RFC 7914 section 7).
Result<KdfParameters> read_kdf(const x509::AlgorithmIdentifier& algorithm);

// Asks the budget, then derives; what the budget knows costs nothing. `password` is encoded as the family wants it.
Result<SecretBytes> derive_key(const KdfParameters& kdf, ByteView password, std::size_t count, KdfBudget& budget);
// The same by RFC 7292 appendix B.
Result<SecretBytes> derive_pkcs12_key(const HashAlgorithm& hash, Pkcs12Purpose purpose, ByteView password, ByteView salt,
                                      std::uint64_t iterations, std::size_t count, KdfBudget& budget);

// An INTEGER that counts iterations: an error where it is negative, zero or past 63 bits.
Result<std::uint64_t> read_iterations(const asn1::Element& element);

Error bad_parameters(std::string message);

}  // namespace chainlint::crypto
