// Keys made from a seed and signatures made with them: for minting test certificates only. The same seed gives the same key and the same
// signature with every version of the library, so that what is minted is the same to the byte everywhere.
#pragma once

#include <memory>
#include <string_view>

#include "chainlint/base/bytes.h"
#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"

namespace chainlint::crypto {

// A private key for tests. Never used for anything that is deployed.
class SigningKey {
 public:
  // `kind`: "rsa1024", "rsa2048", "rsa3072", "rsa4096", "p256", "p384", "p521", "ed25519". An error names the ones there are.
  static Result<SigningKey> from_seed(std::string_view kind, std::string_view seed);

  ByteView public_key_info() const;  // SubjectPublicKeyInfo, DER
  SecretBytes pkcs8() const;         // PrivateKeyInfo, DER
  SecretBytes traditional() const;   // RSAPrivateKey or ECPrivateKey, DER; PKCS#8 for Ed25519

  // AlgorithmIdentifier, DER, for signing with this key and `hash` ("sha256", "sha384", "sha512", "sha1", "md5"; ignored for Ed25519).
  Result<Bytes> signature_algorithm(std::string_view hash) const;
  // PKCS#1 v1.5, deterministic ECDSA (RFC 6979) or Ed25519.
  Result<Bytes> sign(ByteView message, std::string_view hash) const;

 private:
  struct Impl;
  std::shared_ptr<const Impl> impl_;
};

// Bytes that depend on the seed alone: salts, initialization vectors, serial numbers.
Bytes seeded_bytes(std::string_view seed, std::size_t count);

// Encrypts as the named scheme does, for making fixtures: "pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128".
struct SeededEncryption {
  Bytes algorithm;  // AlgorithmIdentifier, DER
  Bytes ciphertext;
};
Result<SeededEncryption> encrypt_seeded(std::string_view scheme, ByteView plaintext, const Password& password, std::uint64_t iterations,
                                        std::string_view seed);

// MacData (RFC 7292 section 4), DER, over `content` with the hash "sha1" or "sha256".
Result<Bytes> mac_data_seeded(std::string_view hash, ByteView content, const Password& password, std::uint64_t iterations,
                              std::string_view seed);

}  // namespace chainlint::crypto
