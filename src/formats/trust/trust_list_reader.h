// Reads the content of Microsoft's certificate trust lists.
#pragma once

#include "chainlint/asn1/reader.h"
#include "reading.h"

namespace chainlint::formats {

// Adds the list that `reader` is at, a CertificateTrustList (wincrypt.h CTL_INFO) or an OCTET STRING that contains
// one, and a note "trust-list" that says what it is. A list that cannot be decoded is an entry of kind `other` and an error
// "trust-list-unreadable"; what cannot be read of its entries is an error "trust-list-damaged", and the others are kept. At most
// Limits::certificates_per_file entries are read.
Entry* add_trust_list(asn1::Asn1Reader reader, Entry entry, ReadContext& context, Container& container);

}  // namespace chainlint::formats
