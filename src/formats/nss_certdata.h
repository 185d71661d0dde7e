// NSS's certdata.txt: PKCS#11 objects as text, certificates and what they are trusted for.
#pragma once

#include "detect.h"

namespace chainlint {

// Reads the file and sets the container's format.
void read_nss_certdata(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
