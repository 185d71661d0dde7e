// The attributes of a PKCS#12 bag: the names and marks that Windows, Java and OpenSSL put on keys and certificates.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// The attributes that this program knows (RFC 7292 section 4.2, and the vendors'). The first of several values counts.
struct BagAttributes {
  std::string friendly_name;  // printable
  Bytes local_key_id;
  std::string key_provider;               // Windows CSP or KSP, printable
  bool local_machine = false;             // Windows: the key belongs to the machine, not to a user
  bool trusted_certificate = false;       // Java's trusted-certificate marker
  std::optional<asn1::Asn1Error> damage;  // the first attribute that cannot be read; the others were
};

// Reads the content of a bag's attribute SET. Unknown attributes are skipped.
BagAttributes read_bag_attributes(asn1::Asn1Reader reader);

// What Windows uses a key for ("AT_KEYEXCHANGE", "AT_SIGNATURE"), from the attribute keyUsage that it puts inside a PrivateKeyInfo: bit 3
// or bit 0. Keys of a provider of the newer kind, which makes no such difference, are "CNG". Empty where nothing is said.
std::string windows_key_spec(ByteView private_key_info, std::string_view provider);

}  // namespace chainlint::formats
