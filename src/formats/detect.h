// Which format a file has, by its bytes: one row per format.
#pragma once

#include <span>
#include <string_view>

#include "reading.h"
#include "text_input.h"

namespace chainlint::formats {

// A file as the rows look at it.
struct FileInput {
  ByteView raw;
  const TextInput& text;
};

// What the row means for a value inside another container, where most values are not about certificates.
enum class InsideValue {
  material,     // what is of this kind is read, or named where it cannot be
  passed_over,  // too weak a sign, or nothing that a server would take
  der,          // read where the structure is one of certificates or keys
  pem,          // read where a label is one of certificates or keys
};

struct FormatRow {
  std::string_view name;  // for messages
  bool (*matches)(const FileInput& file);
  // Reads the file and sets the container's format; null for a format that is only known by name.
  void (*read)(const FileInput& file, ReadContext& context, Container& container);
  std::string_view advice;  // what to do with a file that is only known by name; '%' matches the file
  InsideValue inside_value = InsideValue::material;
};

// The diagnostic about a file that is only known by name.
Diagnostic unsupported_format(const FormatRow& row, const Location& where);

// In the order in which they are tried.
std::span<const FormatRow> format_rows();

}  // namespace chainlint::formats
