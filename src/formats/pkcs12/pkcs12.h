// PKCS#12 (RFC 7292, RFC 9579): PFX files.
#pragma once

#include "reading.h"

namespace chainlint::formats {

// Reads a PFX, in DER or BER, into the container: entries in file order, `facts.mac`, `facts.mac_verified` and the password's use. `der`
// contains the one outer element and nothing after it. Does not set the container's format or status.
void read_pkcs12(ByteView der, ReadContext& context, Container& container, const Location& where);

}  // namespace chainlint::formats
