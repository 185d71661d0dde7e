#include "certificate_maker.h"

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"

namespace chainlint::mint {
namespace {

constexpr auto kSubjectKeyId = asn1::make_oid<2, 5, 29, 14>();
constexpr auto kAuthorityKeyId = asn1::make_oid<2, 5, 29, 35>();

Result<Bytes> issuer_name(const CertificateDescription& description, const CertificateDescriptions& all) {
  if (description.issuer_name) return *description.issuer_name;
  const auto& issuer = all.at(description.issuer);
  return description.issuer_strings ? encode_name(issuer.subject_text, *description.issuer_strings) : Result<Bytes>(issuer.subject);
}

// Content bytes of the extension; empty where there is none.
Result<Bytes> authority_key_id(const CertificateDescription& description, const CertificateDescriptions& all) {
  const auto& choice = description.authority_key_id;
  const auto& issuer = all.at(description.issuer);
  asn1::DerWriter content;
  if (choice.key_id.kind == KeyIdChoice::Kind::given) {
    content.element(asn1::tag::context(0), choice.key_id.given);
  } else if (choice.key_id.kind == KeyIdChoice::Kind::automatic) {
    auto id = subject_key_id(issuer);
    if (!id) return id;
    if (!id->empty()) content.element(asn1::tag::context(0), *id);
  }
  if (choice.issuer_serial) {
    auto name = issuer_name(issuer, all);
    if (!name) return name;
    content.nested(asn1::tag::context_constructed(1),
                   [&](asn1::DerWriter& names) { names.element(asn1::tag::context_constructed(4), *name); });
    content.element(asn1::tag::context(2), choice.serial.value_or(issuer.serial));
  }
  if (content.bytes().empty()) return Bytes();
  return asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take();
}

// issuerUniqueID [1], subjectUniqueID [2] IMPLICIT BIT STRING.
void write_unique_id(asn1::DerWriter& writer, unsigned number, const Bytes& octets) {
  Bytes content{0};
  content.insert(content.end(), octets.begin(), octets.end());
  writer.element(asn1::tag::context(number), content);
}

Result<Bytes> encode_extensions(const CertificateDescription& description, const CertificateDescriptions& all) {
  asn1::DerWriter list;
  auto own = description.subject_key_id.kind == KeyIdChoice::Kind::none ? Result<Bytes>(Bytes()) : subject_key_id(description);
  if (!own) return own;
  if (description.subject_key_id.kind != KeyIdChoice::Kind::none) {
    EncodedExtension extension{to_bytes(kSubjectKeyId), description.subject_key_id_critical, asn1::DerWriter().octet_string(*own).take()};
    list.raw(encode_extension(extension));
  }
  auto authority = authority_key_id(description, all);
  if (!authority) return authority;
  if (!authority->empty()) {
    EncodedExtension extension{to_bytes(kAuthorityKeyId), description.authority_key_id_critical, std::move(*authority)};
    list.raw(encode_extension(extension));
  }
  for (const auto& extension : description.extensions) list.raw(encode_extension(extension));
  return list.take();
}

void write_validity(asn1::DerWriter& writer, const CertificateDescription& description) {
  writer.sequence([&](asn1::DerWriter& validity) {
    validity.time(description.not_before);
    if (description.damage.validity) {
      validity.element(asn1::tag::kUtcTime, as_bytes("not a time at all"));
    } else {
      validity.time(description.not_after);
    }
  });
}

}  // namespace

Result<Bytes> subject_key_id(const CertificateDescription& issuer) {
  if (issuer.subject_key_id.kind == KeyIdChoice::Kind::given) return issuer.subject_key_id.given;
  auto key = signing_key(issuer.key);
  if (!key) return key.error();
  return key_identifier(*key);
}

Result<Bytes> sign_structure(const Bytes& to_be_signed, const crypto::SigningKey& key, const SignatureOptions& options) {
  auto algorithm = key.signature_algorithm(options.damage_algorithm ? (options.hash == "sha512" ? "sha384" : "sha512") : options.hash);
  if (!algorithm) return algorithm;
  auto signature = key.sign(to_be_signed, options.hash);
  if (!signature) return signature;
  // The last byte: an ECDSA signature stays a well-formed SEQUENCE of two INTEGERs.
  if (options.damage_signature) signature->back() ^= 0x01;
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& content) { content.raw(to_be_signed).raw(*algorithm).bit_string(*signature); });
  return writer.take();
}

Result<Bytes> make_certificate(const CertificateDescription& description, const CertificateDescriptions& all) {
  auto key = signing_key(description.key);
  if (!key) return key.error();
  auto signer = signing_key(all.at(description.signed_by).key);
  if (!signer) return signer.error();
  auto algorithm = signer->signature_algorithm(description.hash);
  if (!algorithm) return algorithm;
  auto issuer = issuer_name(description, all);
  if (!issuer) return issuer;
  auto extensions = description.version == 3 ? encode_extensions(description, all) : Result<Bytes>(Bytes());
  if (!extensions) return extensions;

  asn1::DerWriter tbs;
  tbs.sequence([&](asn1::DerWriter& content) {
    if (description.version > 1) {
      content.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& version) { version.integer(description.version - 1); });
    }
    content.element(asn1::tag::kInteger, description.serial).raw(*algorithm).raw(*issuer);
    write_validity(content, description);
    content.raw(description.subject);
    if (description.damage.public_key) {
      content.element(asn1::tag::kSequence, {});
    } else {
      content.raw(description.public_key.empty() ? key->public_key_info() : ByteView(description.public_key));
    }
    for (const unsigned number : {1u, 2u}) {
      if (!description.unique_ids.empty()) write_unique_id(content, number, description.unique_ids);
    }
    if (!extensions->empty()) {
      content.nested(asn1::tag::context_constructed(3), [&](asn1::DerWriter& list) { list.element(asn1::tag::kSequence, *extensions); });
    }
  });
  return sign_structure(tbs.bytes(), *signer, {description.hash, description.damage.signature, description.damage.algorithm});
}

}  // namespace chainlint::mint
