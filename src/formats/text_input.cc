#include "text_input.h"

#include <algorithm>

#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kSample = 64;

// Every other byte of the beginning is NUL and none of the rest is: ASCII in UTF-16 without a byte order mark.
bool is_widened_ascii(ByteView data, std::size_t nul_at) {
  const std::size_t size = std::min(data.size(), kSample) & ~std::size_t{1};
  if (size < 16) return false;
  for (std::size_t i = 0; i < size; ++i) {
    if ((data[i] == 0) != (i % 2 == nul_at) || data[i] >= 0x80) return false;
  }
  return true;
}

}  // namespace

TextInput::TextInput(ByteView data) {
  const std::string_view raw = as_text(data);
  text = raw;
  std::size_t skip = 0;
  if (raw.substr(0, 3) == "\xEF\xBB\xBF") {
    encoding = Encoding::utf8_bom;
    has_bom = true;
    text = raw.substr(3);
    return;
  }
  if (raw.substr(0, 2) == "\xFF\xFE" || raw.substr(0, 2) == "\xFE\xFF") {
    encoding = raw[0] == '\xFF' ? Encoding::utf16_le : Encoding::utf16_be;
    has_bom = true;
    skip = 2;
  } else if (is_widened_ascii(data, 1)) {
    encoding = Encoding::utf16_le;
  } else if (is_widened_ascii(data, 0)) {
    encoding = Encoding::utf16_be;
  } else {
    return;
  }
  transcoded_ = utf16_to_utf8(raw.substr(skip), encoding == Encoding::utf16_be);
  text = transcoded_;
}

bool has_line(std::string_view text, std::string_view mark) { return find_line(text, mark) != std::string_view::npos; }

std::size_t find_line(std::string_view text, std::string_view mark, std::size_t from) {
  for (std::size_t at = text.find(mark, from); at != std::string_view::npos; at = text.find(mark, at + 1)) {
    if (at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r') return at;
  }
  return std::string_view::npos;
}

}  // namespace chainlint::formats
