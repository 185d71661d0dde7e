// PKCS#7 and CMS SignedData as a bag of certificates (RFC 2315, RFC 5652), and Microsoft's certificate trust lists.
#pragma once

#include "reading.h"

namespace chainlint::formats {

// Reads a ContentInfo, in DER or BER: a SignedData or a Netscape certificate sequence; other content is refused by name. For a certificate
// trust list the container's format becomes `ctl`: its entries are hashes, and the certificates inside are those of its signer.
void read_pkcs7(ByteView content_info, ReadContext& context, Container& container, const Location& where);

// Reads a SignedData without its ContentInfo, as some Windows programs write it.
void read_signed_data(ByteView signed_data, ReadContext& context, Container& container, const Location& where);

// The certificates in a ContentInfo with a SignedData; 0 where it is damaged.
std::size_t count_signed_certificates(ByteView content_info);

// Reads a certificate trust list as a store contains it: in a ContentInfo, or its content alone.
void read_trust_list(ByteView encoded, ReadContext& context, Container& container, const Location& where);

}  // namespace chainlint::formats
