// Where the blocks of a PEM text are, for writing it back with other blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chainlint::formats {

// One block, from the dashes of BEGIN to those of END.
struct PemPlace {
  std::size_t begin = 0, end = 0;        // bytes of the text
  std::uint32_t line = 1, end_line = 1;  // as in the locations of its entries
  bool whole = true;                     // closed by an END of its own label
};

// Every block in its order, those that are not read too: the same that read_container() finds. Linear.
std::vector<PemPlace> find_pem_places(std::string_view text);

}  // namespace chainlint::formats
