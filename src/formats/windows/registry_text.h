// The text of a Windows registry export: `[key]` lines and `"name"=data` values, some over many lines.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// One key or value of an export. Views borrow from the text.
struct RegistryItem {
  enum class Kind {
    key,          // [path]
    deleted_key,  // [-path]
    value,
    stray,  // a line that is none of these
  };
  Kind kind = Kind::stray;
  std::uint32_t line = 0;      // of its beginning
  std::uint32_t end_line = 0;  // of its last line
  std::string_view path;       // of a key; without its brackets
  bool closed = true;          // false for a key without its closing bracket
  std::string name;            // of a value, unescaped; empty for the default value
  std::string_view data;       // of a value: what is after '=', further lines included
};

// Reads an export item by item, in one pass. Comments and blank lines are skipped; so is a first line that names the format.
class RegistryText {
 public:
  explicit RegistryText(std::string_view text) : text_(text) {}

  // Nothing at the end of the text.
  std::optional<RegistryItem> next();

 private:
  std::string_view take_line();
  std::string_view peek_line() const;
  void take_binary(RegistryItem& item);
  void take_string(RegistryItem& item, std::size_t from);
  void read_value(std::string_view line, RegistryItem& item);

  std::string_view text_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 0;  // of the line taken last
};

// What the data of a value is, by its beginning.
enum class RegistryData { binary, deletion, other };
RegistryData kind_of_data(std::string_view data);

// The bytes of binary data (`hex:` or `hex(3):`, in pairs of digits between commas, a backslash where it goes on in the next line), as far
// as they can be read.
struct RegistryOctets {
  Bytes octets;
  std::string problem;     // why there are not more of them; empty where this is all
  std::uint32_t line = 0;  // of the problem
};
RegistryOctets read_registry_octets(const RegistryItem& value, std::size_t limit);

}  // namespace chainlint::formats
