// The containers without a password: PKCS#7 (RFC 2315 section 9) and the Microsoft serialized store ([MS-OSHARED] section 2.3.9.1).
#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/digest.h"
#include "encoded_text.h"
#include "file_maker.h"

namespace chainlint::mint {
namespace {

constexpr auto kStoreData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 1>();
constexpr auto kSignedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
constexpr std::uint32_t kSha1Property = 3, kFriendlyNameProperty = 11, kArchivedProperty = 19, kCertificateElement = 32, kCrlElement = 33;

const Bytes& stored(const Item& item, const Materials& materials) {
  return item.kind == Item::Kind::crl ? materials.crls.at(item.name) : materials.certificates.at(item.name);
}

void put_u32(Bytes& octets, std::uint32_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) octets.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_element(Bytes& octets, std::uint32_t id, ByteView value) {
  put_u32(octets, id);
  put_u32(octets, 1);
  put_u32(octets, static_cast<std::uint32_t>(value.size()));
  octets.insert(octets.end(), value.begin(), value.end());
}

}  // namespace

Bytes make_pkcs7(const FileDescription& file, const Materials& materials) {
  // In the order of the description: writers disagree on sorting this SET, and readers must keep what they find.
  asn1::DerWriter certificates, crls;
  for (const auto& item : file.items) (item.kind == Item::Kind::crl ? crls : certificates).raw(stored(item, materials));
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& info) {
    info.oid(kSignedData).nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& explicit_content) {
      explicit_content.sequence([&](asn1::DerWriter& signed_data) {
        signed_data.integer(1).element(asn1::tag::kSet, {}).sequence([&](asn1::DerWriter& content) { content.oid(kStoreData); });
        if (!certificates.bytes().empty()) signed_data.element(asn1::tag::context_constructed(0), certificates.bytes());
        if (!crls.bytes().empty()) signed_data.element(asn1::tag::context_constructed(1), crls.bytes());
        signed_data.element(asn1::tag::kSet, {});
      });
    });
  });
  return writer.take();
}

Bytes make_sst(const FileDescription& file, const Materials& materials) {
  Bytes octets;
  put_u32(octets, 0);
  put_u32(octets, 0x54524543);
  for (const auto& item : file.items) {
    const Bytes& der = stored(item, materials);
    put_element(octets, kSha1Property, crypto::sha1(der));
    if (item.friendly_name) {
      Bytes text = utf16(*item.friendly_name, false);
      text.insert(text.end(), 2, 0);
      put_element(octets, kFriendlyNameProperty, text);
    }
    if (item.archived) put_element(octets, kArchivedProperty, {});
    for (const auto& property : item.properties) put_element(octets, static_cast<std::uint32_t>(property.id), property.value);
    put_element(octets, item.kind == Item::Kind::crl ? kCrlElement : kCertificateElement, der);
  }
  octets.insert(octets.end(), 12, 0);
  return octets;
}

}  // namespace chainlint::mint
