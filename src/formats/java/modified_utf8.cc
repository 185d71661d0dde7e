#include "java/modified_utf8.h"

#include <cstdint>

#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

struct Unit {
  char32_t value = kReplacement;
  std::size_t length = 1;
};

// One character, or one surrogate, at the front.
Unit first_unit(ByteView octets) {
  const std::uint8_t lead = octets[0];
  if (lead < 0x80) return {lead, 1};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC0 || lead > 0xF4 || octets.size() < length) return {};
  char32_t value = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) {
    if ((octets[i] & 0xC0) != 0x80) return {};
    value = (value << 6) | (octets[i] & 0x3Fu);
  }
  if (length == 4 && (value < 0x10000 || value > 0x10FFFF)) return {};
  return {value, length};
}

bool is_high_surrogate(char32_t value) { return value >= 0xD800 && value < 0xDC00; }
bool is_low_surrogate(char32_t value) { return value >= 0xDC00 && value < 0xE000; }

}  // namespace

std::string from_modified_utf8(ByteView octets) {
  std::string text;
  text.reserve(octets.size());
  while (!octets.empty()) {
    Unit unit = first_unit(octets);
    octets = octets.subspan(unit.length);
    if (is_high_surrogate(unit.value) && !octets.empty()) {
      const Unit low = first_unit(octets);
      if (is_low_surrogate(low.value)) {
        unit.value = 0x10000 + ((unit.value - 0xD800) << 10) + (low.value - 0xDC00);
        octets = octets.subspan(low.length);
      }
    }
    append_utf8(text, unit.value);
  }
  return text;
}

}  // namespace chainlint::formats
