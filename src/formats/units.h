// One container as several deployment units.
#pragma once

#include <vector>

#include "chainlint/formats/bundle.h"

namespace chainlint {

// The units of a container, in the order of their first entries, each a copy of it with the unit's entries and diagnostics;
// those about the file as a whole are the first unit's. In a unit of a
// manifest or JSON document the value that holds the leaf comes first. One bundle where nothing divides it.
std::vector<Bundle> split_units(Container container);

// Whether an entry is a certificate of an end entity: not a CA by its basic constraints.
bool is_leaf_certificate(const Entry& entry);

}  // namespace chainlint
