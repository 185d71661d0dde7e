// Keystores of Bouncy Castle: BKS, and UBER, which is a BKS encrypted as a whole.
#pragma once

#include "detect.h"

namespace chainlint {

// Reads a keystore of either kind and sets the container's format.
void read_bouncy_castle(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint
