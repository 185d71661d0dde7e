// Microsoft's serialized certificate store ([MS-OSHARED] 2.3.9.1).
#pragma once

#include "reading.h"

namespace chainlint::formats {

// The first bytes of every such store.
bool is_sst(ByteView data);

// Reads a store: certificates and revocation lists with the properties that are before them.
void read_sst(ByteView data, ReadContext& context, Container& container, const Location& where);

}  // namespace chainlint::formats
