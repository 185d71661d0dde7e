#include "chainlint/asn1/reader.h"

#include <algorithm>

#include "chainlint/base/limits.h"

namespace chainlint::asn1 {

namespace {

// Identifier and length bytes.
struct Header {
  std::uint32_t identifier = 0;
  std::size_t size = 0;    // of the header itself
  std::size_t length = 0;  // of the content; nothing where indefinite
  bool indefinite = false;
};

constexpr std::uint8_t kConstructedBit = 0x20;

Asn1Result<Header> read_high_tag(ByteView bytes, Encoding encoding, std::size_t offset) {
  Header header;
  std::uint32_t number = 0;
  std::size_t at = 1;
  for (;; ++at) {
    if (at == bytes.size()) return Asn1Error{"tag number is cut off", offset};
    if (encoding == Encoding::der && at == 1 && bytes[at] == 0x80) return Asn1Error{"tag number is not in its shortest form", offset};
    number = (number << 7) | (bytes[at] & 0x7Fu);
    if (number > Asn1Limits::kTagNumber) return Asn1Error{"tag number is over 16777215", offset};
    if ((bytes[at] & 0x80) == 0) break;
  }
  if (encoding == Encoding::der && number < 0x1F) return Asn1Error{"tag number is not in its shortest form", offset};
  header.identifier = number << 8 | bytes[0];
  header.size = at + 1;
  return header;
}

std::optional<Asn1Error> read_long_length(ByteView bytes, Encoding encoding, std::size_t offset, Header& header) {
  const std::size_t count = bytes[header.size] & 0x7Fu;
  const std::size_t first = header.size + 1;
  if (count == 0x7F) return Asn1Error{"length byte is FF, which is reserved", offset};
  if (bytes.size() - first < count) return Asn1Error{"length is cut off", offset};
  std::size_t length = 0;
  for (std::size_t i = 0; i < count; ++i) {
    if (length > (SIZE_MAX >> 8)) return Asn1Error{"length is over 64 bits", offset};
    length = length << 8 | bytes[first + i];
  }
  if (encoding == Encoding::der && (bytes[first] == 0 || length < 0x80)) return Asn1Error{"length is not in its shortest form", offset};
  header.length = length;
  header.size = first + count;
  return std::nullopt;
}

bool is_string_number(std::uint32_t number) { return number == 3 || number == 4 || number == 12 || (number >= 18 && number <= 30); }

// The forms that a universal type may have: SEQUENCE and SET constructed, strings either way in BER, everything else primitive.
const char* wrong_form(std::uint32_t identifier, Encoding encoding) {
  if (identifier == 0) return "end-of-contents outside of an indefinite length";
  if (identifier > 0x3F) return nullptr;
  const std::uint32_t number = identifier & 0x1F;
  const bool constructed = (identifier & kConstructedBit) != 0;
  const bool must_be_constructed = number == 16 || number == 17 || number == 8 || number == 11;
  if (must_be_constructed) return constructed ? nullptr : "SEQUENCE or SET is primitive";
  if (!constructed) return nullptr;
  if (!is_string_number(number)) return "primitive type is constructed";
  return encoding == Encoding::der ? "string is constructed, which DER does not allow" : nullptr;
}

Asn1Result<Header> read_header(ByteView bytes, Encoding encoding, std::size_t offset) {
  if (bytes.empty()) return Asn1Error{"element is missing", offset};
  Header header;
  header.identifier = bytes[0];
  header.size = 1;
  if ((bytes[0] & 0x1F) == 0x1F) {
    auto high = read_high_tag(bytes, encoding, offset);
    if (!high) return high;
    header = *high;
  }
  if (header.size == bytes.size()) return Asn1Error{"length is missing", offset};
  const std::uint8_t octet = bytes[header.size];
  if (octet < 0x80) {
    header.length = octet;
    ++header.size;
  } else if (octet == 0x80) {
    if (encoding == Encoding::der) return Asn1Error{"length is indefinite, which DER does not allow", offset};
    if ((bytes[0] & kConstructedBit) == 0) return Asn1Error{"length of a primitive element is indefinite", offset};
    header.indefinite = true;
    ++header.size;
  } else if (auto error = read_long_length(bytes, encoding, offset, header)) {
    return *error;
  }
  if (!header.indefinite && bytes.size() - header.size < header.length) return Asn1Error{"element is longer than its container", offset};
  return header;
}

constexpr std::size_t kEndOfContents = 2;

// The size of the content of an indefinite length, which begins at the start of `bytes`, without its end-of-contents bytes. Definite
// elements are skipped whole and only nested indefinite ones are entered, so that a counter is all the state.
Asn1Result<std::size_t> find_end_of_contents(ByteView bytes, std::size_t offset, std::size_t depth) {
  std::size_t open = 1;
  std::size_t at = 0;
  while (true) {
    const ByteView left = bytes.subspan(at);
    if (left.size() < kEndOfContents) return Asn1Error{"end of the indefinite length is missing", offset + at};
    if (left[0] == 0 && left[1] == 0) {
      if (--open == 0) return at;
      at += kEndOfContents;
      continue;
    }
    auto header = read_header(left, Encoding::ber, offset + at);
    if (!header) return header.error();
    if (header->indefinite && depth + ++open > Limits{}.asn1_depth) return Asn1Error{"elements are nested more than 64 deep", offset + at};
    at += header->size + (header->indefinite ? 0 : header->length);
  }
}

}  // namespace

bool Asn1Reader::next_is(std::uint32_t identifier) const {
  if (at_end()) return false;
  const std::uint8_t octet = buffer_[position_];
  if ((octet & 0x1F) != 0x1F) return octet == identifier;
  auto header = read_high_tag(buffer_.subspan(position_), encoding_, offset());
  return header.ok() && header->identifier == identifier;
}

Asn1Result<Element> Asn1Reader::next() {
  if (depth_ > Limits{}.asn1_depth) return Asn1Error{"elements are nested more than 64 deep", offset()};
  const ByteView left = rest();
  auto header = read_header(left, encoding_, offset());
  if (!header) return header.error();
  if (const char* what = wrong_form(header->identifier, encoding_)) return Asn1Error{what, offset()};
  std::size_t length = header->length;
  if (header->indefinite) {
    auto end = find_end_of_contents(left.subspan(header->size), offset() + header->size, depth_);
    if (!end) return end.error();
    length = *end;
  }
  Element element;
  element.identifier = header->identifier;
  element.content = left.subspan(header->size, length);
  element.encoded = left.first(header->size + length + (header->indefinite ? kEndOfContents : 0));
  element.offset = offset();
  element.content_offset = offset() + header->size;
  element.indefinite = header->indefinite;
  position_ += element.encoded.size();
  return element;
}

Asn1Result<Element> Asn1Reader::expect(std::uint32_t identifier, const char* what) {
  if (!next_is(identifier)) return Asn1Error{what, offset()};
  return next();
}

Asn1Result<std::optional<Element>> Asn1Reader::optional(std::uint32_t identifier) {
  if (!next_is(identifier)) return std::optional<Element>{};
  auto element = next();
  if (!element) return element.error();
  return std::optional<Element>{*element};
}

std::optional<Asn1Error> Asn1Reader::finish(const char* what) const {
  if (at_end()) return std::nullopt;
  return Asn1Error{what, offset()};
}

Asn1Result<Element> read_single(ByteView der) {
  Asn1Reader reader(der);
  auto element = reader.next();
  if (!element) return element;
  if (auto error = reader.finish("bytes follow the outermost element")) return *error;
  return element;
}

}  // namespace chainlint::asn1
