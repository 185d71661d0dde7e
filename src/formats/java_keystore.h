// Java keystores in the proprietary formats JKS and JCEKS (the header comment of sun.security.provider.JavaKeyStore).
#pragma once

#include "detect.h"

namespace chainlint {

// Reads a keystore of either kind and sets the container's format.
void read_java_keystore(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
