// Keystores of Bouncy Castle: BKS in versions 1 and 2, and UBER, which is the entries of a BKS encrypted as a whole (the layout is that of
// its BcKeyStoreSpi).
#pragma once

#include "detect.h"

namespace chainlint::formats {

// Reads a keystore of either kind and sets the container's format. The certificates of a BKS need no password; its MAC and its keys are
// tried with those given. An UBER is closed without its password: an error, and nothing of it is read. Version 1 of BKS and UBER begin
// alike; what follows tells them apart.
void read_bouncy_castle(const FileInput& file, ReadContext& context, Container& container);

}  // namespace chainlint::formats
