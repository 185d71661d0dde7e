// The elements of a Windows certificate store: properties, and the object that they belong to ([MS-GPEF] 2.2.1.1.1.1, wincrypt.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "reading.h"
#include "trust/store_properties.h"

namespace chainlint::formats {

// One element of a list: identifier, encoding type and length as little-endian words, then the value, which borrows from the list.
struct StoreElement {
  std::uint32_t id = 0;
  std::uint32_t encoding = 0;  // 1 is the only one defined
  ByteView value;
  std::size_t offset = 0;  // of the element in the list
};

// Walks the elements of a list. It ends at the end of the bytes, at an element with identifier 0, or where an element is cut.
class ElementReader {
 public:
  explicit ElementReader(ByteView list, std::size_t at = 0) : list_(list), at_(at) {}

  // Nothing at the end.
  std::optional<StoreElement> next();

  std::size_t offset() const { return at_; }      // of the byte after the last element
  bool saw_end_marker() const { return ended_; }  // an element with identifier 0 was read
  bool is_cut() const { return cut_; }            // the list ends inside an element
  std::size_t left() const { return list_.size() - at_; }
  // "wants 1036 bytes, 402 are left", or what is missing of a header. Only where the list is cut.
  std::string describe_cut() const;

 private:
  ByteView list_;
  std::size_t at_;
  std::size_t wanted_ = 0;
  bool ended_ = false, cut_ = false;
};

// Takes a property of an element in a store, with a warning "windows-property-damaged" where its value is not what it should be.
void take_property(const StoreElement& element, StoreProperties& properties, const Location& where, ReadContext& context,
                   Container& container);

// Adds the certificate, revocation list or trust list in `object`, with what the properties say. `entry` is as for add_entry. Warns where
// the hashes in the properties are not those of the certificate ("windows-hash-mismatch"), and notes where its private key is, which no
// store contains ("windows-key-elsewhere").
void add_store_object(const StoreElement& object, const StoreProperties& properties, Entry entry, ReadContext& context,
                      Container& container);

}  // namespace chainlint::formats
