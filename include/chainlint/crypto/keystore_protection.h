// What protects Java keystores: the digest and the two key encryptions of JKS and JCEKS, and the schemes of Bouncy Castle's BKS, UBER and
// BCFKS.
//
// No standard describes them; they are what the providers SUN, SunJCE and BC do. Passwords are taken as Java sees them: UTF-16 for the
// digest and for JKS keys, UTF-8 for JCEKS keys (which Java limits to ASCII), and the bytes of the PKCS#12 key derivation for Bouncy
// Castle. Error codes are those of decrypt() in password_encryption.h.
#pragma once

#include <cstddef>
#include <cstdint>

#include "chainlint/crypto/password_encryption.h"

namespace chainlint::crypto {

// Bytes of the digest or MAC at the end of every keystore: SHA-1.
inline constexpr std::size_t kKeystoreDigestOctets = 20;

// The digest that closes JKS and JCEKS: SHA-1 over the password, the words "Mighty Aphrodite", and everything before the digest.
Bytes java_keystore_digest(ByteView content, const Password& password);
Protection describe_java_keystore_digest();

// Whether a key encryption is one of Java's own: 1.3.6.1.4.1.42.2.17.1.1 (JKS) or 1.3.6.1.4.1.42.2.19.1 (JCEKS).
bool is_java_key_protection(const x509::AlgorithmIdentifier& algorithm);

// Its parameters, and the decrypted key. JKS: a keystream of SHA-1 values and a digest, which reveals a wrong password with certainty.
// JCEKS: 3DES under a key that MD5 derives from either half of the salt; where the halves are equal, Java reorders the first one, in one of
// two ways depending on its version, and both are tried. The algorithm must be one of the two.
Result<Protection> describe_java_key_protection(const x509::AlgorithmIdentifier& algorithm);
Result<SecretBytes> open_java_key(const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext, const Password& password,
                                  KdfBudget& budget);

// Salt and iterations as Bouncy Castle writes them. Borrows.
struct BouncyCastleKdf {
  ByteView salt;
  std::uint64_t iterations = 0;
};

// The MAC that closes a BKS: HMAC with SHA-1 under the PKCS#12 key derivation. The key has 20 bytes, in version 1 only two
// (CVE-2018-5382).
Protection describe_bks_mac(const BouncyCastleKdf& kdf);
Result<bool> verify_bks_mac(unsigned version, const BouncyCastleKdf& kdf, ByteView content, ByteView mac, const Password& password,
                            PasswordForm form, KdfBudget& budget);

// What Bouncy Castle encrypts, each under a key of the PKCS#12 key derivation with SHA-1.
enum class BouncyCastleSecret {
  sealed_key,  // pbeWithSHAAnd3-KeyTripleDES-CBC
  uber_store,  // PBEWithSHAAndTwofish-CBC, 256 bit
};
Protection describe_bouncy_castle(BouncyCastleSecret what, const BouncyCastleKdf& kdf);
Result<SecretBytes> open_bouncy_castle(BouncyCastleSecret what, const BouncyCastleKdf& kdf, ByteView ciphertext, const Password& password,
                                       PasswordForm form, KdfBudget& budget);

// What BCFKS derives keys for. The name of the purpose is appended to the password, so that each use has its own key.
enum class BcfksPurpose { store, integrity, private_key };

// The encryption of BCFKS (BcFKSKeyStoreSpi): PBES2 with PBKDF2 or scrypt, and AES-256 in CCM or KWP (RFC 5649). Both are authenticated, so
// a wrong password or damage is always "decrypt-failed". Other ciphers are "encryption-unsupported".
Result<Protection> describe_bcfks_encryption(const x509::AlgorithmIdentifier& algorithm);
Result<SecretBytes> open_bcfks(BcfksPurpose purpose, const x509::AlgorithmIdentifier& algorithm, ByteView ciphertext,
                               const Password& password, KdfBudget& budget);

// The MAC of BCFKS: HMAC with a key of PBKDF2 or scrypt. Borrows.
struct BcfksMac {
  x509::AlgorithmIdentifier algorithm;  // HMAC
  x509::AlgorithmIdentifier kdf;
  ByteView value;
};
Result<Protection> describe_bcfks_mac(const BcfksMac& mac);
Result<bool> verify_bcfks_mac(const BcfksMac& mac, ByteView content, const Password& password, KdfBudget& budget);

}  // namespace chainlint::crypto
