#include <algorithm>
#include <set>

#include "chainlint/asn1/definite.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "rewriters.h"
#include "store_errors.h"

namespace chainlint::write {
namespace {

constexpr auto kNetscapeSequence = asn1::make_oid<2, 16, 840, 1, 113730, 2, 5>();

// The parts of a SignedData (RFC 5652 section 5.1). All but the certificates are copied unchanged.
struct SignedParts {
  ByteView before;  // version, digestAlgorithms, encapContentInfo
  std::optional<asn1::Element> certificates;
  ByteView after;  // revocation lists, signerInfos
  std::optional<asn1::Element> signers;
};

asn1::Asn1Result<SignedParts> split(asn1::Asn1Reader fields) {
  SignedParts parts;
  const ByteView all = fields.rest();
  const auto version = fields.expect(asn1::tag::kInteger, "version is not an INTEGER");
  if (!version) return version.error();
  const auto digests = fields.expect(asn1::tag::kSet, "digestAlgorithms is not a SET");
  if (!digests) return digests.error();
  const auto content = fields.expect(asn1::tag::kSequence, "encapContentInfo is not a SEQUENCE");
  if (!content) return content.error();
  parts.before = all.first(all.size() - fields.rest().size());
  const auto certificates = fields.optional(asn1::tag::context_constructed(0));
  if (!certificates) return certificates.error();
  parts.certificates = *certificates;
  parts.after = fields.rest();
  const auto crls = fields.optional(asn1::tag::context_constructed(1));
  if (!crls) return crls.error();
  const auto signers = fields.optional(asn1::tag::kSet);
  if (!signers) return signers.error();
  parts.signers = *signers;
  return parts;
}

// What is among the certificates and is none: attribute certificates, which stay behind them.
asn1::Asn1Result<SecretBytes> other_choices(const std::optional<asn1::Element>& field) {
  SecretBytes others;
  if (!field) return others;
  asn1::Asn1Reader reader(field->content, asn1::Encoding::ber);
  while (!reader.at_end()) {
    const auto element = reader.next();
    if (!element) return element.error();
    if (!element->is(asn1::tag::kSequence)) others.insert(others.end(), element->encoded.begin(), element->encoded.end());
  }
  return others;
}

SecretBytes joined(const std::vector<x509::CertificatePtr>& certificates) {
  SecretBytes octets;
  for (const x509::CertificatePtr& certificate : certificates) {
    octets.insert(octets.end(), certificate->der().begin(), certificate->der().end());
  }
  return octets;
}

// Whether a SignerIdentifier (RFC 5652 section 5.3) means the certificate: by issuer and serial number, or by key identifier.
bool names_signer(const asn1::Element& identifier, const asn1::Asn1Reader& parent, const x509::Certificate& certificate) {
  if (identifier.is(asn1::tag::context(0))) {
    const auto& key_id = certificate.extensions().subject_key_id;
    return key_id && equal(identifier.content, *key_id);
  }
  asn1::Asn1Reader fields = parent.enter(identifier);
  const auto issuer = fields.next();
  const auto serial = issuer ? fields.next() : issuer;
  return serial && equal(issuer->encoded, certificate.issuer().der()) && equal(serial->content, certificate.serial());
}

// The signatures of a message remain valid with any certificates next to it, but cannot be verified without those of its signers.
std::optional<Error> refuse_lost_signer(const std::optional<asn1::Element>& signers, const std::vector<x509::CertificatePtr>& held,
                                        const std::vector<x509::CertificatePtr>& wanted) {
  if (!signers) return {};
  std::set<Digest256> kept;
  for (const x509::CertificatePtr& certificate : wanted) kept.insert(certificate->sha256());
  asn1::Asn1Reader reader(signers->content, asn1::Encoding::ber);
  while (!reader.at_end()) {
    const auto signer = reader.expect(asn1::tag::kSequence, "SignerInfo is not a SEQUENCE");
    if (!signer) return store_damaged(signer.error().what);
    asn1::Asn1Reader fields = reader.enter(*signer);
    const auto version = fields.expect(asn1::tag::kInteger, "version of a SignerInfo is not an INTEGER");
    const auto identifier = version ? fields.next() : version;
    if (!identifier) return store_damaged(identifier.error().what);
    for (const x509::CertificatePtr& certificate : held) {
      if (kept.contains(certificate->sha256()) || !names_signer(*identifier, fields, *certificate)) continue;
      return store_unsupported("the certificate of a signer cannot be dropped from what it signed: " +
                               in_quotes(x509::display_name(*certificate)));
    }
  }
  return {};
}

class Pkcs7Rewriter {
 public:
  Pkcs7Rewriter(const std::vector<x509::CertificatePtr>& held, const std::vector<x509::CertificatePtr>& wanted)
      : held_(held), wanted_(wanted) {}

