// Files in the persistence format of p11-kit: `[p11-kit-object-v1]` and PEM blocks.
#pragma once

#include "detect.h"

namespace chainlint {

// Reads the file and sets the container's format.
void read_p11_kit(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
