// The objects of a certdata.txt: attributes with a type and a value, some of them bytes over many lines.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>
#include <vector>

#include "chainlint/base/bytes.h"

namespace chainlint::formats {

// What is wrong with a line.
struct NssDamage {
  std::uint32_t line = 0;
  std::string_view what;  // a literal
};

// One object. Views borrow from the text.
struct NssObject {
  std::uint32_t line = 0, end_line = 0;
  std::map<std::string_view, std::string_view> words;  // "CKA_CLASS" to "CKO_CERTIFICATE"; a text is without its quotes
  std::map<std::string_view, Bytes> octets;            // "CKA_VALUE"; what could be read of it
  std::vector<NssDamage> damage;

  std::string_view word(std::string_view attribute) const;
  ByteView value(std::string_view attribute) const;  // empty where there is none
};

// Reads the objects in turn, in one pass. An object begins with CKA_CLASS.
class NssObjects {
 public:
  explicit NssObjects(std::string_view text) : text_(text) {}

  // Nothing at the end of the text.
  std::optional<NssObject> next();

 private:
  std::string_view take_line();
  std::string_view peek_line() const;
  void read_attribute(std::string_view line, NssObject& object);
  void read_octets(std::string_view attribute, NssObject& object);

  std::string_view text_;
  std::size_t position_ = 0;
  std::uint32_t line_ = 0;
};

}  // namespace chainlint::formats
