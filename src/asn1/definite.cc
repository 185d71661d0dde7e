#include "chainlint/asn1/definite.h"

#include <cstddef>
#include <cstdint>
#include <optional>

namespace chainlint::asn1 {
namespace {

constexpr std::uint32_t kConstructedOctets = tag::kOctetString | 0x20;
constexpr std::uint32_t kHighTag = 0x1F;

void append(SecretBytes& out, ByteView octets) { out.insert(out.end(), octets.begin(), octets.end()); }

void append_length(SecretBytes& out, std::size_t length) {
  if (length < 0x80) {
    out.push_back(static_cast<std::uint8_t>(length));
    return;
  }
  std::size_t count = 1;
  while (count < sizeof length && (length >> (8 * count)) != 0) ++count;
  out.push_back(static_cast<std::uint8_t>(0x80 | count));
  for (std::size_t i = count; i-- > 0;) out.push_back(static_cast<std::uint8_t>(length >> (8 * i)));
}

// The identifier bytes unchanged: the part of the element before its length.
ByteView identifier_octets(const Element& element) {
  std::size_t count = 1;
  if ((element.encoded[0] & kHighTag) == kHighTag) {
    while (count < element.encoded.size() && (element.encoded[count] & 0x80) != 0) ++count;
    ++count;
  }
  return element.encoded.first(count);
}

class Rewriter {
 public:
  explicit Rewriter(const Limits& limits) : limits_(limits) {}

  // Bounded by Limits::asn1_depth.
  std::optional<Asn1Error> write(const Element& element, std::size_t depth, SecretBytes& out) const {
    if (element.is(kConstructedOctets)) return write_joined(element, out);
    if (!element.constructed()) {
      frame(identifier_octets(element), element.content, out);
      return {};
    }
    if (depth >= limits_.asn1_depth) return Asn1Error{"elements are nested too deeply", element.offset};
    SecretBytes content;
    content.reserve(element.content.size());
    Asn1Reader reader(element.content, Encoding::ber, element.content_offset, depth);
    while (!reader.at_end()) {
      const auto child = reader.next();
      if (!child) return child.error();
      if (auto error = write(*child, depth + 1, content)) return error;
    }
    frame(identifier_octets(element), content, out);
    return {};
  }

 private:
  static void frame(ByteView identifier, ByteView content, SecretBytes& out) {
    append(out, identifier);
    append_length(out, content.size());
    append(out, content);
  }

  std::optional<Asn1Error> write_joined(const Element& element, SecretBytes& out) const {
    Bytes joined;
    const auto octets = read_octets(element, Encoding::ber, joined, limits_);
    if (!octets) return octets.error();
    constexpr std::uint8_t kPrimitive = tag::kOctetString;
    frame(ByteView(&kPrimitive, 1), *octets, out);
    wipe(joined.data(), joined.size());
    return {};
  }

  const Limits& limits_;
};

}  // namespace

Asn1Result<SecretBytes> definite_form(const Element& element, const Limits& limits) {
  SecretBytes out;
  out.reserve(element.encoded.size());
  if (const auto error = Rewriter(limits).write(element, 0, out)) return *error;
  return out;
}

SecretBytes der_element(std::uint32_t identifier, std::initializer_list<ByteView> parts) {
  std::size_t length = 0;
  for (const ByteView part : parts) length += part.size();
  SecretBytes out;
  out.reserve(length + 2 + sizeof length);
  out.push_back(static_cast<std::uint8_t>(identifier));
  append_length(out, length);
  for (const ByteView part : parts) append(out, part);
  return out;
}

}  // namespace chainlint::asn1
