#include <array>

#include "chainlint/asn1/oid.h"
#include "der/der.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kLook = 10;

// The first children of an element, as many as telling kinds apart needs.
struct Children {
  std::array<asn1::Element, kLook> at;
  std::size_t count = 0;
  bool more = false;

  bool is(std::initializer_list<std::uint32_t> ids) const {
    if (count != ids.size() || more) return false;
    return begins(ids);
  }
  bool begins(std::initializer_list<std::uint32_t> ids) const {
    if (count < ids.size()) return false;
    std::size_t i = 0;
    for (std::uint32_t id : ids) {
      if (!at[i++].is(id)) return false;
    }
    return true;
  }
};

Children children_of(const asn1::Element& element) {
  Children children;
  if (!element.constructed()) return children;
  asn1::Asn1Reader reader(element.content, asn1::Encoding::ber);
  while (!reader.at_end() && children.count < kLook) {
    auto child = reader.next();
    if (!child) break;
    children.at[children.count++] = *child;
  }
  children.more = !reader.at_end();
  return children;
}

bool starts_with_oid(const asn1::Element& element) { return children_of(element).begins({asn1::tag::kOid}); }

bool is_integer(const asn1::Element& element, std::uint8_t value) {
  return element.is(asn1::tag::kInteger) && element.content.size() == 1 && element.content[0] == value;
}

bool is_octets(const asn1::Element& element) { return (element.identifier & ~0x20u) == asn1::tag::kOctetString; }

bool is_time(const asn1::Element& element) { return element.is(asn1::tag::kUtcTime) || element.is(asn1::tag::kGeneralizedTime); }

// {SEQUENCE, SEQUENCE, BIT STRING}: something signed. Its first element tells what.
DerKind kind_of_signed(const asn1::Element& to_be_signed) {
  const Children fields = children_of(to_be_signed);
  if (fields.begins({asn1::tag::context_constructed(0)})) return DerKind::certificate;
  for (std::size_t i = 2; i < fields.count && i < 4; ++i) {
    if (is_time(fields.at[i])) return DerKind::crl;
  }
  const bool request = fields.begins({asn1::tag::kInteger, asn1::tag::kSequence, asn1::tag::kSequence}) &&
                       (fields.count == 3 || fields.at[3].is(asn1::tag::context_constructed(0)));
  return request ? DerKind::certificate_request : DerKind::certificate;
}

bool is_certificate(const asn1::Element& element) {
  const Children parts = children_of(element);
  return element.is(asn1::tag::kSequence) && parts.is({asn1::tag::kSequence, asn1::tag::kSequence, asn1::tag::kBitString}) &&
         kind_of_signed(parts.at[0]) == DerKind::certificate;
}

bool all_integers(const Children& children) {
  for (std::size_t i = 0; i < children.count; ++i) {
    if (!children.at[i].is(asn1::tag::kInteger)) return false;
  }
  return children.count > 0;
}

DerKind kind_of_integers(const Children& children) {
  const bool version_zero = is_integer(children.at[0], 0);
  if (children.count >= 9 && (version_zero || is_integer(children.at[0], 1))) return DerKind::pkcs1;
  if (children.count == 6 && version_zero) return DerKind::dsa_key;
  if (children.count == 3) return DerKind::parameters;
  // Diffie-Hellman parameters and an RSA public key look alike; the generator is 2 or 5 and the exponent is neither.
  if (children.count == 2) {
    return is_integer(children.at[1], 2) || is_integer(children.at[1], 5) ? DerKind::parameters : DerKind::rsa_public_key;
  }
  return DerKind::unknown;
}

// A SEQUENCE that begins with an INTEGER and something else.
DerKind kind_of_versioned(const Children& children) {
  if (children.count < 2) return DerKind::unknown;
  const asn1::Element& second = children.at[1];
  const bool version_small = is_integer(children.at[0], 0) || is_integer(children.at[0], 1);
  if (version_small && is_octets(second)) return DerKind::sec1;
  if (second.is(asn1::tag::kSet) && children.count >= 3 && children.at[2].is(asn1::tag::kSequence)) return DerKind::bare_signed_data;
  if (!second.is(asn1::tag::kSequence)) return DerKind::unknown;
  if (version_small && children.count >= 3 && is_octets(children.at[2])) return DerKind::pkcs8;
  constexpr auto pkcs7 = asn1::make_oid<1, 2, 840, 113549, 1, 7>();
  const Children content = children_of(second);
  if (!content.begins({asn1::tag::kOid})) return DerKind::unknown;
  const ByteView oid = content.at[0].content;
  if (oid.size() == pkcs7.octets.size() + 1 && equal(oid.first(pkcs7.octets.size()), pkcs7)) return DerKind::pfx;
  return DerKind::unknown;
}

