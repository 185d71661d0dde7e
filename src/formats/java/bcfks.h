// BCFKS, the keystore of Bouncy Castle's FIPS provider: ASN.1, encrypted as a whole (the layout is that of its BcFKSKeyStoreSpi).
#pragma once

#include "reading.h"

namespace chainlint::formats {

// Reads an ObjectStore in BER and adds its entries. Without its password the keystore stays closed: an error, and nothing of it is read. A
// keystore that is signed instead of protected by a MAC is read, and a note says that its signature was not verified.
void read_bcfks(ByteView object_store, ReadContext& context, Container& container, const Location& where);

}  // namespace chainlint::formats
