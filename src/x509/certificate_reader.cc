#include "certificate_reader.h"

#include <algorithm>

#include "chainlint/asn1/oid.h"

namespace chainlint::x509 {

namespace {

constexpr std::size_t kLargestSerial = 20;

// The years 1950 to 2049, in which the times of a certificate are UTCTime (RFC 5280 section 4.1.2.5).
constexpr Instant kUtcTimeStart(-631152000);
constexpr Instant kUtcTimeEnd(2524608000);

// Whether an element that is not what a field wants may be the field after it: the field itself was left out.
bool may_be_next_field(const LenientReader& fields) { return fields.next_is(asn1::tag::kSequence); }

}  // namespace

// The next element if it is what the field wants; else a defect and nothing.
std::optional<asn1::Element> CertificateReader::take(LenientReader& fields, std::uint32_t identifier, const char* field, const char* what,
                                                     bool fatal) {
  if (lost_) {
    if (fatal) add(field, fields.offset(), "field cannot be found because the data before it is damaged", true);
    return std::nullopt;
  }
  if (fields.at_end()) {
    add(field, fields.offset(), "field is missing", fatal);
    return std::nullopt;
  }
  const bool wanted = fields.next_is(identifier);
  if (!wanted && identifier != asn1::tag::kSequence && may_be_next_field(fields)) {
    add(field, fields.offset(), what, fatal);
    return std::nullopt;
  }
  auto element = fields.next(field);
  if (!element) {
    lost_ = true;
    defects_.push_back(to_defect(field, element.error(), fatal));
    return std::nullopt;
  }
  if (wanted) return *element;
  add(field, element->offset, what, fatal);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> CertificateReader::read() {
  const asn1::Asn1Reader whole(to_.der_);
  LenientReader outer(whole, defects_);
  auto certificate = outer.next("certificate");
  if (!certificate) return certificate.error();
  if (!certificate->is(asn1::tag::kSequence)) return asn1::Asn1Error{"certificate is not a SEQUENCE", certificate->offset};
  if (!outer.at_end()) add("certificate", outer.offset(), "bytes follow the certificate");
  LenientReader frame = outer.enter(*certificate);
  auto tbs = frame.next("tbsCertificate");
  if (!tbs) return tbs.error();
  if (!tbs->is(asn1::tag::kSequence)) return asn1::Asn1Error{"tbsCertificate is not a SEQUENCE", tbs->offset};
  auto algorithm = frame.next("signatureAlgorithm");
  if (!algorithm) return algorithm.error();
  if (!algorithm->is(asn1::tag::kSequence)) return asn1::Asn1Error{"signatureAlgorithm is not a SEQUENCE", algorithm->offset};
  auto signature = frame.next("signatureValue");
  if (!signature) return signature.error();
  if ((signature->identifier & ~0x20u) != asn1::tag::kBitString) {
    return asn1::Asn1Error{"signatureValue is not a BIT STRING", signature->offset};
  }
  if (!frame.at_end()) add("certificate", frame.offset(), "certificate has more than its three fields");
  to_.tbs_ = tbs->encoded;
  read_tbs(frame.enter(*tbs));
  read_outer_algorithm(*algorithm, whole.enter(*certificate));
  read_signature(*signature);
  return std::nullopt;
}

void CertificateReader::read_tbs(LenientReader fields) {
  read_version(fields);
  read_serial(fields);
  read_inner_algorithm(fields);
  read_name(fields, "issuer", to_.issuer_);
  read_validity(fields);
  read_name(fields, "subject", to_.subject_);
  read_public_key(fields);
  if (!lost_) read_optional_fields(fields);
}

void CertificateReader::read_version(LenientReader& fields) {
  to_.version_ = 1;
  if (!fields.next_is(asn1::tag::context_constructed(0))) return;
  to_.version_ = 0;
  auto wrapper = take(fields, asn1::tag::context_constructed(0), "version", "version is not tagged [0]", false);
  if (!wrapper) return;
  LenientReader inner = fields.enter(*wrapper);
  auto element = inner.next("version");
  if (!element || !element->is(asn1::tag::kInteger)) {
    add("version", wrapper->content_offset, "version is not an INTEGER");
    return;
  }
  if (!inner.at_end()) add("version", inner.offset(), "bytes follow the version");
  auto value = read_leniently("version", defects_, [&](asn1::Encoding encoding) { return asn1::read_small_integer(*element, encoding); });
  if (!value || *value > 2) {
    add("version", element->offset, "version is not 0, 1 or 2");
    return;
  }
  to_.version_ = static_cast<int>(*value) + 1;
  if (*value == 0) add("version", element->offset, "version is encoded as 0, the default, which DER omits");
}

void CertificateReader::read_serial(LenientReader& fields) {
  auto element = take(fields, asn1::tag::kInteger, "serialNumber", "serialNumber is not an INTEGER", false);
  if (!element) return;
  to_.serial_ = element->content;
  check_serial(*element);
}

void CertificateReader::check_serial(const asn1::Element& element) {
  const ByteView serial = element.content;
  if (serial.empty()) {
    add("serialNumber", element.offset, "serial number is empty");
    return;
  }
  const bool negative = serial[0] >= 0x80;
  const bool zero = std::all_of(serial.begin(), serial.end(), [](std::uint8_t octet) { return octet == 0; });
  if (negative) add("serialNumber", element.content_offset, "serial number is negative");
  if (zero) add("serialNumber", element.content_offset, "serial number is zero");
  if (serial.size() > 1 && ((serial[0] == 0x00 && serial[1] < 0x80) || (serial[0] == 0xFF && serial[1] >= 0x80))) {
    defects_.push_back({"serialNumber", element.content_offset, "serial number is not in its shortest form", false, true});
  }
  if (serial.size() <= kLargestSerial) return;
  defects_.push_back({"serialNumber", element.content_offset,
                      "serial number has " + std::to_string(serial.size()) + " bytes; at most 20 are allowed", false});
}

void CertificateReader::read_inner_algorithm(LenientReader& fields) {
  auto element = take(fields, asn1::tag::kSequence, "signature", "signature is not a SEQUENCE", false);
  if (!element) return;
  auto algorithm = read_leniently("signature", defects_, [&](asn1::Encoding encoding) {
    asn1::Asn1Reader reader(element->encoded, encoding, element->offset, 2);
    return AlgorithmIdentifier::read(reader, "signature is not a SEQUENCE");
  });
  if (algorithm) {
    to_.tbs_signature_algorithm_ = *algorithm;
  } else {
    defects_.push_back(to_defect("signature", algorithm.error()));
  }
}

void CertificateReader::read_name(LenientReader& fields, const char* field, Name& name) {
  auto element = take(fields, asn1::tag::kSequence, field, "name is not a SEQUENCE", true);
  if (!element) return;
  auto read = read_leniently(field, defects_, [&](asn1::Encoding encoding) { return Name::read(*element, encoding); });
  if (!read) {
    defects_.push_back(to_defect(field, read.error(), true));
    return;
  }
  name = std::move(*read);
  if (name.empty() && &name == &to_.issuer_) add(field, element->offset, "issuer is empty");
  const auto& rdns = name.rdns();
  if (std::any_of(rdns.begin(), rdns.end(), [](const Rdn& rdn) { return rdn.empty(); })) {
    add(field, element->offset, "an RDN of the name has no attribute");
  }
}

void CertificateReader::read_validity(LenientReader& fields) {
  auto element = take(fields, asn1::tag::kSequence, "validity", "validity is not a SEQUENCE", true);
  if (!element) return;
  LenientReader times = fields.enter(*element);
  read_time_of(times, "notBefore", to_.not_before_);
  read_time_of(times, "notAfter", to_.not_after_);
  if (!times.at_end()) add("validity", times.offset(), "validity has more than two times");
}

void CertificateReader::read_time_of(LenientReader& times, const char* field, std::optional<Instant>& time) {
  if (times.at_end()) {
    add(field, times.offset(), "field is missing", true);
    return;
  }
  auto element = times.next(field);
  if (!element) {
    defects_.push_back(to_defect(field, element.error(), true));
    return;
  }
  auto value = read_leniently(field, defects_, [&](asn1::Encoding encoding) { return asn1::read_time(*element, encoding); });
  if (!value) {
    defects_.push_back(to_defect(field, value.error(), true));
    return;
  }
  time = *value;
  const bool has_utc_time = *value >= kUtcTimeStart && *value < kUtcTimeEnd;
  if (element->is(asn1::tag::kGeneralizedTime) && has_utc_time) add(field, element->offset, "time before 2050 is a GeneralizedTime");
}

void CertificateReader::read_public_key(LenientReader& fields) {
  constexpr const char* kField = "subjectPublicKeyInfo";
  auto element = take(fields, asn1::tag::kSequence, kField, "subjectPublicKeyInfo is not a SEQUENCE", true);
  if (!element) return;
  auto key = read_leniently(kField, defects_, [&](asn1::Encoding encoding) { return PublicKeyInfo::read(*element, encoding); });
  if (!key) {
    defects_.push_back(to_defect(kField, key.error(), true));
    return;
  }
  to_.public_key_ = *key;
  if (!key->decodable) add(kField, element->offset, "public key does not match its algorithm");
}

void CertificateReader::read_optional_fields(LenientReader& fields) {
  unsigned last = 0;
  while (!fields.at_end()) {
    auto element = fields.next("tbsCertificate");
    if (!element) {
      defects_.push_back(to_defect("tbsCertificate", element.error()));
      return;
    }
    const unsigned number = element->identifier & 0x1F;
    if ((element->identifier & ~0x3Fu) != 0x80 || number > 3 || number <= last) {
      add("tbsCertificate", element->offset, "element does not belong in tbsCertificate");
      continue;
    }
    last = number;
    if (number < 3) {
      to_.unique_ids_ = true;
      if (to_.version_ == 1) {
        add(number == 1 ? "issuerUniqueID" : "subjectUniqueID", element->offset, "field does not belong in a version 1 certificate");
      }
      continue;
    }
    if (to_.version_ != 3) add("extensions", element->offset, "extensions are in a certificate that is not version 3");
    read_extensions_field(fields.enter(*element));
  }
}

void CertificateReader::read_extensions_field(LenientReader inner) {
  const std::size_t offset = inner.offset();
  auto sequence = inner.next("extensions");
  if (!sequence) {
    defects_.push_back(to_defect("extensions", sequence.error()));
  } else if (!sequence->is(asn1::tag::kSequence)) {
    add("extensions", offset, "extensions are not a SEQUENCE");
  } else {
    to_.extensions_element_ = *sequence;
    if (!inner.at_end()) add("extensions", inner.offset(), "bytes follow the extensions");
  }
}

void CertificateReader::read_outer_algorithm(const asn1::Element& element, const asn1::Asn1Reader& parent) {
  constexpr const char* kField = "signatureAlgorithm";
  auto algorithm = read_leniently(kField, defects_, [&](asn1::Encoding encoding) {
    asn1::Asn1Reader reader(element.encoded, encoding, element.offset, parent.depth());
    return AlgorithmIdentifier::read(reader, "signatureAlgorithm is not a SEQUENCE");
  });
  if (!algorithm) {
    defects_.push_back(to_defect(kField, algorithm.error()));
    return;
  }
  to_.signature_algorithm_ = *algorithm;
  const ByteView inner = to_.tbs_signature_algorithm_.encoded;
  if (!inner.empty() && !equal(inner, algorithm->encoded)) {
    add(kField, element.offset,
        "algorithm is " + asn1::oid_name(algorithm->oid) + ", but tbsCertificate has " + asn1::oid_name(to_.tbs_signature_algorithm_.oid));
  }
}

void CertificateReader::read_signature(const asn1::Element& element) {
  if (!element.is(asn1::tag::kBitString)) {
    add("signatureValue", element.offset, "BIT STRING is constructed, which DER does not allow");
    return;
  }
  auto octets = asn1::read_bit_octets(element);
  if (octets) {
    to_.signature_ = *octets;
  } else {
    defects_.push_back(to_defect("signatureValue", octets.error()));
  }
}

}  // namespace chainlint::x509
