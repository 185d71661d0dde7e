// A file seen as text, whatever its encoding.
#pragma once

#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// Borrows from the file, except where it was transcoded: neither copied nor moved after that. Lines are those of the file.
struct TextInput {
  enum class Encoding { plain, utf8_bom, utf16_le, utf16_be };

  explicit TextInput(ByteView data);
  TextInput(const TextInput&) = delete;
  TextInput& operator=(const TextInput&) = delete;

  Encoding encoding = Encoding::plain;
  bool has_bom = false;
  std::string_view text;  // UTF-8 where it was UTF-16, else the bytes without a byte order mark

 private:
  std::string transcoded_;
};

// Whether a line of `text` begins with `mark`.
bool has_line(std::string_view text, std::string_view mark);

// Where a line at or after `from` begins with the mark; npos where there is none, or where `from` is npos.
std::size_t find_line(std::string_view text, std::string_view mark, std::size_t from = 0);

}  // namespace chainlint::formats
