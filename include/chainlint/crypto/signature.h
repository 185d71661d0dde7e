// Verifies signatures, each once.
#pragma once

#include <memory>

#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/x509/certificate.h"
#include "chainlint/x509/crl.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

enum class SignatureVerdict {
  valid,
  invalid,      // the algorithm is known and the signature is not by this key
  unsupported,  // an algorithm, parameters or key size that this program does not verify: nothing is known
  mismatched,   // inner and outer algorithm identifiers differ (RFC 5280 section 4.1.1.2): not verified
};

inline constexpr EnumNames<SignatureVerdict::mismatched> kSignatureVerdictNames{"valid", "invalid", "unsupported", "mismatched"};
constexpr std::string_view to_string(SignatureVerdict verdict) { return kSignatureVerdictNames[verdict]; }

// What a signature algorithm identifier says.
struct SignatureScheme {
  std::string name;  // "sha256WithRSAEncryption", "ecdsa-with-SHA384", "Ed25519", ...
  std::string hash;  // "sha256", "sha1", "md5"; empty for Ed25519 and for unknown schemes
  bool supported = false;
};
SignatureScheme describe_signature(const x509::AlgorithmIdentifier& algorithm);

// Verifies, and keeps keys and verdicts so that no signature is verified and no key loaded twice. Safe to share between threads.
//
// Keys are identified by the SHA-256 of their SubjectPublicKeyInfo. Verdicts about CA certificates are kept; those about other certificates
// for a while only, because a leaf is verified again only for other times. Keys with a modulus or exponent past `Limits` are never used:
// `unsupported`.
class SignatureVerifier {
 public:
  SignatureVerifier();
  ~SignatureVerifier();
  SignatureVerifier(const SignatureVerifier&) = delete;
  SignatureVerifier& operator=(const SignatureVerifier&) = delete;

  // Whether `child` was signed with the private half of `issuer_key`.
  SignatureVerdict verify(const x509::Certificate& child, const x509::PublicKeyInfo& issuer_key);
  SignatureVerdict verify(const x509::Crl& crl, const x509::PublicKeyInfo& issuer_key);

  // The two above, and any other signature.
  SignatureVerdict verify(const x509::AlgorithmIdentifier& algorithm, ByteView message, ByteView signature, const x509::PublicKeyInfo& key);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace chainlint::crypto
