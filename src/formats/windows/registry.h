// Certificates in the Windows registry: exports (.reg) of SystemCertificates keys, and the blob of one certificate.
#pragma once

#include "detect.h"

namespace chainlint::formats {

// Reads an export and sets the container's format.
void read_registry_export(const FileInput& file, ReadContext& context, Container& container);

// Reads the property list of one certificate and sets the container's format.
void read_registry_blob(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
