// The parts of a PKCS#12 file (RFC 7292), for reading it and for writing it back. Everything borrows from the bytes read.
#pragma once

#include <optional>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/crypto/password_encryption.h"

namespace chainlint::formats::pkcs12 {

inline constexpr auto kData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 1>();
inline constexpr auto kSignedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
inline constexpr auto kEnvelopedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 3>();
inline constexpr auto kEncryptedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 6>();
inline constexpr auto kX509Certificate = asn1::make_oid<1, 2, 840, 113549, 1, 9, 22, 1>();
inline constexpr auto kSdsiCertificate = asn1::make_oid<1, 2, 840, 113549, 1, 9, 22, 2>();
inline constexpr auto kX509Crl = asn1::make_oid<1, 2, 840, 113549, 1, 9, 23, 1>();

// A ContentInfo (RFC 7292 section 3.1): a type, and a reader of what the explicit tag contains.
struct ContentInfo {
  ByteView type;
  asn1::Asn1Reader content;
};
asn1::Asn1Result<ContentInfo> read_content_info(asn1::Asn1Reader& reader);

// An OCTET STRING in one piece or in several.
asn1::Asn1Result<asn1::Element> expect_octet_string(asn1::Asn1Reader& reader, const char* what);

// An EncryptedData with its EncryptedContentInfo (RFC 5652 sections 8 and 6.1).
struct EncryptedContent {
  x509::AlgorithmIdentifier algorithm;
  asn1::Element ciphertext;  // implicitly tagged OCTET STRING
  ByteView version;          // encoded, like the next
  ByteView attributes;       // all that follows the EncryptedContentInfo
};
asn1::Asn1Result<EncryptedContent> read_encrypted_content(asn1::Asn1Reader reader);

// A MacData (RFC 7292 section 4). Keeps what the views of the parameters borrow: not to be copied.
struct MacData {
  crypto::MacParameters parameters;
  Bytes digest, salt;
};
std::optional<asn1::Asn1Error> read_mac_data(asn1::Asn1Reader fields, const Limits& limits, MacData& mac);

// The bags of RFC 7292 section 4.2.
enum class BagType { key = 1, shrouded_key = 2, certificate = 3, crl = 4, secret = 5, safe_contents = 6, unknown = 0 };
BagType bag_type(ByteView oid);

// CertBag, CRLBag and SecretBag: a type and an explicitly tagged value.
struct TypedValue {
  ByteView type;
  asn1::Element value;
};
asn1::Asn1Result<TypedValue> read_typed_value(asn1::Asn1Reader reader, const char* what);

}  // namespace chainlint::formats::pkcs12
