// SubjectPublicKeyInfo as views: what kind of key, how long, without loading it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"
#include "chainlint/base/enum_names.h"

namespace chainlint::x509 {

// The algorithms whose keys this program distinguishes.
enum class KeyAlgorithm { rsa, rsa_pss, ec, ed25519, ed448, x25519, dsa, dh, gost, ml_dsa, other };

inline constexpr EnumNames<KeyAlgorithm::other> kKeyAlgorithmNames{"rsa", "rsa_pss", "ec",   "ed25519", "ed448", "x25519",
                                                                   "dsa", "dh",      "gost", "ml_dsa",  "other"};
constexpr std::string_view to_string(KeyAlgorithm algorithm) { return kKeyAlgorithmNames[algorithm]; }

// Encodings of keys that only some programs read: Go's parser requires NULL parameters, exponents of at most 31 bits and uncompressed
// points.
enum class KeyEncoding {
  no_null,        // rsaEncryption without parameters, which must be NULL (RFC 3279 section 2.3.1)
  long_exponent,  // RSA: the public exponent has more than 31 bits
  compressed,     // EC: a compressed point
};
inline constexpr EnumNames<KeyEncoding::compressed> kKeyEncodingNames{"no_null", "long_exponent", "compressed"};
constexpr std::string_view to_string(KeyEncoding encoding) { return kKeyEncodingNames[encoding]; }

// For people: "RSA without NULL parameters".
std::string_view describe(KeyEncoding encoding);

// "RSA 2048", "EC P-256", "Ed25519": a key for people. `bits` of 0 and an empty `curve` are left out.
std::string key_title(KeyAlgorithm algorithm, std::size_t bits, std::string_view curve);

// An AlgorithmIdentifier (RFC 5280 section 4.1.1.2). Borrows.
struct AlgorithmIdentifier {
  ByteView oid;         // content bytes
  ByteView parameters;  // the encoded element; empty where absent
  ByteView encoded;     // the whole SEQUENCE

  static asn1::Asn1Result<AlgorithmIdentifier> read(asn1::Asn1Reader& reader, const char* what);
};

// A SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7). Borrows.
struct PublicKeyInfo {
  ByteView der;  // the whole SEQUENCE: what is hashed to tell keys apart
  AlgorithmIdentifier algorithm_id;
  ByteView key_octets;  // content of the BIT STRING
  KeyAlgorithm algorithm = KeyAlgorithm::other;
  std::size_t bits = 0;    // RSA modulus, curve order, or the nominal size; 0 where unknown
  std::string_view curve;  // "P-256", "P-384", "P-521", "brainpoolP256r1", "secp256k1", "explicit", "unknown" for `ec`
  ByteView rsa_modulus;    // magnitudes without leading zeros, for `rsa` and `rsa_pss`
  ByteView rsa_exponent;
  bool decodable = true;  // false where the key bytes are not what the algorithm says; `bits` is then 0

  static asn1::Asn1Result<PublicKeyInfo> read(const asn1::Element& element, asn1::Encoding encoding = asn1::Encoding::der);

  // The key_title(); the name of the algorithm where it is not one of those known, "unreadable" where there is no key.
  std::string to_string() const;

  // The unusual encodings of the key; none where it does not decode.
  std::vector<KeyEncoding> unusual_encodings() const;

  // Bytes that are equal for two encodings of one key: RSA by modulus and exponent whatever the parameters, named curves by curve and
  // point (an explicit or compressed encoding is left as it is), everything else byte for byte.
  Bytes canonical() const;
};

}  // namespace chainlint::x509
