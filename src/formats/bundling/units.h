// One container as several deployment units.
#pragma once

#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"

namespace chainlint::formats {

// The units of a container, in the order of their first entries, each a copy of it with the unit's entries and diagnostics;
// those about the file as a whole are the first unit's. In a unit of a manifest or JSON document the value that contains the leaf comes
// first, and a value that repeats the certificates of another is left out. Sets what each unit trusts. One bundle where nothing divides it.
std::vector<Bundle> split_units(Container container);

// A file with one store of a Windows machine; a registry export names the stores of its entries, and `store` is empty.
struct StoreExport {
  Container container;
  std::string store;
};

// The units of the stores of one machine that were exported to several files, whose entries name their stores. A certificate that
// can be bound is one with the CA certificates above it, from whatever file; what is left is one per file. All share the whole export.
std::vector<Bundle> split_stores(const std::vector<StoreExport>& exports);

}  // namespace chainlint::formats
