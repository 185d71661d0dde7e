#include "der/der.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/base/text.h"
#include "foreign.h"
#include "java/bcfks.h"
#include "pkcs12/pkcs12.h"
#include "pkcs7/pkcs7.h"

namespace chainlint::formats {
namespace {

std::string at_octet(const asn1::Asn1Error& error) { return fmt::format("{} at byte {}", error.what, error.offset); }

bool is_padding(ByteView data) {
  return std::all_of(data.begin(), data.end(), [](std::uint8_t c) { return c == 0 || c == ' ' || (c >= '\t' && c <= '\r'); });
}

// The bytes of the first element; all of `data` where there is none.
ByteView first_element(ByteView data) {
  asn1::Asn1Reader reader(data, asn1::Encoding::ber);
  auto element = reader.next();
  return element ? element->encoded : data;
}

void read_path(ByteView object, const Entry& entry, ReadContext& context, Container& container) {
  asn1::Asn1Reader reader(object, asn1::Encoding::ber);
  auto outer = reader.next();
  if (!outer) return;
  asn1::Asn1Reader certificates = reader.enter(*outer);
  for (std::size_t n = 1; !certificates.at_end() && !context.entries_full; ++n) {
    Entry next = entry;
    next.location = inside(entry.location, fmt::format("certificate {}", n));
    next.description = "certificate";
    auto element = certificates.next();
    if (!element) {
      report_error(context, container, "der-damaged", "certification path is damaged: " + at_octet(element.error()), next.location);
      return;
    }
    add_certificate(element->encoded, std::move(next), context, container);
  }
}

void read_nested(ByteView object, DerKind kind, const Location& where, ReadContext& context, Container& container) {
  const NestedContainer nested(context, container, where);
  if (!nested.allowed()) return;
  if (kind == DerKind::pfx) {
    read_pkcs12(object, context, container, where);
  } else if (kind == DerKind::bcfks) {
    read_bcfks(object, context, container, where);
  } else if (kind == DerKind::content_info) {
    read_pkcs7(object, context, container, where);
  } else {
    read_signed_data(object, context, container, where);
  }
}

// The second field of TimeStampResp (RFC 3161 section 2.4.2).
ByteView time_stamp_token(ByteView response) {
  asn1::Asn1Reader reader(response, asn1::Encoding::ber);
  const auto outer = reader.next();
  if (!outer) return {};
  asn1::Asn1Reader fields = reader.enter(*outer);
  if (!fields.next()) return {};
  const auto token = fields.next();
  return token ? token->encoded : ByteView();
}

// The content of the next element, which must have this identifier; an empty reader otherwise.
asn1::Asn1Reader enter_next(asn1::Asn1Reader reader, std::uint32_t identifier) {
  const auto element = reader.optional(identifier);
  return element && *element ? reader.enter(**element) : asn1::Asn1Reader(ByteView(), asn1::Encoding::ber);
}

// BasicOCSPResponse.certs (RFC 6960 section 4.2.1), which is [0] after three elements.
std::size_t count_responder_certificates(ByteView response) {
  asn1::Asn1Reader fields = enter_next(asn1::Asn1Reader(response, asn1::Encoding::ber), asn1::tag::kSequence);
  if (fields.at_end() || !fields.next()) return 0;
  asn1::Asn1Reader bytes = enter_next(enter_next(fields, asn1::tag::context_constructed(0)), asn1::tag::kSequence);
  if (bytes.at_end() || !bytes.next()) return 0;
  asn1::Asn1Reader basic = enter_next(enter_next(bytes, asn1::tag::kOctetString), asn1::tag::kSequence);
  for (int i = 0; i < 3; ++i) {
    if (basic.at_end() || !basic.next()) return 0;
  }
  asn1::Asn1Reader certificates = enter_next(enter_next(basic, asn1::tag::context_constructed(0)), asn1::tag::kSequence);
  std::size_t count = 0;
  for (; !certificates.at_end() && certificates.next(); ++count) {
  }
  return count;
}

void report_refused(ByteView object, DerKind kind, const Location& where, ReadContext& context, Container& container) {
  Diagnostic unsupported{Severity::error, "format-unsupported", "", where};
  switch (kind) {
    case DerKind::ocsp_response:
      unsupported.code = "ocsp-response";
      unsupported.message = fmt::format("unsupported format: OCSP response ({} of its responder)",
                                        count_noun(count_responder_certificates(object), "certificate"));
      unsupported.advice = "Check the certificate and its chain instead.";
      report(context, container, std::move(unsupported));
      return;
    case DerKind::timestamp_response:
      unsupported.message = fmt::format("unsupported format: time-stamp response ({} of its authority)",
                                        count_noun(count_signed_certificates(time_stamp_token(object)), "certificate"));
      unsupported.advice =
          "Extract its token and check that: openssl ts -reply -in " + file_word(context.path) + " -token_out -out token.p7b";
      report(context, container, std::move(unsupported));
      return;
    case DerKind::broken: {
      asn1::Asn1Reader reader(object, asn1::Encoding::ber);
      auto outer = reader.next();
      report_error(context, container, "der-damaged", outer ? "damaged ASN.1" : "damaged or truncated ASN.1: " + at_octet(outer.error()),
                   where);
      return;
    }
    default:
      report_error(context, container, "der-unknown", "ASN.1 structure is not a certificate, key, CRL or container", where);
  }
}

Format format_of(DerKind kind) {
  switch (kind) {
    case DerKind::content_info:
    case DerKind::bare_signed_data:
      return Format::pkcs7;
    case DerKind::pfx:
      return Format::pkcs12;
    case DerKind::ocsp_response:
    case DerKind::timestamp_response:
      return Format::recognized;
    case DerKind::bcfks:
      return Format::bcfks;
    default:
      return Format::der;
  }
}

bool add_plain(ByteView object, DerKind kind, Entry entry, ByteView ec_parameters, ReadContext& context, Container& container) {
  switch (kind) {
    case DerKind::certificate:
      add_certificate(object, std::move(entry), context, container);
      return true;
    case DerKind::crl:
      add_crl(object, std::move(entry), context, container);
      return true;
    case DerKind::certificate_request:
      entry.kind = EntryKind::certificate_request;
      break;
    case DerKind::public_key:
    case DerKind::rsa_public_key:
      entry.kind = EntryKind::public_key;
      break;
    case DerKind::parameters:
      entry.kind = EntryKind::parameters;
      break;
    case DerKind::encrypted_pkcs8:
      add_encrypted_key(object, asn1::Encoding::ber, context.candidates, std::move(entry), context, container);
      return true;
    case DerKind::pkcs8:
    case DerKind::pkcs1:
    case DerKind::sec1:
    case DerKind::dsa_key:
      add_private_key(object, KeyState::plain, ec_parameters, std::move(entry), context, container);
      return true;
    default:
      return false;
  }
  add_entry(std::move(entry), context, container);
  return true;
}

}  // namespace

bool read_trust_attributes(ByteView data, Entry& entry) {
  asn1::Asn1Reader reader(data, asn1::Encoding::der);
  auto outer = reader.expect(asn1::tag::kSequence, "trust attributes");
  if (!outer || !is_padding(reader.rest())) return false;
  std::string alias;
  asn1::Asn1Reader fields = reader.enter(*outer);
  while (!fields.at_end()) {
    auto field = fields.next();
    if (!field) return false;
    switch (field->identifier) {
      case asn1::tag::kUtf8String:
        alias = printable(as_text(field->content));
        break;
      case asn1::tag::kSequence:
      case asn1::tag::kOctetString:
      case asn1::tag::context_constructed(0):
      case asn1::tag::context_constructed(1):
        break;
      default:
        return false;
    }
  }
  entry.trusted_certificate = true;
  if (entry.label.empty()) entry.label = std::move(alias);
  return true;
}

bool read_der_object(ByteView object, DerKind kind, Entry entry, ByteView ec_parameters, ReadContext& context, Container& container) {
  if (entry.description.empty()) entry.description = to_string(kind);
  switch (kind) {
    case DerKind::pkipath:
      read_path(object, entry, context, container);
      return true;
    case DerKind::pfx:
    case DerKind::content_info:
    case DerKind::bare_signed_data:
    case DerKind::bcfks:
      read_nested(object, kind, entry.location, context, container);
      return true;
    default:
      break;
  }
  const Location where = entry.location;
  if (add_plain(object, kind, std::move(entry), ec_parameters, context, container)) return true;
  report_refused(object, kind, where, context, container);
  return kind != DerKind::unknown && kind != DerKind::broken;
}

void read_der(ByteView data, ReadContext& context, Container& container, const Location& where) {
  std::size_t at = 0;
  bool several = false;
  do {
    const ByteView rest = data.subspan(at);
    const DerKind kind = sniff_der(rest);
    Entry entry;
    entry.location = where;
    if (at > 0) entry.location.offset = at;
    if (at == 0) {
      container.format = format_of(kind);
    } else if (kind == DerKind::unknown || kind == DerKind::broken) {
      report_warning(
          context, container, "trailing-data",
          fmt::format("{} after the last object {} not recognized", count_noun(rest.size(), "byte"), rest.size() == 1 ? "is" : "are"),
          entry.location);
      return;
    } else if (!several) {
      several = true;
      Diagnostic second{Severity::warning, "trailing-data",
                        fmt::format("a second object ({}) follows; most programs read only the first", to_string(kind)), entry.location};
      second.advice = "Write each object to a separate file, or all of them as PEM.";
      report(context, container, std::move(second));
    }
    const ByteView object = first_element(rest);
    at += object.size();
    const ByteView after = data.subspan(at);
    if (kind == DerKind::certificate && !after.empty() && read_trust_attributes(after, entry)) at = data.size();
    read_der_object(object, kind, std::move(entry), {}, context, container);
  } while (!is_padding(data.subspan(at)) && !context.entries_full);
}

}  // namespace chainlint::formats
