// Damages inputs of fuzz targets: bytes anywhere, and the structure that most formats are made of. A structural change leaves the rest
// whole, so that the reader gets as far as what was changed: the lengths of enclosing DER elements are corrected, a changed PEM block is
// base64 again, and a length field of a binary store is changed where it is.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <vector>

namespace chainlint::fuzz {

using Input = std::vector<std::uint8_t>;

// The same seed gives the same damage.
class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  // One to four changes, about half of them of the structure.
  Input damage(Input input);

  // Changes the structure; false where the input has none.
  bool damage_structure(Input& input);

  std::size_t pick(std::size_t below) { return below == 0 ? 0 : random_() % below; }

 private:
  template <class Values>
  auto one_of(const Values& values) {
    return values[pick(std::size(values))];
  }

  void damage_bytes(Input& input);
  Input other_length(std::size_t length);
  bool damage_der(Input& der);    // tags, lengths, and elements left out, repeated, exchanged, emptied or put inside of themselves
  bool damage_pem(Input& input);  // labels, blocks and the DER in them
  bool damage_lines(Input& input);
  bool damage_field(Input& input);

  std::mt19937 random_;
};

}  // namespace chainlint::fuzz
