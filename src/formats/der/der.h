// What a DER or BER element is, by its structure, and reading it.
#pragma once

#include <optional>
#include <string_view>

#include "reading.h"

namespace chainlint::formats {

enum class DerKind {
  certificate,
  certificate_request,
  crl,
  pkcs8,
  encrypted_pkcs8,
  pkcs1,
  sec1,
  dsa_key,
  public_key,        // SubjectPublicKeyInfo
  rsa_public_key,    // RSAPublicKey of PKCS#1
  parameters,        // DH or DSA
  content_info,      // PKCS#7 and CMS
  bare_signed_data,  // SignedData without its ContentInfo
  pfx,
  pkipath,  // SEQUENCE OF Certificate
  ocsp_response,
  timestamp_response,  // RFC 3161
  bcfks,               // Bouncy Castle's FIPS keystore
  unknown,             // an element, but none of these
  broken,              // no element: damaged or cut
};

// "certificate", "encrypted private key (PKCS#8)", ...: for messages.
std::string_view to_string(DerKind kind);
bool is_private_key(DerKind kind);

// Looks at the first element of `data`, at a few elements inside it and no further. The encoding may be BER.
DerKind sniff_der(ByteView data);

// Reads one object into the container by its kind. `entry` is as for add_entry; `ec_parameters` as for describe_private_key. Returns false
// where the kind is `unknown` or `broken`, with an error reported.
bool read_der_object(ByteView object, DerKind kind, Entry entry, ByteView ec_parameters, ReadContext& context, Container& container);

// Reads a file in DER or BER: objects back to back, the attributes of a trusted certificate, blanks and zero bytes after them. Sets the
// container's format.
void read_der(ByteView data, ReadContext& context, Container& container, const Location& where);

// Whether `data` is the X509_CERT_AUX that OpenSSL puts after a certificate; completes the entry with its alias.
bool read_trust_attributes(ByteView data, Entry& entry);

}  // namespace chainlint::formats
