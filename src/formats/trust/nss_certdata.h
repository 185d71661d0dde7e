// NSS's certdata.txt: PKCS#11 objects as text, certificates and what they are trusted for.
#pragma once

#include "detect.h"

namespace chainlint::formats {

// Reads the file and sets the container's format: an entry for each certificate, described with what the trust object of the same issuer
// and serial number (or the same SHA-1) says of it. A value with damage is an error with its line; the objects after it are read.
void read_nss_certdata(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