// ObjectStore: the data, encrypted or not, and its MAC or signature.
bool is_bcfks(const Children& children) {
  if (children.count != 2 || children.more) return false;
  const asn1::Element& check = children.at[1];
  if (!check.is(asn1::tag::kSequence) && !check.is(asn1::tag::context_constructed(0))) return false;
  const Children data = children_of(children.at[0]);
  const bool encrypted = data.count == 2 && data.at[0].is(asn1::tag::kSequence) && is_octets(data.at[1]) && starts_with_oid(data.at[0]);
  return encrypted || data.begins({asn1::tag::kInteger, asn1::tag::kSequence, asn1::tag::kGeneralizedTime, asn1::tag::kGeneralizedTime,
                                   asn1::tag::kSequence});
}

DerKind kind_of_sequence(const asn1::Element& outer) {
  const Children children = children_of(outer);
  if (children.count == 0) return DerKind::unknown;
  const asn1::Element& first = children.at[0];
  if (all_integers(children)) return kind_of_integers(children);
  if (first.is(asn1::tag::kInteger)) return kind_of_versioned(children);
  if (children.is({asn1::tag::kOid, asn1::tag::context_constructed(0)})) return DerKind::content_info;
  if (children.is({asn1::tag::kSequence, asn1::tag::kSequence, asn1::tag::kBitString})) return kind_of_signed(first);
  if (children.is({asn1::tag::kSequence, asn1::tag::kBitString}) && starts_with_oid(first)) return DerKind::public_key;
  if (children.count == 2 && !children.more && first.is(asn1::tag::kSequence) && is_octets(children.at[1]) && starts_with_oid(first)) {
    return DerKind::encrypted_pkcs8;
  }
  if (first.is(asn1::tag::kEnumerated)) return DerKind::ocsp_response;
  if (is_certificate(first)) return DerKind::pkipath;
  const Children store = children_of(first);
  if (children.is({asn1::tag::kSequence, asn1::tag::kSequence}) && store.begins({asn1::tag::kInteger}) &&
      children_of(children.at[1]).is({asn1::tag::kOid, asn1::tag::context_constructed(0)})) {
    return DerKind::timestamp_response;
  }
  if (is_bcfks(children)) return DerKind::bcfks;
  return DerKind::unknown;
}

}  // namespace

std::string_view to_string(DerKind kind) {
  switch (kind) {
    case DerKind::certificate:
      return "certificate";
    case DerKind::certificate_request:
      return "certificate request";
    case DerKind::crl:
      return "certificate revocation list";
    case DerKind::pkcs8:
      return "private key (PKCS#8)";
    case DerKind::encrypted_pkcs8:
      return "encrypted private key (PKCS#8)";
    case DerKind::pkcs1:
      return "RSA private key (PKCS#1)";
    case DerKind::sec1:
      return "EC private key (SEC 1)";
    case DerKind::dsa_key:
      return "DSA private key";
    case DerKind::public_key:
      return "public key";
    case DerKind::rsa_public_key:
      return "RSA public key (PKCS#1)";
    case DerKind::parameters:
      return "parameters";
    case DerKind::content_info:
      return "PKCS#7 content";
    case DerKind::bare_signed_data:
      return "PKCS#7 SignedData without ContentInfo";
    case DerKind::pfx:
      return "PKCS#12 file";
    case DerKind::pkipath:
      return "certification path (PkiPath)";
    case DerKind::ocsp_response:
      return "OCSP response";
    case DerKind::timestamp_response:
      return "time-stamp response";
    case DerKind::bcfks:
      return "Bouncy Castle FIPS keystore";
    case DerKind::unknown:
      return "ASN.1 structure of an unknown kind";
    case DerKind::broken:
      return "damaged ASN.1 structure";
  }
  return "ASN.1 structure of an unknown kind";
}

bool is_private_key(DerKind kind) {
  return kind == DerKind::pkcs8 || kind == DerKind::encrypted_pkcs8 || kind == DerKind::pkcs1 || kind == DerKind::sec1 ||
         kind == DerKind::dsa_key;
}

DerKind sniff_der(ByteView data) {
  asn1::Asn1Reader reader(data, asn1::Encoding::ber);
  auto outer = reader.next();
  if (!outer) return DerKind::broken;
  return outer->is(asn1::tag::kSequence) ? kind_of_sequence(*outer) : DerKind::unknown;
}

}  // namespace chainlint::formats
