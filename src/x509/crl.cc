#include "chainlint/x509/crl.h"

#include <algorithm>

#include "chainlint/x509/identifiers.h"

namespace chainlint::x509 {

namespace {

bool less(ByteView a, ByteView b) { return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()); }

// The content of an Extensions SEQUENCE that is already entered.
asn1::Asn1Result<std::vector<Extension>> read_extensions(asn1::Asn1Reader list) {
  std::vector<Extension> extensions;
  while (!list.at_end()) {
    auto sequence = list.expect(asn1::tag::kSequence, "extension is not a SEQUENCE");
    if (!sequence) return sequence.error();
    asn1::Asn1Reader fields = list.enter(*sequence);
    auto id = fields.expect(asn1::tag::kOid, "extnID is not an OBJECT IDENTIFIER");
    if (!id) return id.error();
    Extension extension;
    extension.oid = id->content;
    auto critical = fields.optional(asn1::tag::kBoolean);
    if (!critical) return critical.error();
    if (*critical) {
      auto flag = asn1::read_boolean(**critical, list.encoding());
      if (!flag) return flag.error();
      extension.critical = *flag;
    }
    auto value = fields.expect(asn1::tag::kOctetString, "extnValue is not a primitive OCTET STRING");
    if (!value) return value.error();
    if (auto error = fields.finish("extension has more than its three fields")) return *error;
    extension.value = value->content;
    extension.offset = value->content_offset;
    extensions.push_back(extension);
  }
  return extensions;
}

bool is_time(const asn1::Asn1Reader& reader) { return reader.next_is(asn1::tag::kUtcTime) || reader.next_is(asn1::tag::kGeneralizedTime); }

asn1::Asn1Result<Instant> take_time(asn1::Asn1Reader& reader) {
  auto element = reader.next();
  if (!element) return element.error();
  return asn1::read_time(*element, reader.encoding());
}

constexpr auto kInvalidityDate = asn1::make_oid<2, 5, 29, 24>();

asn1::Asn1Result<RevokedCertificate> read_entry(asn1::Asn1Reader fields, ByteView& unknown_critical) {
  auto serial = fields.expect(asn1::tag::kInteger, "userCertificate is not an INTEGER");
  if (!serial) return serial.error();
  RevokedCertificate entry;
  entry.serial = serial->content;
  auto time = take_time(fields);
  if (!time) return time.error();
  entry.revoked_at = *time;
  auto list = fields.optional(asn1::tag::kSequence);
  if (!list) return list.error();
  if (auto error = fields.finish("entry of revokedCertificates has more than its three fields")) return *error;
  if (!*list) return entry;
  auto extensions = read_extensions(fields.enter(**list));
  if (!extensions) return extensions.error();
  for (const Extension& extension : *extensions) {
    const bool known = equal(extension.oid, oid::kCrlReason) || equal(extension.oid, kInvalidityDate);
    if (extension.critical && !known && unknown_critical.empty()) unknown_critical = extension.oid;
    if (!equal(extension.oid, oid::kCrlReason)) continue;
    asn1::Asn1Reader value(extension.value, fields.encoding(), extension.offset);
    auto code = value.expect(asn1::tag::kEnumerated, "CRLReason is not an ENUMERATED");
    if (!code) return code.error();
    auto reason = asn1::read_small_integer(*code, fields.encoding());
    if (!reason) return reason.error();
    entry.reason = *reason;
  }
  return entry;
}

}  // namespace

// Fills one Crl from its own bytes.
class CrlReader {
 public:
  CrlReader(Crl& crl, asn1::Encoding encoding) : to_(crl), encoding_(encoding) {}

  std::optional<asn1::Asn1Error> read() {
    asn1::Asn1Reader outer(to_.der_, encoding_);
    auto list = outer.expect(asn1::tag::kSequence, "certificate revocation list is not a SEQUENCE");
    if (!list) return list.error();
    if (auto error = outer.finish("bytes follow the certificate revocation list")) return error;
    asn1::Asn1Reader frame = outer.enter(*list);
    auto tbs = frame.expect(asn1::tag::kSequence, "tbsCertList is not a SEQUENCE");
    if (!tbs) return tbs.error();
    to_.tbs_ = tbs->encoded;
    auto algorithm = AlgorithmIdentifier::read(frame, "signatureAlgorithm is not a SEQUENCE");
    if (!algorithm) return algorithm.error();
    to_.signature_algorithm_ = *algorithm;
    auto bits = frame.expect(asn1::tag::kBitString, "signatureValue is not a BIT STRING");
    if (!bits) return bits.error();
    auto signature = asn1::read_bit_octets(*bits);
    if (!signature) return signature.error();
    to_.signature_ = *signature;
    if (auto error = frame.finish("certificate revocation list has more than its three fields")) return error;
    return read_tbs(frame.enter(*tbs));
  }

