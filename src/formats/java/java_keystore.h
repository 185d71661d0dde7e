// Java keystores in the proprietary formats JKS and JCEKS, versions 1 and 2 (the header comments of sun.security.provider.JavaKeyStore and
// com.sun.crypto.provider.JceKeyStore).
#pragma once

#include "detect.h"

namespace chainlint::formats {

// Reads a keystore of either kind and sets the container's format. Certificates need no password; the digest and private keys are tried
// with those given. The count of entries in the header is believed only as far as there are bytes. What cannot be read ends the reading
// with an error, since entries have no length of their own; what was read before stays.
void read_java_keystore(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
