#include "chainlint/formats/pem_places.h"

#include "pem/pem_scanner.h"

namespace chainlint::formats {

std::vector<PemPlace> find_pem_places(std::string_view text) {
  std::vector<PemPlace> places;
  PemScanner scanner(text);
  while (const auto block = scanner.next()) {
    places.push_back({block->begin_at, block->end_at, block->line, block->end_line, block->end == PemBlock::End::matched});
  }
  return places;
}

}  // namespace chainlint::formats
