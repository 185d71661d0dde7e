#include "chainlint/formats/pkcs12_structure.h"

#include <cstdint>

namespace chainlint::pkcs12 {
namespace {

constexpr auto kBagTypes = make_oid<1, 2, 840, 113549, 1, 12, 10, 1>();
constexpr std::uint32_t kConstructed = 0x20;

}  // namespace

Asn1Result<ContentInfo> read_content_info(Asn1Reader& reader) {
  auto sequence = reader.expect(tag::kSequence, "ContentInfo is not a SEQUENCE");
  if (!sequence) return sequence.error();
  Asn1Reader inner = reader.enter(*sequence);
  auto type = inner.expect(tag::kOid, "contentType is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto content = inner.expect(tag::context_constructed(0), "content of a ContentInfo is not tagged [0]");
  if (!content) return content.error();
  return ContentInfo{type->content, inner.enter(*content)};
}

Asn1Result<Element> expect_octet_string(Asn1Reader& reader, const char* what) {
  const std::uint32_t constructed = tag::kOctetString | kConstructed;
  return reader.expect(reader.next_is(constructed) ? constructed : tag::kOctetString, what);
}

Asn1Result<EncryptedContent> read_encrypted_content(Asn1Reader reader) {
  auto data = reader.expect(tag::kSequence, "EncryptedData is not a SEQUENCE");
  if (!data) return data.error();
  Asn1Reader inner = reader.enter(*data);
  auto version = inner.expect(tag::kInteger, "version of the EncryptedData is not an INTEGER");
  if (!version) return version.error();
  auto info = inner.expect(tag::kSequence, "EncryptedContentInfo is not a SEQUENCE");
  if (!info) return info.error();
  Asn1Reader fields = inner.enter(*info);
  auto type = fields.expect(tag::kOid, "contentType of the EncryptedContentInfo is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto algorithm = AlgorithmIdentifier::read(fields, "contentEncryptionAlgorithm");
  if (!algorithm) return algorithm.error();
  const bool constructed = fields.next_is(tag::context_constructed(0));
  auto ciphertext = fields.expect(constructed ? tag::context_constructed(0) : tag::context(0), "encryptedContent is not tagged [0]");
  if (!ciphertext) return ciphertext.error();
  return EncryptedContent{*algorithm, *ciphertext, version->encoded, inner.rest()};
}

std::optional<Asn1Error> read_mac_data(Asn1Reader fields, const Limits& limits, MacData& mac) {
  auto digest_info = fields.expect(tag::kSequence, "DigestInfo of the MAC is not a SEQUENCE");
  if (!digest_info) return digest_info.error();
  Asn1Reader digest_fields = fields.enter(*digest_info);
  auto algorithm = AlgorithmIdentifier::read(digest_fields, "digestAlgorithm of the MAC");
  if (!algorithm) return algorithm.error();
  mac.parameters.digest_algorithm = *algorithm;
  auto digest = digest_fields.next();
  if (!digest) return digest.error();
  auto digest_octets = read_octets(*digest, Encoding::ber, mac.digest, limits);
  if (!digest_octets) return digest_octets.error();
  mac.parameters.digest = *digest_octets;

  auto salt = fields.next();
  if (!salt) return salt.error();
  auto salt_octets = read_octets(*salt, Encoding::ber, mac.salt, limits);
  if (!salt_octets) return salt_octets.error();
  mac.parameters.salt = *salt_octets;
  if (fields.at_end()) return {};
  auto iterations = fields.expect(tag::kInteger, "iterations of the MAC are not an INTEGER");
  if (!iterations) return iterations.error();
  auto count = read_small_integer(*iterations, Encoding::ber);
  if (!count) return count.error();
  mac.parameters.iterations = static_cast<std::uint64_t>(*count);
  return {};
}

BagType bag_type(ByteView oid) {
  const ByteView prefix = kBagTypes;
  if (oid.size() != prefix.size() + 1 || !equal(oid.first(prefix.size()), prefix)) return BagType::unknown;
  const std::uint8_t last = oid.back();
  return last >= 1 && last <= 6 ? static_cast<BagType>(last) : BagType::unknown;
}

Asn1Result<TypedValue> read_typed_value(Asn1Reader reader, const char* what) {
  auto sequence = reader.expect(tag::kSequence, what);
  if (!sequence) return sequence.error();
  Asn1Reader inner = reader.enter(*sequence);
  auto type = inner.expect(tag::kOid, "type inside a bag is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto tagged = inner.expect(tag::context_constructed(0), "value inside a bag is not tagged [0]");
  if (!tagged) return tagged.error();
  Asn1Reader content = inner.enter(*tagged);
  auto value = content.next();
  if (!value) return value.error();
  return TypedValue{type->content, *value};
}

}  // namespace chainlint::pkcs12
