// Password-based encryption and integrity: PKCS#5 (RFC 8018), PKCS#12 (RFC 7292 appendix B and C), PBMAC1 (RFC 9579).
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "chainlint/base/bytes.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/result.h"
#include "chainlint/base/run_budget.h"
#include "chainlint/base/secret.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

// One password in one of the encodings that implementations use for it (implementations of PKCS#12 disagree on the empty one).
enum class PasswordForm {
  standard,      // BMPString with terminator for the PKCS#12 KDF, UTF-8 for PBES2 and PBMAC1
  absent,        // no bytes at all: the NULL password
  latin1,        // PBES2 with one byte per character: old Bouncy Castle
  widened_utf8,  // PKCS#12 KDF with each UTF-8 byte widened to 16 bits: OpenSSL before 1.1.0
};

// How a key or file is protected: facts for rules, shown to people.
struct Protection {
  std::string scheme;            // "pbeWithSHAAnd40BitRC2-CBC", "PBES2", "none", "HMAC", "PBMAC1", ...
  std::string cipher;            // "AES-256-CBC", "3DES-CBC", "RC2-40-CBC", ...; empty for a MAC
  std::string kdf;               // "PKCS12KDF-SHA1", "PBKDF2-SHA256", "scrypt", "PBKDF1-MD5", ...
  std::string mac;               // "HMAC-SHA256"; empty for encryption
  std::uint64_t iterations = 0;  // for scrypt: N
  std::size_t salt_bytes = 0;
  bool supported = true;  // false where this program cannot undo it
};

// Counts the work of key derivation in one file and refuses what is over the limits. Keeps what was derived, so that copies of one key cost
// once. Not shared between threads.
class KdfBudget {
 public:
  // `run`: what all files may take; null: no limit. Borrowed.
  explicit KdfBudget(const Limits& limits = {}, SharedBudget* run = nullptr) : limits_(limits), run_(run) {}
  KdfBudget(const KdfBudget&) = delete;
  KdfBudget& operator=(const KdfBudget&) = delete;

  // Takes `iterations` for each of `blocks` outputs of the hash that one derivation needs. The limit for one derivation is on `iterations`,
  // that for the file on the work. An error has code "kdf-limit" and gives the requested number and the limit. 0 iterations count as 1.
  std::optional<Error> take(std::uint64_t iterations, std::uint64_t blocks = 1);
  std::optional<Error> check_scrypt_memory(std::uint64_t bytes) const;
  std::optional<Error> check_salt(std::size_t bytes) const;
  const Limits& limits() const { return limits_; }

  // What was derived for the same request; null where nothing was. A request is a digest of everything that determines the result.
  const SecretBytes* known(const Digest256& request) const;
  void keep(const Digest256& request, const SecretBytes& derived);

 private:
  Limits limits_;
  SharedBudget* run_;
  std::uint64_t used_ = 0;
  std::map<Digest256, SecretBytes> derived_;
};

// What an encryption AlgorithmIdentifier says. Fails only on parameters that do not decode (code "encryption-parameters"); negative, zero
// and oversized iteration counts are such.
Result<Protection> describe_encryption(const x509::AlgorithmIdentifier& algorithm);

// Undoes it. Error codes: "encryption-unsupported" (algorithm named), "kdf-limit", "encryption-parameters", and "decrypt-failed" (padding
// or length: a wrong password or damaged data; which of them cannot be known).
Result<SecretBytes> decrypt(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext, const Password& password, PasswordForm form,
                            KdfBudget& budget);

// The MacData of a PFX: classic (RFC 7292 section 4) or PBMAC1, from the digest algorithm.
struct MacParameters {
  x509::AlgorithmIdentifier digest_algorithm;
  ByteView digest;
  ByteView salt;
  std::uint64_t iterations = 1;
};
Result<Protection> describe_mac(const MacParameters& mac);

// Whether the MAC over `content` is correct for the password. Codes as for decrypt; a digest of another length than the hash is
// "mac-length".
Result<bool> verify_mac(const MacParameters& mac, ByteView content, const Password& password, PasswordForm form, KdfBudget& budget);

// RFC 1421 encryption of traditional PEM keys (`DEK-Info`): `cipher` as in the header ("AES-256-CBC", "DES-EDE3-CBC"), `iv` as given there.
// The key is one MD5 round of password and IV (EVP_BytesToKey).
Result<SecretBytes> decrypt_pem(std::string_view cipher, ByteView iv, ByteView ciphertext, const Password& password);

}  // namespace chainlint::crypto
