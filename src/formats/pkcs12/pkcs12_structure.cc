#include "chainlint/formats/pkcs12_structure.h"

#include <cstdint>

namespace chainlint::formats::pkcs12 {
namespace {

constexpr auto kBagTypes = asn1::make_oid<1, 2, 840, 113549, 1, 12, 10, 1>();
constexpr std::uint32_t kConstructed = 0x20;

}  // namespace

asn1::Asn1Result<ContentInfo> read_content_info(asn1::Asn1Reader& reader) {
  auto sequence = reader.expect(asn1::tag::kSequence, "ContentInfo is not a SEQUENCE");
  if (!sequence) return sequence.error();
  asn1::Asn1Reader inner = reader.enter(*sequence);
  auto type = inner.expect(asn1::tag::kOid, "contentType is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto content = inner.expect(asn1::tag::context_constructed(0), "content of a ContentInfo is not tagged [0]");
  if (!content) return content.error();
  return ContentInfo{type->content, inner.enter(*content)};
}

asn1::Asn1Result<asn1::Element> expect_octet_string(asn1::Asn1Reader& reader, const char* what) {
  const std::uint32_t constructed = asn1::tag::kOctetString | kConstructed;
  return reader.expect(reader.next_is(constructed) ? constructed : asn1::tag::kOctetString, what);
}

asn1::Asn1Result<EncryptedContent> read_encrypted_content(asn1::Asn1Reader reader) {
  auto data = reader.expect(asn1::tag::kSequence, "EncryptedData is not a SEQUENCE");
  if (!data) return data.error();
  asn1::Asn1Reader inner = reader.enter(*data);
  auto version = inner.expect(asn1::tag::kInteger, "version of the EncryptedData is not an INTEGER");
  if (!version) return version.error();
  auto info = inner.expect(asn1::tag::kSequence, "EncryptedContentInfo is not a SEQUENCE");
  if (!info) return info.error();
  asn1::Asn1Reader fields = inner.enter(*info);
  auto type = fields.expect(asn1::tag::kOid, "contentType of the EncryptedContentInfo is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto algorithm = x509::AlgorithmIdentifier::read(fields, "contentEncryptionAlgorithm");
  if (!algorithm) return algorithm.error();
  const bool constructed = fields.next_is(asn1::tag::context_constructed(0));
  auto ciphertext =
      fields.expect(constructed ? asn1::tag::context_constructed(0) : asn1::tag::context(0), "encryptedContent is not tagged [0]");
  if (!ciphertext) return ciphertext.error();
  return EncryptedContent{*algorithm, *ciphertext, version->encoded, inner.rest()};
}

std::optional<asn1::Asn1Error> read_mac_data(asn1::Asn1Reader fields, const Limits& limits, MacData& mac) {
  auto digest_info = fields.expect(asn1::tag::kSequence, "DigestInfo of the MAC is not a SEQUENCE");
  if (!digest_info) return digest_info.error();
  asn1::Asn1Reader digest_fields = fields.enter(*digest_info);
  auto algorithm = x509::AlgorithmIdentifier::read(digest_fields, "digestAlgorithm of the MAC");
  if (!algorithm) return algorithm.error();
  mac.parameters.digest_algorithm = *algorithm;
  auto digest = digest_fields.next();
  if (!digest) return digest.error();
  auto digest_octets = asn1::read_octets(*digest, asn1::Encoding::ber, mac.digest, limits);
  if (!digest_octets) return digest_octets.error();
  mac.parameters.digest = *digest_octets;

  auto salt = fields.next();
  if (!salt) return salt.error();
  auto salt_octets = asn1::read_octets(*salt, asn1::Encoding::ber, mac.salt, limits);
  if (!salt_octets) return salt_octets.error();
  mac.parameters.salt = *salt_octets;
  if (fields.at_end()) return {};
  auto iterations = fields.expect(asn1::tag::kInteger, "iterations of the MAC are not an INTEGER");
  if (!iterations) return iterations.error();
  auto count = asn1::read_small_integer(*iterations, asn1::Encoding::ber);
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

asn1::Asn1Result<TypedValue> read_typed_value(asn1::Asn1Reader reader, const char* what) {
  auto sequence = reader.expect(asn1::tag::kSequence, what);
  if (!sequence) return sequence.error();
  asn1::Asn1Reader inner = reader.enter(*sequence);
  auto type = inner.expect(asn1::tag::kOid, "type inside a bag is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  auto tagged = inner.expect(asn1::tag::context_constructed(0), "value inside a bag is not tagged [0]");
  if (!tagged) return tagged.error();
  asn1::Asn1Reader content = inner.enter(*tagged);
  auto value = content.next();
  if (!value) return value.error();
  return TypedValue{type->content, *value};
}

}  // namespace chainlint::formats::pkcs12
