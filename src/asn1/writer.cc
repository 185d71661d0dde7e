#include "chainlint/asn1/writer.h"

#include <algorithm>
#include <string>
#include <vector>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"

namespace chainlint::asn1 {

namespace {

void append_identifier(Bytes& bytes, std::uint32_t identifier) {
  bytes.push_back(static_cast<std::uint8_t>(identifier));
  if ((identifier & 0x1F) != 0x1F) return;
  const std::uint32_t number = identifier >> 8;
  for (std::size_t i = detail::arc_octets(number); i-- > 0;) {
    bytes.push_back(static_cast<std::uint8_t>(((number >> (7 * i)) & 0x7F) | (i > 0 ? 0x80 : 0)));
  }
}

void append_length(Bytes& bytes, std::size_t length) {
  if (length < 0x80) {
    bytes.push_back(static_cast<std::uint8_t>(length));
    return;
  }
  std::size_t count = 1;
  while (count < sizeof length && (length >> (8 * count)) != 0) ++count;
  bytes.push_back(static_cast<std::uint8_t>(0x80 | count));
  for (std::size_t i = count; i-- > 0;) bytes.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
}

// The code points of valid UTF-8 in `width` bytes each, most significant first; what does not fit becomes '?'.
Bytes fixed_width(std::string_view utf8, std::size_t width) {
  Bytes octets;
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<std::uint8_t>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code_point = length == 1 ? lead : lead & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      code_point = code_point << 6 | (static_cast<std::uint8_t>(utf8[i + k]) & 0x3Fu);
    }
    if (width < 4 && (code_point >> (8 * width)) != 0) code_point = U'?';
    for (std::size_t k = width; k-- > 0;) octets.push_back(static_cast<std::uint8_t>(code_point >> (8 * k)));
    i += length;
  }
  return octets;
}

}  // namespace

DerWriter& DerWriter::raw(ByteView encoded) {
  bytes_.insert(bytes_.end(), encoded.begin(), encoded.end());
  return *this;
}

DerWriter& DerWriter::element(std::uint32_t identifier, ByteView content) {
  append_identifier(bytes_, identifier);
  append_length(bytes_, content.size());
  return raw(content);
}

DerWriter& DerWriter::nested(std::uint32_t identifier, const std::function<void(DerWriter&)>& content) {
  DerWriter inner;
  content(inner);
  return element(identifier, inner.bytes_);
}

DerWriter& DerWriter::sequence(const std::function<void(DerWriter&)>& content) { return nested(tag::kSequence, content); }

DerWriter& DerWriter::boolean(bool value) {
  const std::uint8_t octet = value ? 0xFF : 0x00;
  return element(tag::kBoolean, ByteView(&octet, 1));
}

DerWriter& DerWriter::integer(std::int64_t value) {
  Bytes content;
  for (std::size_t i = sizeof value; i-- > 0;) content.push_back(static_cast<std::uint8_t>(static_cast<std::uint64_t>(value) >> (8 * i)));
  std::size_t first = 0;
  while (first + 1 < content.size() &&
         ((content[first] == 0x00 && content[first + 1] < 0x80) || (content[first] == 0xFF && content[first + 1] >= 0x80))) {
    ++first;
  }
  return element(tag::kInteger, ByteView(content).subspan(first));
}

DerWriter& DerWriter::unsigned_integer(ByteView magnitude) {
  while (!magnitude.empty() && magnitude[0] == 0) magnitude = magnitude.subspan(1);
  Bytes content;
  if (magnitude.empty() || magnitude[0] >= 0x80) content.push_back(0);
  content.insert(content.end(), magnitude.begin(), magnitude.end());
  return element(tag::kInteger, content);
}

DerWriter& DerWriter::oid(ByteView oid) { return element(tag::kOid, oid); }

DerWriter& DerWriter::null() { return element(tag::kNull, {}); }

DerWriter& DerWriter::octet_string(ByteView content) { return element(tag::kOctetString, content); }

DerWriter& DerWriter::bit_string(ByteView content, unsigned unused_bits) {
  Bytes octets;
  octets.reserve(content.size() + 1);
  octets.push_back(static_cast<std::uint8_t>(unused_bits));
  octets.insert(octets.end(), content.begin(), content.end());
  return element(tag::kBitString, octets);
}

DerWriter& DerWriter::text(std::uint32_t identifier, std::string_view utf8) {
  switch (identifier) {
    case tag::kBmpString:
      return element(identifier, fixed_width(utf8, 2));
    case tag::kUniversalString:
      return element(identifier, fixed_width(utf8, 4));
    case tag::kTeletexString:
      return element(identifier, fixed_width(utf8, 1));
    default:
      return element(identifier, as_bytes(utf8));
  }
}

DerWriter& DerWriter::time(Instant instant) {
  std::string digits;
  for (const char c : instant.to_string()) {
    if ((c >= '0' && c <= '9') || c == 'Z') digits.push_back(c);
  }
  const bool utc = digits >= "1950" && digits < "2050";
  return element(utc ? tag::kUtcTime : tag::kGeneralizedTime, as_bytes(std::string_view(digits).substr(utc ? 2 : 0)));
}

DerWriter& DerWriter::set_of(std::vector<Bytes> encoded) {
  std::sort(encoded.begin(), encoded.end());
  Bytes content;
  for (const Bytes& one : encoded) content.insert(content.end(), one.begin(), one.end());
  return element(tag::kSet, content);
}

}  // namespace chainlint::asn1
