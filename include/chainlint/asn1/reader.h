// One reader for DER and for the BER that containers are written in. Views only: nothing is copied, nothing is recursive.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "chainlint/base/bytes.h"
#include "chainlint/base/instant.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/result.h"

namespace chainlint::asn1 {

// What is wrong with an encoding and at which byte. `what` is a literal.
struct Asn1Error {
  const char* what = "";
  std::size_t offset = 0;  // from the start of the outermost buffer
};

template <class T>
using Asn1Result = Result<T, Asn1Error>;

// Identifier bytes in the low-tag form. Tag numbers past 30 are read but have no constant.
namespace tag {
inline constexpr std::uint32_t kBoolean = 0x01, kInteger = 0x02, kBitString = 0x03, kOctetString = 0x04, kNull = 0x05, kOid = 0x06,
                               kEnumerated = 0x0A, kUtf8String = 0x0C, kSequence = 0x30, kSet = 0x31, kNumericString = 0x12,
                               kPrintableString = 0x13, kTeletexString = 0x14, kIa5String = 0x16, kUtcTime = 0x17, kGeneralizedTime = 0x18,
                               kVisibleString = 0x1A, kUniversalString = 0x1C, kBmpString = 0x1E;
// Context-specific tags: [n] primitive and [n] constructed.
constexpr std::uint32_t context(unsigned n) { return 0x80 | n; }
constexpr std::uint32_t context_constructed(unsigned n) { return 0xA0 | n; }
}  // namespace tag

// One encoded element. The views borrow from the buffer that the reader was given.
struct Element {
  std::uint32_t identifier = 0;    // class, constructed bit and number as in the low-tag form; number << 8 | class bits | 0x1F past 30
  ByteView content;                // for an indefinite length: without the end-of-contents bytes
  ByteView encoded;                // header and all
  std::size_t offset = 0;          // of the first header byte in the outermost buffer
  std::size_t content_offset = 0;  // of the first content byte in the outermost buffer
  bool indefinite = false;

  bool is(std::uint32_t id) const { return identifier == id; }
  bool constructed() const { return (identifier & 0x20) != 0; }
};

// The rules that an encoding is subject to.
enum class Encoding {
  der,  // X.690 section 10: definite, minimal lengths; primitive strings
  ber,  // indefinite lengths, constructed strings, lengths that are not minimal
};

// Reads the elements of a buffer one after another.
//
// Borrows the buffer, which must outlive the reader and everything read from it. Finding the end of an indefinite length costs one pass
// over the content at each level, so the whole is linear in size times depth, and depth is limited. An error leaves the reader where it
// was; the caller stops or takes what it has.
class Asn1Reader {
 public:
  explicit Asn1Reader(ByteView buffer, Encoding encoding = Encoding::der, std::size_t base_offset = 0, std::size_t depth = 0)
      : buffer_(buffer), encoding_(encoding), base_(base_offset), depth_(depth) {}

  // The content of `element`, one level deeper.
  static Asn1Reader inside(const Element& element, const Asn1Reader& parent) {
    return Asn1Reader(element.content, parent.encoding_, element.content_offset, parent.depth_ + 1);
  }
  Asn1Reader enter(const Element& element) const { return inside(element, *this); }

  bool at_end() const { return position_ == buffer_.size(); }
  std::size_t offset() const { return base_ + position_; }
  ByteView rest() const { return buffer_.subspan(position_); }
  Encoding encoding() const { return encoding_; }
  std::size_t depth() const { return depth_; }

  // Whether another element follows and has this identifier. False, never an error, on a broken header.
  bool next_is(std::uint32_t identifier) const;

  // The next element of any kind.
  Asn1Result<Element> next();

  // The next element, which must have this identifier; `what` names it in the error ("serialNumber is not an INTEGER").
  Asn1Result<Element> expect(std::uint32_t identifier, const char* what);

  // The next element if it has this identifier; nothing is consumed otherwise. A broken element is an error.
  Asn1Result<std::optional<Element>> optional(std::uint32_t identifier);

  // An error unless everything was consumed.
  std::optional<Asn1Error> finish(const char* what) const;

 private:
  ByteView buffer_;
  Encoding encoding_;
  std::size_t base_;
  std::size_t depth_;
  std::size_t position_ = 0;
};

// The single outer element of a buffer in DER; bytes after it are an error.
Asn1Result<Element> read_single(ByteView der);

// BOOLEAN; DER allows 00 and FF.
Asn1Result<bool> read_boolean(const Element& element, Encoding encoding);

// A non-negative INTEGER (or ENUMERATED) of at most 63 bits.
Asn1Result<std::int64_t> read_small_integer(const Element& element, Encoding encoding);

// The magnitude of a non-negative INTEGER without leading zero bytes, empty for 0; an error where it is negative, empty or, in DER, not
// minimal.
Asn1Result<ByteView> read_unsigned_integer(const Element& element, Encoding encoding);

// The bytes of a BIT STRING whose number of unused bits is 0.
Asn1Result<ByteView> read_bit_octets(const Element& element);

// A named bit list: bit 0 is the most significant of the first byte; at most 32 bits are kept, bit n as 1 << n.
Asn1Result<std::uint32_t> read_named_bits(const Element& element, Encoding encoding);

// UTCTime (two digits of year, 50 to 49 is 1950 to 2049) or GeneralizedTime, both to the second and in Z as RFC 5280 section 4.1.2.5 says.
// Forms that BER allows and DER does not (no seconds, offsets, fractions) are read with `Encoding::ber`.
Asn1Result<Instant> read_time(const Element& element, Encoding encoding);

// The bytes of an OCTET STRING or of an implicitly tagged one, whatever its form: a view where it is primitive, a joined copy where it is
// constructed. `own` receives the copy and must outlive the view.
Asn1Result<ByteView> read_octets(const Element& element, Encoding encoding, Bytes& own, const Limits& limits = {});

// A character string of any ASN.1 type (UTF8, Printable, IA5, Teletex as Latin-1, BMP, Universal, Numeric, Visible) as UTF-8.
std::string read_text(std::uint32_t identifier, ByteView content);

}  // namespace chainlint::asn1
