// The encodings of private keys, as views.
#pragma once

#include <optional>

#include "chainlint/asn1/reader.h"
#include "chainlint/crypto/private_key.h"

namespace chainlint::crypto {

// RSAPrivateKey (RFC 8017 appendix A.1.2): magnitudes. The exponents and the coefficient of the Chinese remainder form are empty where the
// encoding ends before them.
struct RsaPrivateFields {
  ByteView n, e, d, p, q, dp, dq, coefficient;
  bool multi_prime = false;
};
asn1::Asn1Result<RsaPrivateFields> read_rsa_private(ByteView der);

// ECPrivateKey (RFC 5915). `parameters` is the encoded element inside [0], `point` the BIT STRING inside [1]; empty where absent.
struct EcPrivateFields {
  ByteView scalar;
  ByteView parameters;
  ByteView point;
};
asn1::Asn1Result<EcPrivateFields> read_ec_private(ByteView der);

// PrivateKeyInfo and OneAsymmetricKey (RFC 5958).
struct Pkcs8Fields {
  x509::AlgorithmIdentifier algorithm;
  ByteView key;
};
asn1::Asn1Result<Pkcs8Fields> read_pkcs8(ByteView der);

// The form of the private key, which the second element shows; nothing where the bytes are no private key.
std::optional<KeyFormat> private_key_format(ByteView octets);

}  // namespace chainlint::crypto
