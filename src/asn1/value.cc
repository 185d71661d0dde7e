#include <bit>
#include <vector>

#include "chainlint/asn1/reader.h"

namespace chainlint::asn1 {

namespace {

std::optional<Asn1Error> check_integer(const Element& element, Encoding encoding) {
  const ByteView content = element.content;
  if (content.empty()) return Asn1Error{"INTEGER has no content", element.offset};
  if (encoding == Encoding::der && content.size() > 1 &&
      ((content[0] == 0x00 && content[1] < 0x80) || (content[0] == 0xFF && content[1] >= 0x80))) {
    return Asn1Error{"INTEGER is not in its shortest form", element.offset};
  }
  return std::nullopt;
}

}  // namespace

Asn1Result<bool> read_boolean(const Element& element, Encoding encoding) {
  if (element.content.size() != 1) return Asn1Error{"BOOLEAN is not one byte", element.offset};
  const std::uint8_t octet = element.content[0];
  if (encoding == Encoding::der && octet != 0x00 && octet != 0xFF) return Asn1Error{"BOOLEAN is neither 00 nor FF", element.offset};
  return octet != 0;
}

Asn1Result<ByteView> read_unsigned_integer(const Element& element, Encoding encoding) {
  if (auto error = check_integer(element, encoding)) return *error;
  ByteView magnitude = element.content;
  if (magnitude[0] >= 0x80) return Asn1Error{"INTEGER is negative", element.offset};
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  return magnitude;
}

Asn1Result<std::int64_t> read_small_integer(const Element& element, Encoding encoding) {
  auto magnitude = read_unsigned_integer(element, encoding);
  if (!magnitude) return magnitude.error();
  if (magnitude->size() > 8 || (magnitude->size() == 8 && (*magnitude)[0] >= 0x80)) {
    return Asn1Error{"INTEGER is over 63 bits", element.offset};
  }
  std::int64_t value = 0;
  for (const std::uint8_t octet : *magnitude) value = value << 8 | octet;
  return value;
}

Asn1Result<ByteView> read_bit_octets(const Element& element) {
  if (element.content.empty()) return Asn1Error{"BIT STRING has no content", element.offset};
  if (element.content[0] != 0) return Asn1Error{"BIT STRING is not a whole number of bytes", element.offset};
  return element.content.subspan(1);
}

Asn1Result<std::uint32_t> read_named_bits(const Element& element, Encoding encoding) {
  const ByteView content = element.content;
  if (content.empty()) return Asn1Error{"BIT STRING has no content", element.offset};
  const unsigned unused = content[0];
  const ByteView octets = content.subspan(1);
  if (unused > 7 || (octets.empty() && unused != 0)) return Asn1Error{"BIT STRING has an impossible number of unused bits", element.offset};
  if (encoding == Encoding::der && !octets.empty()) {
    const unsigned last = octets.back();
    if ((last & ((1u << unused) - 1)) != 0) return Asn1Error{"unused bits of a BIT STRING are not zero", element.offset};
    if ((last & (1u << unused)) == 0) return Asn1Error{"named bits end with zero bits, which DER omits", element.offset};
  }
  std::uint32_t bits = 0;
  const std::size_t count = octets.size() * 8 - unused;
  for (std::size_t bit = 0; bit < count && bit < 32; ++bit) {
    if ((octets[bit / 8] & (0x80u >> (bit % 8))) != 0) bits |= 1u << bit;
  }
  return bits;
}

Asn1Result<ByteView> read_octets(const Element& element, Encoding encoding, Bytes& own, const Limits& limits) {
  if (!element.constructed()) return element.content;
  if (encoding == Encoding::der) return Asn1Error{"OCTET STRING is constructed, which DER does not allow", element.offset};
  own.clear();
  own.reserve(element.content.size());
  std::vector<Asn1Reader> open{Asn1Reader(element.content, encoding, element.content_offset)};
  std::size_t elements = 0;
  while (!open.empty()) {
    if (open.back().at_end()) {
      open.pop_back();
      continue;
    }
    auto part = open.back().next();
    if (!part) return part.error();
    if (++elements > limits.asn1_elements) return Asn1Error{"OCTET STRING has more than 1000000 parts", element.offset};
    if (part->is(tag::kOctetString)) {
      own.insert(own.end(), part->content.begin(), part->content.end());
    } else if (part->is(tag::kOctetString | 0x20)) {
      if (open.size() >= limits.octet_string_depth) return Asn1Error{"OCTET STRING is nested more than 16 deep", part->offset};
      open.push_back(open.back().enter(*part));
    } else {
      return Asn1Error{"part of an OCTET STRING is not an OCTET STRING", part->offset};
    }
  }
  return ByteView(own);
}

}  // namespace chainlint::asn1
