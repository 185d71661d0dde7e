// The fixed fields of a certificate: names, serial number, key, signature, defects.

#include <array>

#include "chain/place.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue common_name(const FactContext& context, const Subject& subject) {
  return value_or_absent(certificate_of(subject, context).subject().common_name());
}

// A key that does not decode has no size that could be judged.
FactValue key_bits(const FactContext& context, const Subject& subject) {
  const x509::PublicKeyInfo& key = certificate_of(subject, context).public_key();
  if (!key.decodable || key.bits == 0) {
    return Unavailable{"the size of the public key (" + key.to_string() + ") is not known"};
  }
  return integer(key.bits);
}

FactValue key_curve(const FactContext& context, const Subject& subject) {
  return text_or_absent(std::string(certificate_of(subject, context).public_key().curve));
}

FactValue signature_hash(const FactContext& context, const Subject& subject) {
  const crypto::SignatureScheme scheme = crypto::describe_signature(certificate_of(subject, context).signature_algorithm());
  if (scheme.hash.empty() && !scheme.supported) {
    return Unavailable{"the hash of the signature algorithm " + scheme.name + " is not known"};
  }
  return text_or_absent(scheme.hash);
}

FactValue defects(const FactContext& context, const Subject& subject) {
  std::vector<std::string> texts;
  for (const x509::Defect& defect : certificate_of(subject, context).defects()) {
    texts.push_back(describe(defect));
  }
  return texts;
}

