#include "chainlint/formats/pem_places.h"

#include <algorithm>

#include "pem_scanner.h"

namespace chainlint {
namespace {

constexpr std::string_view kDashes = "-----";
constexpr std::string_view kBegin = "-----BEGIN ";

std::size_t offset_in(std::string_view text, std::string_view part) { return static_cast<std::size_t>(part.data() - text.data()); }

}  // namespace

std::vector<PemPlace> find_pem_places(std::string_view text) {
  std::vector<PemPlace> places;
  PemScanner scanner(text);
  while (const auto block = scanner.next()) {
    PemPlace place;
    place.begin = text.rfind(kBegin, offset_in(text, block->label));
    place.line = block->line;
    place.end_line = block->end_line;
    place.whole = block->end == PemBlock::End::matched;
    place.end = offset_in(text, block->body) + block->body.size();
    if (block->end != PemBlock::End::missing) {
      place.end = offset_in(text, block->end_label) + block->end_label.size();
      for (std::size_t dashes = 0; dashes < kDashes.size() && place.end < text.size() && text[place.end] == '-'; ++dashes) ++place.end;
    }
    if (place.begin == std::string_view::npos || (!places.empty() && place.begin < places.back().end)) continue;
    places.push_back(place);
  }
  return places;
}

}  // namespace chainlint
