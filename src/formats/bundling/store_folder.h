// A folder with the stores of a Windows machine, one file per store.
#pragma once

#include <cstddef>
#include <vector>

#include "bundling/units.h"
#include "chainlint/formats/bundle.h"

namespace chainlint::formats {

struct StoreFolder {
  std::vector<StoreExport> exports;
  std::vector<std::size_t> positions;  // of the exports in the files that were found
};

// Takes the exports of machines' stores out of `found`: one result for each folder and each prefix of file names in it. A file is named
// for its store after a prefix that ends in punctuation: My.sst, srv1-CA.p7b, "Trusted Root Certification Authorities.sst". They are taken
// where a personal store is among them and CA or Root, or CA and Root as serialized stores. Registry exports name their stores themselves;
// one alone is not taken.
std::vector<StoreFolder> take_store_folders(std::vector<FoundContainer>& found);

}  // namespace chainlint::formats
