// JSON as cloud services, Vault, Traefik and others hand out certificates.
#pragma once

#include "detect.h"

namespace chainlint {

// Reads every string that holds certificates or keys and sets the container's format.
void read_json(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
