// Which bundle of a revision a bundle of the branch with another name replaces.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"

namespace chainlint::run {

// What a bundle is known by: its first certificate that is no CA's. Everything is empty where it has none.
struct BundleMark {
  std::string leaf;                // SHA-256
  std::string key;                 // its public key
  std::vector<std::string> names;  // that it covers; its subject where it names none. In lower case, sorted, each once
  std::string path;                // of its first file
};
BundleMark mark_of(const formats::Bundle& bundle, const std::string& path);

struct BundlePairs {
  std::vector<std::optional<std::size_t>> previous;  // for each of `after`: an index into `before`
  std::size_t guessed = 0;                           // of `after`: so many fit that not all were looked at, and none has its file name
};

// For each of `after` the one of `before` that it takes the place of: one that has the same leaf, the same key or at least half of the
// names of both. Content is what counts, not likeness of text: two files that share a chain are alike and have nothing to do with each
// other. Of several that fit, that which ends in the same folders and file name, then the nearest in content, then the likest path, then a
// file of the same kind, then the first. Each is taken once while there are enough; what is left over has one that is taken already, so
// that nothing that fits is compared with nothing.
BundlePairs pair_bundles(const std::vector<BundleMark>& after, const std::vector<BundleMark>& before);

}  // namespace chainlint::run