 private:
  std::optional<asn1::Asn1Error> read_tbs(asn1::Asn1Reader fields) {
    auto version = fields.optional(asn1::tag::kInteger);
    if (!version) return version.error();
    auto algorithm = AlgorithmIdentifier::read(fields, "signature is not a SEQUENCE");
    if (!algorithm) return algorithm.error();
    auto issuer = fields.next();
    if (!issuer) return issuer.error();
    auto name = Name::read(*issuer, encoding_);
    if (!name) return name.error();
    to_.issuer_ = std::move(*name);
    auto this_update = take_time(fields);
    if (!this_update) return this_update.error();
    to_.this_update_ = *this_update;
    if (is_time(fields)) {
      auto next_update = take_time(fields);
      if (!next_update) return next_update.error();
      to_.next_update_ = *next_update;
    }
    if (auto error = read_revoked(fields)) return error;
    if (auto error = read_crl_extensions(fields)) return error;
    return fields.finish("tbsCertList has more than its seven fields");
  }

  std::optional<asn1::Asn1Error> read_revoked(asn1::Asn1Reader& fields) {
    auto list = fields.optional(asn1::tag::kSequence);
    if (!list) return list.error();
    if (!*list) return std::nullopt;
    asn1::Asn1Reader entries = fields.enter(**list);
    while (!entries.at_end()) {
      auto sequence = entries.expect(asn1::tag::kSequence, "entry of revokedCertificates is not a SEQUENCE");
      if (!sequence) return sequence.error();
      auto entry = read_entry(entries.enter(*sequence), to_.unknown_critical_entry_extension_);
      if (!entry) return entry.error();
      to_.revoked_.push_back(*entry);
    }
    const auto by_serial = [](const RevokedCertificate& a, const RevokedCertificate& b) { return less(a.serial, b.serial); };
    std::stable_sort(to_.revoked_.begin(), to_.revoked_.end(), by_serial);
    return std::nullopt;
  }

  std::optional<asn1::Asn1Error> read_crl_extensions(asn1::Asn1Reader& fields) {
    auto wrapper = fields.optional(asn1::tag::context_constructed(0));
    if (!wrapper) return wrapper.error();
    if (!*wrapper) return std::nullopt;
    asn1::Asn1Reader inner = fields.enter(**wrapper);
    auto list = inner.expect(asn1::tag::kSequence, "crlExtensions are not a SEQUENCE");
    if (!list) return list.error();
    if (auto error = inner.finish("bytes follow crlExtensions")) return error;
    auto extensions = read_extensions(inner.enter(*list));
    if (!extensions) return extensions.error();
    to_.extensions_ = std::move(*extensions);
    return std::nullopt;
  }

  Crl& to_;
  asn1::Encoding encoding_;
};

asn1::Asn1Result<std::shared_ptr<const Crl>> Crl::parse(Bytes der) {
  std::optional<asn1::Asn1Error> error;
  for (const asn1::Encoding encoding : {asn1::Encoding::der, asn1::Encoding::ber}) {
    std::shared_ptr<Crl> crl(new Crl);
    crl->der_ = std::move(der);
    error = CrlReader(*crl, encoding).read();
    if (!error) return std::shared_ptr<const Crl>(std::move(crl));
    der = std::move(crl->der_);
  }
  return *error;
}

const RevokedCertificate* Crl::find(ByteView serial) const {
  const auto found = std::lower_bound(revoked_.begin(), revoked_.end(), serial,
                                      [](const RevokedCertificate& entry, ByteView value) { return less(entry.serial, value); });
  return found != revoked_.end() && equal(found->serial, serial) ? &*found : nullptr;
}

}  // namespace chainlint::x509