const std::array kCertificateFacts = {
    FactDefinition{
        SubjectKind::certificate,
        "sha256",
        FactType::text,
        "",
        {},
        "The SHA-256 of the certificate, in lower-case hexadecimal.",
        [](const FactContext& context, const Subject& subject) { return text(to_hex(certificate_of(subject, context).sha256())); }},
    FactDefinition{
        SubjectKind::certificate,
        "subject",
        FactType::text,
        "",
        {},
        "The subject, most specific part first: 'CN=www.example.com,O=Example'.",
        [](const FactContext& context, const Subject& subject) { return text(x509::subject_text(certificate_of(subject, context))); }},
    FactDefinition{
        SubjectKind::certificate,
        "subject.display",
        FactType::text,
        "",
        {},
        "What a person calls the subject: its common name where it has one.",
        [](const FactContext& context, const Subject& subject) { return text(x509::display_name(certificate_of(subject, context))); }},
    FactDefinition{
        SubjectKind::certificate, "subject.cn", FactType::text, "", {}, "The most specific common name of the subject.", common_name},
    FactDefinition{SubjectKind::certificate,
                   "subject.organization",
                   FactType::text,
                   "",
                   {},
                   "The organization in the subject.",
                   [](const FactContext& context, const Subject& subject) {
                     return value_or_absent(certificate_of(subject, context).subject().organization());
                   }},
    FactDefinition{SubjectKind::certificate,
                   "text",
                   FactType::text,
                   "",
                   {},
                   "The certificate in one line: subject, key id, serial number, end of validity.",
                   [](const FactContext& context, const Subject& subject) { return text(describe(certificate_of(subject, context))); }},
    FactDefinition{
        SubjectKind::certificate,
        "issuer",
        FactType::text,
        "",
        {},
        "The issuer's name, most specific part first.",
        [](const FactContext& context, const Subject& subject) { return text(certificate_of(subject, context).issuer().to_string()); }},
    FactDefinition{
        SubjectKind::certificate,
        "issuer.display",
        FactType::text,
        "",
        {},
        "What a person calls the issuer: its common name where it has one.",
        [](const FactContext& context, const Subject& subject) { return text(certificate_of(subject, context).issuer().display()); }},
    FactDefinition{SubjectKind::certificate,
                   "serial",
                   FactType::text,
                   "",
                   {},
                   "The serial number as certificate viewers print it: '0A:FF'.",
                   [](const FactContext& context, const Subject& subject) { return text(certificate_of(subject, context).serial_text()); }},
    FactDefinition{SubjectKind::certificate,
                   "serial.negative",
                   FactType::boolean,
                   "",
                   {},
                   "The serial number is negative (RFC 5280 section 4.1.2.2 forbids that).",
                   [](const FactContext& context, const Subject& subject) -> FactValue {
                     const ByteView serial = certificate_of(subject, context).serial();
                     return !serial.empty() && serial[0] >= 0x80;
                   }},
    FactDefinition{SubjectKind::certificate,
                   "version",
                   FactType::integer,
                   "",
                   {},
                   "The version of the certificate: 1, 2 or 3; 0 where it is none of them.",
                   [](const FactContext& context, const Subject& subject) -> FactValue {
                     return static_cast<std::int64_t>(certificate_of(subject, context).version());
                   }},
    FactDefinition{
        SubjectKind::certificate,
        "size",
        FactType::integer,
        "bytes",
        {},
        "The size of the certificate.",
        [](const FactContext& context, const Subject& subject) { return integer(certificate_of(subject, context).der().size()); }},
    FactDefinition{
        SubjectKind::certificate,
        "self_issued",
        FactType::boolean,
        "",
        {},
        "Subject and issuer are the same name.",
        [](const FactContext& context, const Subject& subject) -> FactValue { return certificate_of(subject, context).self_issued(); }},
    FactDefinition{SubjectKind::certificate, "key.algorithm", FactType::text, "", x509::kKeyAlgorithmNames,
                   "The algorithm of the public key.",
                   [](const FactContext& context, const Subject& subject) {
                     return text(x509::to_string(certificate_of(subject, context).public_key().algorithm));
                   }},
    FactDefinition{SubjectKind::certificate,
                   "key.bits",
                   FactType::integer,
                   "bits",
                   {},
                   "The size of the public key: the RSA modulus, the order of the curve.",
                   key_bits},
    FactDefinition{SubjectKind::certificate,
                   "key.curve",
                   FactType::text,
                   "",
                   {},
                   "The curve of an EC key: 'P-256', 'P-384', 'secp256k1', 'explicit', ...",
                   key_curve},
    FactDefinition{
        SubjectKind::certificate,
        "key.text",
        FactType::text,
        "",
        {},
        "Algorithm and size of the public key for people: 'RSA 2048', 'EC P-256'.",
        [](const FactContext& context, const Subject& subject) { return text(certificate_of(subject, context).public_key().to_string()); }},
    FactDefinition{SubjectKind::certificate,
                   "signature.algorithm",
                   FactType::text,
                   "",
                   {},
                   "The signature algorithm: 'sha256WithRSAEncryption', 'ecdsa-with-SHA384', ...",
                   [](const FactContext& context, const Subject& subject) {
                     return text_or_absent(crypto::describe_signature(certificate_of(subject, context).signature_algorithm()).name);
                   }},
    FactDefinition{SubjectKind::certificate,
                   "signature.hash",
                   FactType::text,
                   "",
                   {},
                   "The hash of the signature algorithm: 'sha256', 'sha1'; absent where it has none of its own (Ed25519).",
                   signature_hash},
    FactDefinition{SubjectKind::certificate,
                   "defects",
                   FactType::text_list,
                   "",
                   {},
                   "Fields that do not decode, each with its offset and what is wrong.",
                   defects},
    FactDefinition{SubjectKind::certificate,
                   "defects.fatal",
                   FactType::boolean,
                   "",
                   {},
                   "Names, validity or key cannot be read, so that the certificate cannot be judged.",
                   [](const FactContext& context, const Subject& subject) -> FactValue {
                     return certificate_of(subject, context).has_fatal_defect();
                   }},
};

}  // namespace

std::span<const FactDefinition> certificate_fact_table() { return kCertificateFacts; }

}  // namespace chainlint::facts
