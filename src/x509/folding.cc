#include "folding.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>

#include "chainlint/base/text.h"

namespace chainlint::x509 {

namespace {

// Capitals: every `step`th code point from `first` to `last` has its small letter `distance` further.
struct Capitals {
  char32_t first, last;
  int step, distance;
};

constexpr Capitals kCapitals[] = {
    {0x41, 0x5A, 1, 32},     {0xC0, 0xD6, 1, 32},   {0xD8, 0xDE, 1, 32},     {0x100, 0x12E, 2, 1},   {0x132, 0x136, 2, 1},
    {0x139, 0x147, 2, 1},    {0x14A, 0x176, 2, 1},  {0x178, 0x178, 1, -121}, {0x179, 0x17D, 2, 1},   {0x17F, 0x17F, 1, -268},
    {0x1CD, 0x1DB, 2, 1},    {0x1DE, 0x1EE, 2, 1},  {0x1F8, 0x21E, 2, 1},    {0x222, 0x232, 2, 1},   {0x386, 0x386, 1, 38},
    {0x388, 0x38A, 1, 37},   {0x38C, 0x38C, 1, 64}, {0x38E, 0x38F, 1, 63},   {0x391, 0x3A1, 1, 32},  {0x3A3, 0x3AB, 1, 32},
    {0x3C2, 0x3C2, 1, 1},    {0x400, 0x40F, 1, 80}, {0x410, 0x42F, 1, 32},   {0x460, 0x480, 2, 1},   {0x48A, 0x4BE, 2, 1},
    {0x4C1, 0x4CD, 2, 1},    {0x4D0, 0x52E, 2, 1},  {0x531, 0x556, 1, 48},   {0x1E00, 0x1E94, 2, 1}, {0x1EA0, 0x1EFE, 2, 1},
    {0xFF21, 0xFF3A, 1, 32},
};

struct Span {
  char32_t first, last;
};

constexpr Span kBlanks[] = {{0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
                            {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};

constexpr Span kIgnored[] = {{0x00, 0x08},     {0x0E, 0x1F},     {0x7F, 0x84},     {0x86, 0x9F},     {0xAD, 0xAD},     {0x34F, 0x34F},
                             {0x6DD, 0x6DD},   {0x70F, 0x70F},   {0x1806, 0x1806}, {0x180B, 0x180E}, {0x200B, 0x200F}, {0x202A, 0x202E},
                             {0x2060, 0x2063}, {0x206A, 0x206F}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFC}};

template <std::size_t N>
constexpr bool is_in(const Span (&spans)[N], char32_t code_point) {
  const auto* span =
      std::lower_bound(std::begin(spans), std::end(spans), code_point, [](const Span& left, char32_t value) { return left.last < value; });
  return span != std::end(spans) && span->first <= code_point;
}

constexpr char32_t small_letter(char32_t code_point) {
  const auto* range = std::lower_bound(std::begin(kCapitals), std::end(kCapitals), code_point,
                                       [](const Capitals& left, char32_t value) { return left.last < value; });
  if (range == std::end(kCapitals) || code_point < range->first) return code_point;
  if ((code_point - range->first) % static_cast<char32_t>(range->step) != 0) return code_point;
  return static_cast<char32_t>(static_cast<std::int64_t>(code_point) + range->distance);
}

// The first code point of well-formed UTF-8, which is taken off the front.
char32_t take_code_point(std::string_view& utf8) {
  const auto lead = static_cast<std::uint8_t>(utf8[0]);
  const std::size_t length = std::min<std::size_t>(lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4, utf8.size());
  char32_t code_point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) code_point = code_point << 6 | (static_cast<std::uint8_t>(utf8[i]) & 0x3Fu);
  utf8.remove_prefix(length);
  return code_point;
}

constexpr char32_t kBlank = U' ';
constexpr char32_t kNothing = 0;

constexpr char32_t fold(char32_t code_point) {
  if (is_in(kBlanks, code_point)) return kBlank;
  if (is_in(kIgnored, code_point)) return kNothing;
  return small_letter(code_point);
}

// Nearly every name is ASCII, and every name of every certificate is read here.
constexpr std::array<char, 0x80> kAscii = [] {
  std::array<char, 0x80> table{};
  for (std::size_t octet = 0; octet < table.size(); ++octet) table[octet] = static_cast<char>(fold(static_cast<char32_t>(octet)));
  return table;
}();

}  // namespace

void append_folded(std::string& to, std::string_view utf8) {
  const std::size_t start = to.size();
  bool blank_before = false;
  while (!utf8.empty()) {
    const auto octet = static_cast<std::uint8_t>(utf8.front());
    const char32_t folded = octet < kAscii.size() ? static_cast<char32_t>(kAscii[octet]) : fold(take_code_point(utf8));
    if (octet < kAscii.size()) utf8.remove_prefix(1);
    if (folded == kBlank) {
      blank_before = to.size() > start;
      continue;
    }
    if (folded == kNothing) continue;
    if (blank_before) to += ' ';
    blank_before = false;
    if (folded < 0x80) {
      to += static_cast<char>(folded);
    } else if (folded == 0xDF || folded == 0x1E9E) {
      to += "ss";
    } else {
      append_utf8(to, folded);
    }
  }
}

}  // namespace chainlint::x509
