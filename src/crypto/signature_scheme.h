// What a signature's AlgorithmIdentifier asks for, in the terms of the library.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/x509/public_key.h"
#include "hash_algorithm.h"

namespace chainlint::crypto {

enum class SignatureFamily { unknown, rsa_pkcs1, rsa_pss, ecdsa, ed25519 };

struct ResolvedScheme {
  SignatureFamily family = SignatureFamily::unknown;
  std::string name;
  std::string hash;                          // empty where unknown
  const HashAlgorithm* algorithm = nullptr;  // for the families that hash
  std::size_t salt_bytes = 0;                // for rsa_pss
  bool supported = false;

  // The padding as the library calls it; one text for each way to verify with a key.
  std::string padding() const;
};

// Never fails: what is not understood is not supported.
ResolvedScheme resolve_signature(const x509::AlgorithmIdentifier& algorithm);

// The identifier for signing with a hash; `hash` is not looked at for Ed25519. Nothing where the family does not sign with it.
std::optional<ByteView> signature_oid(SignatureFamily family, std::string_view hash);

// Whether a key is of the kind that the scheme signs with. For a key that is bound to RSASSA-PSS parameters (RFC 4055 section 3.3) the
// scheme must keep to them.
bool fits(const ResolvedScheme& scheme, const x509::PublicKeyInfo& key);

}  // namespace chainlint::crypto
