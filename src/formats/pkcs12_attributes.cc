#include "pkcs12_attributes.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"

namespace chainlint {
namespace {

constexpr auto kFriendlyName = make_oid<1, 2, 840, 113549, 1, 9, 20>();
constexpr auto kLocalKeyId = make_oid<1, 2, 840, 113549, 1, 9, 21>();
constexpr auto kKeyProvider = make_oid<1, 3, 6, 1, 4, 1, 311, 17, 1>();
constexpr auto kLocalMachine = make_oid<1, 3, 6, 1, 4, 1, 311, 17, 2>();
constexpr auto kJavaTrusted = make_oid<2, 16, 840, 1, 113894, 746875, 1, 1>();

// A BMPString by the standard, another string by some writers; a terminating NUL is no part of the name.
std::string read_name(const Element& element) {
  std::string text = read_text(element.identifier, element.content);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  return printable(text);
}

std::optional<Asn1Error> read_value(ByteView type, const Element& value, Encoding encoding, BagAttributes& attributes) {
  if (equal(type, kFriendlyName)) {
    if (attributes.friendly_name.empty()) attributes.friendly_name = read_name(value);
  } else if (equal(type, kKeyProvider)) {
    if (attributes.key_provider.empty()) attributes.key_provider = read_name(value);
  } else if (equal(type, kLocalKeyId) && attributes.local_key_id.empty()) {
    Bytes own;
    auto octets = read_octets(value, encoding, own);
    if (!octets) return octets.error();
    attributes.local_key_id = to_bytes(*octets);
  }
  return {};
}

std::optional<Asn1Error> read_attribute(Asn1Reader reader, BagAttributes& attributes) {
  auto type = reader.expect(tag::kOid, "type of a bag attribute is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto values = reader.expect(tag::kSet, "values of a bag attribute are not a SET");
  if (!values) return values.error();
  if (equal(type->content, kLocalMachine)) attributes.local_machine = true;
  if (equal(type->content, kJavaTrusted)) attributes.trusted_certificate = true;
  Asn1Reader inner = reader.enter(*values);
  while (!inner.at_end()) {
    auto value = inner.next();
    if (!value) return value.error();
    if (auto damage = read_value(type->content, *value, reader.encoding(), attributes)) return damage;
  }
  return {};
}

}  // namespace

BagAttributes read_bag_attributes(Asn1Reader reader) {
  BagAttributes attributes;
  while (!reader.at_end()) {
    auto attribute = reader.expect(tag::kSequence, "bag attribute is not a SEQUENCE");
    std::optional<Asn1Error> damage;
    if (attribute) {
      damage = read_attribute(reader.enter(*attribute), attributes);
    } else {
      damage = attribute.error();
    }
    if (damage && !attributes.damage) attributes.damage = damage;
    if (!attribute) break;
  }
  return attributes;
}

}  // namespace chainlint
