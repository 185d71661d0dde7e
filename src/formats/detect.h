// Which format a file has, told from its octets: one row a format.
#pragma once

#include <span>
#include <string_view>

#include "reading.h"
#include "text_input.h"

namespace chainlint {

// A file as the rows look at it.
struct FileInput {
  ByteView raw;
  const TextInput& text;
};

struct FormatRow {
  std::string_view name;  // for messages
  bool (*matches)(const FileInput& file);
  // Reads the file and sets the container's format; null for a format that is only known by name.
  void (*read)(const FileInput& file, ReadContext& context, Container& container);
  std::string_view advice;  // what to do with a file that is only known by name
};

// In the order in which they are tried.
std::span<const FormatRow> format_rows();

}  // namespace chainlint