  // A ContentInfo, or a SignedData that is alone.
  Result<SecretBytes> rewrite(const asn1::Element& outer) const {
    asn1::Asn1Reader fields(outer.content, asn1::Encoding::ber);
    if (!fields.next_is(asn1::tag::kOid)) return signed_data(outer);
    const auto type = fields.next();
    const auto content = fields.expect(asn1::tag::context_constructed(0), "content is not [0]");
    if (!content) return store_damaged(content.error().what);
    asn1::Asn1Reader inner = fields.enter(*content);
    const auto value = inner.expect(asn1::tag::kSequence, "content of the ContentInfo is not a SEQUENCE");
    if (!value) return store_damaged(value.error().what);
    const auto written = equal(type->content, kNetscapeSequence)
                             ? Result<SecretBytes>(asn1::der_element(asn1::tag::kSequence, {joined(wanted_)}))
                             : signed_data(*value);
    if (!written) return written;
    return asn1::der_element(asn1::tag::kSequence, {type->encoded, asn1::der_element(asn1::tag::context_constructed(0), {*written})});
  }

 private:
  Result<SecretBytes> signed_data(const asn1::Element& element) const {
    const auto parts = split(asn1::Asn1Reader(element.content, asn1::Encoding::ber));
    if (!parts) return store_damaged(parts.error().what);
    if (const auto error = refuse_lost_signer(parts->signers, held_, wanted_)) return *error;
    const auto others = other_choices(parts->certificates);
    if (!others) return store_damaged(others.error().what);
    SecretBytes field;
    if (!wanted_.empty() || !others->empty()) field = asn1::der_element(asn1::tag::context_constructed(0), {joined(wanted_), *others});
    return asn1::der_element(asn1::tag::kSequence, {parts->before, field, parts->after});
  }

  const std::vector<x509::CertificatePtr>& held_;
  const std::vector<x509::CertificatePtr>& wanted_;
};

}  // namespace

Result<Bytes> rewrite_pkcs7(const formats::Container& read, ByteView original, const ContainerEdit& edit, const RewriteOptions&) {
  if (!edit.unit.empty()) return Error{"rewrite-unit", "a PKCS#7 file is one unit; it has no unit " + in_quotes(edit.unit), {}};
  if (!edit.encryption.empty()) return store_unsupported("a PKCS#7 file is not encrypted; only a PFX can be re-encrypted");
  const auto held = certificates_of(read);
  if (holds_already(held, edit.certificates)) return to_bytes(original);
  asn1::Asn1Reader reader(original, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "ContentInfo is not a SEQUENCE");
  if (!outer) return store_damaged(outer.error().what);
  const auto written = Pkcs7Rewriter(held, edit.certificates).rewrite(*outer);
  if (!written) return written.error();
  Bytes file(written->begin(), written->end());
  const ByteView rest = reader.rest();
  file.insert(file.end(), rest.begin(), rest.end());
  return file;
}

}  // namespace chainlint::write
