// Private keys: only their public half is returned. No private bytes are kept after the call.
#pragma once

#include <optional>
#include <string>

#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"
#include "chainlint/base/result.h"
#include "chainlint/base/secret.h"
#include "chainlint/x509/public_key.h"

namespace chainlint::crypto {

// How a private key is encoded.
enum class KeyFormat { pkcs8, pkcs1, sec1, dsa, openssh, other };
inline constexpr EnumNames<KeyFormat::other> kKeyFormatNames{"pkcs8", "pkcs1", "sec1", "dsa", "openssh", "other"};
constexpr std::string_view to_string(KeyFormat format) { return kKeyFormatNames[format]; }

// What is kept of a private key.
struct KeyDescription {
  KeyFormat format = KeyFormat::pkcs8;
  x509::KeyAlgorithm algorithm = x509::KeyAlgorithm::other;
  std::size_t bits = 0;
  std::string curve;
  // PublicKeyInfo::canonical() of the public half: computed from the private half, not taken from the file. Empty where this program cannot
  // compute it (`problem` says why).
  Bytes public_canonical;
  std::string problem;
};

// Reads a PrivateKeyInfo / OneAsymmetricKey (RFC 5958, versions 0 and 1), an RSAPrivateKey (RFC 8017), an ECPrivateKey (RFC 5915) or a
// traditional DSA key; the form is found from the bytes. RSA: n = p*q is checked and e is taken unchanged. EC: the point is d*G.
// `ec_parameters` is the content of a preceding EC PARAMETERS block, for a SEC1 key without parameters; may be empty.
Result<KeyDescription> describe_private_key(ByteView der, ByteView ec_parameters = {});

}  // namespace chainlint::crypto
