#include "java/java_object.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "chainlint/base/limits.h"
#include "java/data_input.h"

namespace chainlint::formats {
namespace {

constexpr std::uint32_t kHeader = 0xACED0005;
constexpr std::uint32_t kFirstHandle = 0x7E0000;
constexpr std::uint32_t kNoClass = 0xFFFFFFFF;

enum Code : std::uint8_t {
  null_code = 0x70,
  reference_code = 0x71,
  class_description_code = 0x72,
  object_code = 0x73,
  string_code = 0x74,
  array_code = 0x75,
  class_code = 0x76,
  block_data_code = 0x77,
  end_block_data_code = 0x78,
  long_block_data_code = 0x7A,
  long_string_code = 0x7C,
  proxy_class_code = 0x7D,
  enum_code = 0x7E,
};

constexpr std::uint8_t kWriteMethod = 0x01, kSerializable = 0x02, kExternalizable = 0x04, kBlockData = 0x08;

// A class as far as it decides the length of its objects.
struct ClassDescription {
  std::vector<char> fields;  // type codes
  std::uint8_t flags = 0;
  char element = 0;  // type code of an array's elements
  std::uint32_t super = kNoClass;
  std::size_t ancestors = 0;
  bool complete = false;  // false while it is being read, when nothing may refer to it yet
};

bool is_object_type(char type) { return type == 'L' || type == '['; }

// Bytes of a primitive type; 0 for anything else.
std::size_t primitive_size(char type) {
  switch (type) {
    case 'B':
    case 'Z':
      return 1;
    case 'C':
    case 'S':
      return 2;
    case 'I':
    case 'F':
      return 4;
    case 'J':
    case 'D':
      return 8;
    default:
      return 0;
  }
}

// Recursive as the grammar is; `depth` counts down.
class StreamSkipper {
 public:
  explicit StreamSkipper(ByteView data) : in_(data) {}

  Result<std::size_t, JavaObjectError> run() {
    const auto header = in_.u32("header");
    if (!header || *header != kHeader) return JavaObjectError{"is not a serialized object", 0};
    if (!content(JavaLimits::kObjectDepth)) return error_;
    return in_.offset();
  }

 private:
  bool fail(const char* what) {
    if (*error_.what == '\0') error_ = {what, in_.offset()};
    return false;
  }
  bool pass(std::uint64_t count) { return in_.octets(count, "value").has_value() || fail("is cut off in a value"); }
  bool pass_text() { return in_.text("text").has_value() || fail("is cut off in a text"); }
  std::optional<std::uint8_t> code();
  bool add_handle(std::uint32_t index = kNoClass);
  std::uint32_t begin_class();

  bool content(std::size_t depth);
  bool content_of(std::uint8_t code, std::size_t depth);
  bool string_value(std::uint8_t code);
  bool reference(std::uint32_t& index);
  bool object(std::size_t depth);
  bool array(std::size_t depth);
  bool field_name_of_class(std::size_t depth);
  bool class_reference(std::uint32_t& index, std::size_t depth);
  bool class_description(std::uint32_t& index, std::size_t depth);
  bool class_fields(std::uint32_t index, std::size_t depth);
  bool proxy_description(std::uint32_t& index, std::size_t depth);
  bool end_of_class(std::uint32_t index, std::size_t depth);
  bool class_data(std::uint32_t index, std::size_t depth);
  bool annotation(std::size_t depth);
  bool value(char type, std::size_t depth);

