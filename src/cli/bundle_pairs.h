// Which bundle of a revision a bundle of the branch takes the place of, where it does not bear its name.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/formats/bundle.h"

namespace chainlint::cli {

// What a bundle is known by: its first certificate that is no CA's. Everything is empty where it has none.
struct BundleMark {
  std::string leaf;                // SHA-256
  std::string key;                 // its public key
  std::vector<std::string> names;  // that it covers; its subject where it names none. In lower case, sorted, each once
  std::string path;                // of its first file
};
BundleMark mark_of(const Bundle& bundle, const std::string& path);

// For each of `after` the one of `before` that it takes the place of, each at most once: the same leaf, else the same key, else at least
// half of the names of both; of several the nearest, then that in a file of the same kind, then the first. Content is what counts, not
// likeness of text: two files that share a chain are alike and have nothing to do with each other.
std::vector<std::optional<std::size_t>> pair_bundles(const std::vector<BundleMark>& after, const std::vector<BundleMark>& before);

}  // namespace chainlint::cli
