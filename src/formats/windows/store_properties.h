// The properties that Windows keeps with a certificate: a list of identifiers and values in serialized stores, in the registry, and as
// attributes in certificate trust lists ([MS-GPEF] 2.2.1.1.1.1, [MS-OSHARED] 2.3.2.5, wincrypt.h).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/instant.h"
#include "reading.h"

namespace chainlint::formats {

namespace property {
inline constexpr std::uint32_t kEnd = 0, kKeyProvider = 2, kSha1 = 3, kKeySpec = 6, kUsages = 9, kFriendlyName = 11, kArchived = 19,
                               kCertificate = 32, kCrl = 33, kTrustList = 34, kDistrustedFrom = 104, kSha256 = 107, kRemovedUsages = 122,
                               kNotBeforeLimit = 126, kNotBeforeUsages = 127;
// Whether a value with this identifier is a certificate, a revocation list or a trust list and no property of one.
constexpr bool is_object(std::uint32_t id) { return id >= kCertificate && id <= kTrustList; }
}  // namespace property

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
  bool saw_end_marker() const { return ended_; }  // identifier 0 stood there
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

// What the properties before or after a certificate say of it. Views borrow from the list.
struct StoreProperties {
  ByteView sha1, sha256;      // of the certificate, as its store says; empty where it does not
  std::string friendly_name;  // printable
  std::optional<WindowsKey> key;
  bool archived = false;
  std::vector<std::string> usages;          // dotted OIDs
  std::vector<std::string> removed_usages;  // dotted OIDs
  std::optional<Instant> distrusted_from;   // nothing signed after this is trusted; an empty value takes the date away
  std::optional<Instant> not_before_limit;  // certificates issued after this are not trusted
  std::vector<std::string> limited_usages;  // dotted OIDs that the limit is for; empty: all

  // Takes a property; one of an unknown identifier is passed over. False where the value is not what the identifier asks for.
  bool take(std::uint32_t id, ByteView value);

  // "archived certificate, distrusted from 2021-08-01".
  std::string describe(std::string_view object) const;
};

// Takes a property of an element in a store, with a warning "windows-property-damaged" where its value is not what it should be.
void take_property(const StoreElement& element, StoreProperties& properties, const Location& where, ReadContext& context,
                   Container& container);

// Adds the certificate, revocation list or trust list in `object`, with what the properties say. `entry` is as for add_entry. Warns where
// the hashes in the properties are not those of the certificate ("windows-hash-mismatch"), and notes where its private key is, which no
// store holds ("windows-key-elsewhere").
void add_store_object(const StoreElement& object, const StoreProperties& properties, Entry entry, ReadContext& context,
                      Container& container);

}  // namespace chainlint::formats
