#include "pkcs12/pkcs12_attributes.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

constexpr auto kFriendlyName = asn1::make_oid<1, 2, 840, 113549, 1, 9, 20>();
constexpr auto kLocalKeyId = asn1::make_oid<1, 2, 840, 113549, 1, 9, 21>();
constexpr auto kKeyProvider = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 17, 1>();
constexpr auto kLocalMachine = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 17, 2>();
constexpr auto kKeyUsage = asn1::make_oid<2, 5, 29, 15>();
constexpr auto kJavaTrusted = asn1::make_oid<2, 16, 840, 1, 113894, 746875, 1, 1>();

// A BMPString by the standard, another string by some writers; a terminating NUL is no part of the name.
std::string read_name(const asn1::Element& element) {
  std::string text = asn1::read_text(element.identifier, element.content);
  while (!text.empty() && text.back() == '\0') text.pop_back();
  return printable(text);
}

std::optional<asn1::Asn1Error> read_value(ByteView type, const asn1::Element& value, asn1::Encoding encoding, BagAttributes& attributes) {
  if (equal(type, kFriendlyName)) {
    if (attributes.friendly_name.empty()) attributes.friendly_name = read_name(value);
  } else if (equal(type, kKeyProvider)) {
    if (attributes.key_provider.empty()) attributes.key_provider = read_name(value);
  } else if (equal(type, kLocalKeyId) && attributes.local_key_id.empty()) {
    Bytes own;
    auto octets = asn1::read_octets(value, encoding, own);
    if (!octets) return octets.error();
    attributes.local_key_id = to_bytes(*octets);
  }
  return {};
}

std::optional<asn1::Asn1Error> read_attribute(asn1::Asn1Reader reader, BagAttributes& attributes) {
  auto type = reader.expect(asn1::tag::kOid, "type of a bag attribute is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto values = reader.expect(asn1::tag::kSet, "values of a bag attribute are not a SET");
  if (!values) return values.error();
  if (equal(type->content, kLocalMachine)) attributes.local_machine = true;
  if (equal(type->content, kJavaTrusted)) attributes.trusted_certificate = true;
  asn1::Asn1Reader inner = reader.enter(*values);
  while (!inner.at_end()) {
    auto value = inner.next();
    if (!value) return value.error();
    if (auto damage = read_value(type->content, *value, reader.encoding(), attributes)) return damage;
  }
  return {};
}

// The bits of keyUsage in the attributes of a PrivateKeyInfo (RFC 5958 section 2); nothing where there are none.
std::optional<std::uint32_t> key_usage_of(ByteView private_key_info) {
  asn1::Asn1Reader reader(private_key_info, asn1::Encoding::ber);
  const auto key = reader.next();
  if (!key || !key->constructed()) return {};
  asn1::Asn1Reader fields = reader.enter(*key);
  while (!fields.at_end() && !fields.next_is(asn1::tag::context_constructed(0))) {
    if (!fields.next()) return {};
  }
  const auto set = fields.next();
  if (!set) return {};
  asn1::Asn1Reader attributes = fields.enter(*set);
  while (!attributes.at_end()) {
    const auto attribute = attributes.expect(asn1::tag::kSequence, "key attribute is not a SEQUENCE");
    if (!attribute) return {};
    asn1::Asn1Reader parts = attributes.enter(*attribute);
    const auto type = parts.expect(asn1::tag::kOid, "type of a key attribute is not an OBJECT IDENTIFIER");
    const auto values = type ? parts.expect(asn1::tag::kSet, "values of a key attribute are not a SET") : type;
    if (!values) return {};
    if (!equal(type->content, kKeyUsage)) continue;
    asn1::Asn1Reader inner = parts.enter(*values);
    const auto bits = inner.expect(asn1::tag::kBitString, "keyUsage is not a BIT STRING");
    const auto usage = bits ? asn1::read_named_bits(*bits, asn1::Encoding::ber) : asn1::Asn1Result<std::uint32_t>(bits.error());
    return usage ? std::optional(*usage) : std::nullopt;
  }
  return {};
}

}  // namespace

std::string windows_key_spec(ByteView private_key_info, std::string_view provider) {
  constexpr std::uint32_t kDigitalSignature = 1u << 0, kDataEncipherment = 1u << 3;
  if (provider.ends_with("Key Storage Provider") || provider == "Microsoft Platform Crypto Provider") return "CNG";
  const auto usage = key_usage_of(private_key_info);
  if (usage && (*usage & kDataEncipherment) != 0) return "AT_KEYEXCHANGE";
  return usage && (*usage & kDigitalSignature) != 0 ? "AT_SIGNATURE" : "";
}

BagAttributes read_bag_attributes(asn1::Asn1Reader reader) {
  BagAttributes attributes;
  while (!reader.at_end()) {
    auto attribute = reader.expect(asn1::tag::kSequence, "bag attribute is not a SEQUENCE");
    std::optional<asn1::Asn1Error> damage;
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

}  // namespace chainlint::formats
