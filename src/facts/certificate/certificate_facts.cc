// The fixed fields of a certificate: names, serial number, key, signature, defects.

#include <span>

#include "chain/place.h"
#include "chainlint/crypto/public_key_check.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr auto kKeyFaults = std::span<const std::string_view>(crypto::kKeyFaultNames).subspan(1);  // without "none"

FactValue common_name(const x509::Certificate& certificate) { return value_or_absent(certificate.subject().common_name()); }

// A key that does not decode has no known size.
FactValue key_bits(const x509::Certificate& certificate) {
  const x509::PublicKeyInfo& key = certificate.public_key();
  if (!key.decodable || key.bits == 0) return Unavailable{"the size of the public key (" + key.to_string() + ") is not known"};
  return integer(key.bits);
}

FactValue key_curve(const x509::Certificate& certificate) { return text_or_absent(std::string(certificate.public_key().curve)); }

// Of an algorithm that is not known, nothing is known of the key either.
template <class Text>
FactValue key_fault(const x509::Certificate& certificate, Text text_of) {
  const x509::PublicKeyInfo& key = certificate.public_key();
  if (key.algorithm == x509::KeyAlgorithm::other && !key.der.empty()) {
    return Unavailable{"the algorithm of the public key (" + key.to_string() + ") is not known"};
  }
  const crypto::KeyFault fault = crypto::find_key_fault(key);
  return fault == crypto::KeyFault::none ? FactValue(Absent{}) : text(text_of(fault));
}

FactValue key_fault_kind(const x509::Certificate& certificate) {
  return key_fault(certificate, [](crypto::KeyFault fault) { return crypto::to_string(fault); });
}

FactValue key_fault_text(const x509::Certificate& certificate) {
  return key_fault(certificate, [](crypto::KeyFault fault) { return crypto::describe(fault); });
}

FactValue key_encodings(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const x509::KeyEncoding encoding : certificate.public_key().unusual_encodings()) found.emplace_back(x509::to_string(encoding));
  return found;
}

FactValue key_encoding_text(const x509::Certificate& certificate) {
  std::string found;
  for (const x509::KeyEncoding encoding : certificate.public_key().unusual_encodings()) {
    found += (found.empty() ? "" : ", ") + std::string(x509::describe(encoding));
  }
  return text_or_absent(std::move(found));
}

FactValue signature_hash(const x509::Certificate& certificate) {
  const crypto::SignatureScheme scheme = crypto::describe_signature(certificate.signature_algorithm());
  if (scheme.hash.empty() && !scheme.supported) return Unavailable{"the hash of the signature algorithm " + scheme.name + " is not known"};
  return text_or_absent(scheme.hash);
}

FactValue defects(const x509::Certificate& certificate) {
  std::vector<std::string> texts;
  for (const x509::Defect& defect : certificate.defects()) texts.push_back(describe(defect));
  return texts;
}

}  // namespace

FactTable certificate_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.text("sha256", "The SHA-256 of the certificate, in lower-case hexadecimal.",
                       [](const x509::Certificate& it) { return to_hex(it.sha256()); }),
      certificate.text("subject", "The subject, most specific part first: 'CN=www.example.com,O=Example'.", x509::subject_text),
      certificate.text("subject.display", "The subject's name for people: its common name where it has one.", x509::display_name),
      certificate.text("subject.cn", "The most specific common name of the subject.", common_name),
      certificate.text("subject.organization", "The organization in the subject.",
                       [](const x509::Certificate& it) { return it.subject().organization(); }),
      certificate.text("text", "The certificate in one line: subject, key id, serial number, end of validity.",
                       [](const x509::Certificate& it) { return describe(it); }),
      certificate.text("issuer", "The issuer's name, most specific part first.",
                       [](const x509::Certificate& it) { return it.issuer().to_string(); }),
      certificate.text("issuer.display", "The issuer's name for people: its common name where it has one.",
                       [](const x509::Certificate& it) { return it.issuer().display(); }),
      certificate.text("serial", "The serial number as certificate viewers print it: '0A:FF'.", &x509::Certificate::serial_text),
      certificate.boolean("serial.negative", "The serial number is negative (RFC 5280 section 4.1.2.2 forbids that).",
                          [](const FactContext& context, const Subject& subject) -> FactValue {
                            const ByteView serial = certificate_of(subject, context).serial();
                            return !serial.empty() && serial[0] >= 0x80;
                          }),
      certificate.integer("version", "", "The version of the certificate: 1, 2 or 3; 0 where it is none of them.",
                          [](const x509::Certificate& it) { return static_cast<std::int64_t>(it.version()); }),
      certificate.integer("size", "bytes", "The size of the certificate.", [](const x509::Certificate& it) { return it.der().size(); }),
      certificate.boolean("unique_ids", "It has an issuerUniqueID or a subjectUniqueID.", &x509::Certificate::has_unique_ids),
      certificate.boolean("self_issued", "Subject and issuer are the same name.", &x509::Certificate::self_issued),
      certificate.text("key.algorithm", x509::kKeyAlgorithmNames, "The algorithm of the public key.",
                       [](const x509::Certificate& it) { return x509::to_string(it.public_key().algorithm); }),
      certificate.integer("key.bits", "bits", "The size of the public key: the RSA modulus, the order of the curve.", key_bits),
      certificate.text("key.curve", "The curve of an EC key: 'P-256', 'P-384', 'secp256k1', 'explicit', ...", key_curve),
      certificate.text("key.text", "Algorithm and size of the public key for people: 'RSA 2048', 'EC P-256'.",
                       [](const x509::Certificate& it) { return it.public_key().to_string(); }),
      certificate.text(
          "key.fault", kKeyFaults,
          "Why the public key is unusable: an RSA exponent of 1 or even, a modulus that can be factored at once, a point that is "
          "not on its curve, ...; absent where nothing was found; unavailable where the algorithm is not known.",
          key_fault_kind),
      certificate.text("key.fault.text", "The defect of the public key in words; absent where nothing was found.", key_fault_text),
      certificate.list("key.encoding", x509::kKeyEncodingNames,
                       "Encodings of the public key that Go and other programs do not read: an RSA key without NULL parameters, a public "
                       "exponent of more than 31 bits, a compressed point.",
                       key_encodings),
      certificate.text("key.encoding.text", "The unusual encodings of the public key in words; absent where there are none.",
                       key_encoding_text),
      certificate.text(
          "signature.algorithm", "The signature algorithm: 'sha256WithRSAEncryption', 'ecdsa-with-SHA384', ...",
          [](const x509::Certificate& it) { return text_or_absent(crypto::describe_signature(it.signature_algorithm()).name); }),
      certificate.text("signature.hash",
                       "The hash of the signature algorithm: 'sha256', 'sha1'; absent where it has none of its own (Ed25519).",
                       signature_hash),
      certificate.list("defects", "Fields that cannot be decoded, each with its offset and the defect.", defects),
      certificate.boolean("defects.fatal", "Names, validity or key cannot be read, so that the certificate cannot be checked.",
                          &x509::Certificate::has_fatal_defect),
  };
}

}  // namespace chainlint::facts