  DataInput in_;
  std::vector<ClassDescription> classes_;
  std::vector<std::uint32_t> handles_;  // the class that each handle is; kNoClass for anything else
  JavaObjectError error_;
};

std::optional<std::uint8_t> StreamSkipper::code() {
  const auto octet = in_.u8("type code");
  if (!octet) fail("is cut off before a type code");
  return octet;
}

bool StreamSkipper::add_handle(std::uint32_t index) {
  if (handles_.size() >= JavaLimits::kObjects) return fail("has more than 65536 objects");
  handles_.push_back(index);
  return true;
}

std::uint32_t StreamSkipper::begin_class() {
  classes_.emplace_back();
  return static_cast<std::uint32_t>(classes_.size() - 1);
}

bool StreamSkipper::content(std::size_t depth) {
  const auto octet = code();
  return octet && content_of(*octet, depth);
}

bool StreamSkipper::content_of(std::uint8_t code, std::size_t depth) {
  if (depth == 0) return fail("has objects nested more than 64 deep");
  std::uint32_t index = kNoClass;
  switch (code) {
    case null_code:
      return true;
    case reference_code:
      return reference(index);
    case class_description_code:
      return class_description(index, depth - 1);
    case proxy_class_code:
      return proxy_description(index, depth - 1);
    case object_code:
      return object(depth - 1);
    case array_code:
      return array(depth - 1);
    case string_code:
    case long_string_code:
      return string_value(code);
    case class_code:
      return class_reference(index, depth - 1) && add_handle();
    case enum_code:
      return class_reference(index, depth - 1) && add_handle() && content(depth - 1);
    default:
      return fail("has a type code that is unknown or cannot be skipped");
  }
}

bool StreamSkipper::string_value(std::uint8_t code) {
  if (!add_handle()) return false;
  if (code == string_code) return pass_text();
  const auto length = in_.u64("length");
  return length ? pass(*length) : fail("is cut off in a text");
}

bool StreamSkipper::reference(std::uint32_t& index) {
  const auto handle = in_.u32("handle");
  if (!handle) return fail("is cut off in a handle");
  if (*handle < kFirstHandle || *handle - kFirstHandle >= handles_.size()) return fail("refers to an object that is not there");
  index = handles_[*handle - kFirstHandle];
  return true;
}

bool StreamSkipper::object(std::size_t depth) {
  std::uint32_t index = kNoClass;
  if (!class_reference(index, depth)) return false;
  if (index == kNoClass) return fail("has an object without a class");
  if (!add_handle()) return false;
  std::vector<std::uint32_t> lineage;
  for (; index != kNoClass; index = classes_[index].super) lineage.push_back(index);
  return std::all_of(lineage.rbegin(), lineage.rend(), [&](std::uint32_t each) { return class_data(each, depth); });
}

bool StreamSkipper::array(std::size_t depth) {
  std::uint32_t index = kNoClass;
  if (!class_reference(index, depth)) return false;
  if (index == kNoClass || classes_[index].element == 0) return fail("has an array without a class");
  const char element = classes_[index].element;
  if (!add_handle()) return false;
  const auto count = in_.u32("count");
  if (!count) return fail("is cut off in an array");
  if (!is_object_type(element)) return pass(std::uint64_t{*count} * primitive_size(element));
  for (std::uint32_t i = 0; i < *count; ++i) {
    if (!content(depth)) return false;
  }
  return true;
}

// A class where one is due: described here, described before, or none.
bool StreamSkipper::class_reference(std::uint32_t& index, std::size_t depth) {
  if (depth == 0) return fail("has objects nested more than 64 deep");
  const auto octet = code();
  if (!octet) return false;
  switch (*octet) {
    case null_code:
      return true;
    case class_description_code:
      return class_description(index, depth - 1);
    case proxy_class_code:
      return proxy_description(index, depth - 1);
    case reference_code:
      if (!reference(index)) return false;
      return (index != kNoClass && classes_[index].complete) || fail("refers to an object that is not a class");
    default:
      return fail("lacks a class");
  }
}

bool StreamSkipper::class_description(std::uint32_t& index, std::size_t depth) {
  const auto name = in_.text("class name");
  if (!name || !in_.u64("version")) return fail("is cut off in a class");
  index = begin_class();
  if (!add_handle(index)) return false;
  const char element = name->size() > 1 && (*name)[0] == '[' ? static_cast<char>((*name)[1]) : '\0';
  if (element != 0 && !is_object_type(element) && primitive_size(element) == 0) return fail("has an array of an unknown type");
  const auto flags = in_.u8("flags");
  if (!flags) return fail("is cut off in a class");
  classes_[index].element = element;
  classes_[index].flags = *flags;
  return class_fields(index, depth) && end_of_class(index, depth);
}

bool StreamSkipper::class_fields(std::uint32_t index, std::size_t depth) {
  const auto count = in_.u16("count");
  if (!count) return fail("is cut off in a class");
  for (std::uint16_t i = 0; i < *count; ++i) {
    const auto type = in_.u8("field type");
    if (!type) return fail("is cut off in a class");
    const char letter = static_cast<char>(*type);
    if (!is_object_type(letter) && primitive_size(letter) == 0) return fail("has a field of an unknown type");
    if (!pass_text()) return false;
    if (is_object_type(letter) && !field_name_of_class(depth)) return false;
    classes_[index].fields.push_back(letter);
  }
  return true;
}

bool StreamSkipper::field_name_of_class(std::size_t depth) {
  const auto octet = code();
  if (!octet) return false;
  const bool text = *octet == string_code || *octet == long_string_code || *octet == reference_code;
  return text ? content_of(*octet, depth) : fail("lacks the name of a class");
}

bool StreamSkipper::proxy_description(std::uint32_t& index, std::size_t depth) {
  index = begin_class();
  if (!add_handle(index)) return false;
  classes_[index].flags = kSerializable;
  const auto count = in_.u32("count");
  if (!count) return fail("is cut off in a class");
  for (std::uint32_t i = 0; i < *count; ++i) {
    if (!pass_text()) return false;
  }
  return end_of_class(index, depth);
}

// What ends every class description: annotation and superclass.
bool StreamSkipper::end_of_class(std::uint32_t index, std::size_t depth) {
  std::uint32_t super = kNoClass;
  if (!annotation(depth) || !class_reference(super, depth)) return false;
  if (super != kNoClass) {
    classes_[index].super = super;
    classes_[index].ancestors = classes_[super].ancestors + 1;
    if (classes_[index].ancestors > JavaLimits::kClassAncestors) return fail("has a class that extends more than 16 others");
  }
  classes_[index].complete = true;
  return true;
}

bool StreamSkipper::class_data(std::uint32_t index, std::size_t depth) {
  const std::uint8_t flags = classes_[index].flags;
  if ((flags & kExternalizable) != 0) return (flags & kBlockData) != 0 ? annotation(depth) : fail("has an external form of unknown length");
  if ((flags & kSerializable) == 0) return fail("has an object that is not serializable");
  // Classes that the fields add move this one.
  for (std::size_t i = 0; i < classes_[index].fields.size(); ++i) {
    if (!value(classes_[index].fields[i], depth)) return false;
  }
  return (flags & kWriteMethod) == 0 || annotation(depth);
}

// Blocks of bytes and objects, up to the mark that ends them.
bool StreamSkipper::annotation(std::size_t depth) {
  while (const auto octet = code()) {
    if (*octet == end_block_data_code) return true;
    if (*octet == block_data_code) {
      const auto length = in_.u8("length");
      if (!length || !pass(*length)) return fail("is cut off in a block of bytes");
    } else if (*octet == long_block_data_code) {
      const auto length = in_.u32("length");
      if (!length || !pass(*length)) return fail("is cut off in a block of bytes");
    } else if (!content_of(*octet, depth)) {
      return false;
    }
  }
  return false;
}

bool StreamSkipper::value(char type, std::size_t depth) { return is_object_type(type) ? content(depth) : pass(primitive_size(type)); }

}  // namespace

Result<std::size_t, JavaObjectError> java_object_size(ByteView data) { return StreamSkipper(data).run(); }

}  // namespace chainlint::formats
