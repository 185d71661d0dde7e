// The objects of a file in p11-kit's persistence format.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace chainlint::formats {

// One object. Views borrow from the text.
struct P11KitObject {
  std::uint32_t line = 0;                               // of its header
  std::string_view version;                             // "v1"
  std::map<std::string_view, std::string_view> fields;  // "label" to what is after the colon, unchanged
  std::map<std::string_view, std::uint32_t> lines;      // of the fields
  std::string_view pem;                                 // from the first BEGIN to the last END; empty without one
  std::uint32_t pem_line = 0;
  std::optional<std::uint32_t> stray;  // the first line that is no field

  bool is_true(std::string_view field) const;
  std::string_view word(std::string_view field) const;  // empty where there is none
};

// Reads the objects in turn, in one pass. What is before the first is skipped.
class P11KitObjects {
 public:
  explicit P11KitObjects(std::string_view text) : text_(text) {}

  // Nothing at the end of the text.
  std::optional<P11KitObject> next();

 private:
  std::string_view take_line();
  std::string_view peek_line() const;
  bool at_header() const;
  void read_line(P11KitObject& object);

  std::string_view text_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 0;
  bool in_block_ = false;
};

// The bytes of a value in quotes, in which "%30" stands for byte 0x30. Nothing where it is not in quotes or an escape is damaged.
std::optional<std::string> unquoted(std::string_view value);

}  // namespace chainlint::formats
