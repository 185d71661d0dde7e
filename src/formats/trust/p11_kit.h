// Files in the persistence format of p11-kit (`trust dump`, /etc/pki/ca-trust/source): objects as fields and PEM blocks.
#pragma once

#include "detect.h"

namespace chainlint::formats {

// Reads the file and sets the container's format: an entry for each certificate, with its label and whether it is trusted or distrusted. A
// public key in it only says which certificates an object with extensions is about. Assertions about certificates are skipped.
void read_p11_kit(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
