#include "pkcs7/pkcs7.h"

#include <fmt/format.h>

#include <array>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "embedded.h"
#include "foreign.h"
#include "trust/trust_list_reader.h"

namespace chainlint::formats {
namespace {

constexpr auto kSignedData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 2>();
constexpr auto kData = asn1::make_oid<1, 2, 840, 113549, 1, 7, 1>();
constexpr auto kEnveloped = asn1::make_oid<1, 2, 840, 113549, 1, 7, 3>();
constexpr auto kSignedAndEnveloped = asn1::make_oid<1, 2, 840, 113549, 1, 7, 4>();
constexpr auto kDigested = asn1::make_oid<1, 2, 840, 113549, 1, 7, 5>();
constexpr auto kEncrypted = asn1::make_oid<1, 2, 840, 113549, 1, 7, 6>();
constexpr auto kCompressed = asn1::make_oid<1, 2, 840, 113549, 1, 9, 16, 1, 9>();
constexpr auto kAuthEnveloped = asn1::make_oid<1, 2, 840, 113549, 1, 9, 16, 1, 23>();
constexpr auto kNetscapeSequence = asn1::make_oid<2, 16, 840, 1, 113730, 2, 5>();
constexpr auto kTrustList = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 1>();

struct Refused {
  ByteView oid;
  std::string_view name;
};
const std::array kRefused = {
    Refused{kData, "Data"},
    Refused{kEnveloped, "EnvelopedData"},
    Refused{kSignedAndEnveloped, "SignedAndEnvelopedData"},
    Refused{kDigested, "DigestedData"},
    Refused{kEncrypted, "EncryptedData"},
    Refused{kCompressed, "CompressedData"},
    Refused{kAuthEnveloped, "AuthEnvelopedData"},
};

void report_damage(std::string_view what, const asn1::Asn1Error& error, const Location& where, ReadContext& context, Container& container) {
  report_error(context, container, "pkcs7-damaged", fmt::format("{}: {} at byte {}", what, error.what, error.offset), where);
}

// The parts of a SignedData that matter here; the rest, signatures included, is never looked at.
struct SignedParts {
  ByteView content_type;
  std::optional<asn1::Element> content;  // the [0] of encapContentInfo
  std::optional<asn1::Element> certificates;
  std::optional<asn1::Element> crls;
};

asn1::Asn1Result<SignedParts> split(asn1::Asn1Reader& fields) {
  SignedParts parts;
  auto version = fields.expect(asn1::tag::kInteger, "version is not an INTEGER");
  if (!version) return version.error();
  auto digests = fields.expect(asn1::tag::kSet, "digestAlgorithms is not a SET");
  if (!digests) return digests.error();
  auto content_info = fields.expect(asn1::tag::kSequence, "encapContentInfo is not a SEQUENCE");
  if (!content_info) return content_info.error();
  asn1::Asn1Reader content = fields.enter(*content_info);
  auto type = content.expect(asn1::tag::kOid, "eContentType is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  parts.content_type = type->content;
  auto inner = content.optional(asn1::tag::context_constructed(0));
  if (!inner) return inner.error();
  parts.content = *inner;
  auto certificates = fields.optional(asn1::tag::context_constructed(0));
  if (!certificates) return certificates.error();
  parts.certificates = *certificates;
  auto crls = fields.optional(asn1::tag::context_constructed(1));
  if (!crls) return crls.error();
  parts.crls = *crls;
  return parts;
}

Entry begin_entry(const Location& where, std::string description, std::size_t number) {
  Entry entry;
  entry.location = inside(where, fmt::format("{} {}", description, number));
  entry.description = std::move(description);
  return entry;
}

void read_certificates(asn1::Asn1Reader reader, std::string_view description, const Location& where, ReadContext& context,
                       Container& container) {
  std::size_t skipped = 0;
  for (std::size_t n = 1; !reader.at_end() && !context.entries_full; ++n) {
    auto element = reader.next();
    if (!element) {
      report_damage("the certificates are damaged", element.error(), where, context, container);
      break;
    }
    if (element->is(asn1::tag::kSequence)) {
      Entry entry = begin_entry(where, "certificate", n);
      entry.description = description;
      add_certificate(element->encoded, std::move(entry), context, container);
    } else {
      ++skipped;
    }
  }
  if (skipped > 0) {
    report_note(context, container, "pkcs7-skipped-certificates",
                skipped == 1 ? "1 element that is not an X.509 certificate was skipped"
                             : fmt::format("{} elements that are not X.509 certificates were skipped", skipped),
                where);
  }
}

void read_crls(asn1::Asn1Reader reader, const Location& where, ReadContext& context, Container& container) {
  for (std::size_t n = 1; !reader.at_end() && !context.entries_full; ++n) {
    auto element = reader.next();
    if (!element) {
      report_damage("the revocation lists are damaged", element.error(), where, context, container);
      return;
    }
    if (element->is(asn1::tag::kSequence)) add_crl(element->encoded, begin_entry(where, "crl", n), context, container);
  }
}

// The signatures are not verified here, but a file whose end is damaged is a damaged file: others refuse it as a whole.
std::optional<asn1::Asn1Error> check_structure(const asn1::Asn1Reader& fields, const Limits& limits) {
  std::vector<asn1::Asn1Reader> open = {fields};
  std::size_t elements = 0;
  while (!open.empty()) {
    if (open.back().at_end()) {
      open.pop_back();
      continue;
    }
    auto element = open.back().next();
    if (!element) return element.error();
    if (++elements > limits.asn1_elements) return asn1::Asn1Error{"too many elements", element->offset};
    if (!element->constructed()) continue;
    if (open.back().depth() >= limits.asn1_depth) return asn1::Asn1Error{"elements are nested too deeply", element->offset};
    open.push_back(open.back().enter(*element));
  }
  return std::nullopt;
}

std::size_t count_sequences(asn1::Asn1Reader reader) {
  std::size_t count = 0;
  while (!reader.at_end()) {
    const auto element = reader.next();
    if (!element) break;
    count += element->is(asn1::tag::kSequence) ? 1 : 0;
  }
  return count;
}

// A configuration profile of Apple that is signed: what it installs is in its content, which is XML.
void read_content(asn1::Asn1Reader content, const Location& where, ReadContext& context, Container& container) {
  const auto element = content.next();
  if (!element) return;
  Bytes own;
  const auto bytes = asn1::read_octets(*element, asn1::Encoding::ber, own, context.options.limits);
  if (!bytes) return;
  const std::string_view text = as_text(*bytes);
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || text[first] != '<') return;
  read_embedded(*bytes, Frame{.inner = inside(where, "signed content").inner, .line = where.line}, context, container);
}

void read_fields(asn1::Asn1Reader fields, const Location& where, ReadContext& context, Container& container) {
  auto parts = split(fields);
  if (!parts) {
    report_damage("SignedData is damaged", parts.error(), where, context, container);
    return;
  }
  const bool trust_list = equal(parts->content_type, kTrustList);
  if (trust_list) {
    container.format = Format::ctl;
    Entry entry;
    entry.location = where;
    const asn1::Asn1Reader nothing(ByteView(), asn1::Encoding::ber);
    add_trust_list(parts->content ? fields.enter(*parts->content) : nothing, std::move(entry), context, container);
  }
  if (parts->certificates) {
    const std::string_view description = trust_list ? "signer of the trust list" : "certificate";
    read_certificates(fields.enter(*parts->certificates), description, where, context, container);
  }
  if (!trust_list && parts->content) read_content(fields.enter(*parts->content), where, context, container);
  if (parts->crls) read_crls(fields.enter(*parts->crls), where, context, container);
  if (const auto error = check_structure(fields, context.options.limits)) {
    report_damage("the signatures are damaged", *error, where, context, container);
  }
}

void read_netscape_sequence(asn1::Asn1Reader content, const Location& where, ReadContext& context, Container& container) {
  auto sequence = content.expect(asn1::tag::kSequence, "Netscape certificate sequence is not a SEQUENCE");
  if (!sequence) return report_damage("ContentInfo is damaged", sequence.error(), where, context, container);
  report_note(context, container, "pkcs7-netscape-sequence", "Netscape certificate sequence; only old programs read it", where);
  read_certificates(content.enter(*sequence), "certificate", where, context, container);
}

void report_refused(ByteView oid, const Location& where, ReadContext& context, Container& container) {
  std::string_view name = "content of an unknown type";
  for (const Refused& refused : kRefused) {
    if (equal(refused.oid, oid)) name = refused.name;
  }
  Diagnostic diagnostic{
      Severity::error, "pkcs7-unsupported",
      fmt::format("PKCS#7 {} ({}); only SignedData contains certificates that can be read", name, asn1::oid_to_dotted(oid)), where};
  if (name.find("nvelop") != std::string_view::npos || name.find("ncrypted") != std::string_view::npos) {
    diagnostic.code = "file-encrypted";
    diagnostic.message = fmt::format("CMS {}: the content is encrypted", name);
    diagnostic.advice = fmt::format("Decrypt it first: openssl cms -decrypt -inform {} -in {} -inkey KEYFILE -out decrypted",
                                    where.line ? "PEM" : "DER", file_word(context.path));
  }
  report(context, container, std::move(diagnostic));
}

}  // namespace

void read_signed_data(ByteView signed_data, ReadContext& context, Container& container, const Location& where) {
  asn1::Asn1Reader reader(signed_data, asn1::Encoding::ber);
  auto outer = reader.expect(asn1::tag::kSequence, "SignedData is not a SEQUENCE");
  if (!outer) {
    report_damage("SignedData is damaged", outer.error(), where, context, container);
    return;
  }
  read_fields(reader.enter(*outer), where, context, container);
}

void read_pkcs7(ByteView content_info, ReadContext& context, Container& container, const Location& where) {
  asn1::Asn1Reader reader(content_info, asn1::Encoding::ber);
  auto outer = reader.expect(asn1::tag::kSequence, "ContentInfo is not a SEQUENCE");
  if (!outer) return report_damage("ContentInfo is damaged", outer.error(), where, context, container);
  asn1::Asn1Reader fields = reader.enter(*outer);
  auto type = fields.expect(asn1::tag::kOid, "contentType is not an OBJECT IDENTIFIER");
  if (!type) return report_damage("ContentInfo is damaged", type.error(), where, context, container);
  const bool sequence = equal(type->content, kNetscapeSequence);
  if (!sequence && !equal(type->content, kSignedData)) return report_refused(type->content, where, context, container);
  auto content = fields.expect(asn1::tag::context_constructed(0), "content is not tagged [0]");
  if (!content) return report_damage("ContentInfo is damaged", content.error(), where, context, container);
  asn1::Asn1Reader inner = fields.enter(*content);
  if (sequence) return read_netscape_sequence(inner, where, context, container);
  auto signed_data = inner.expect(asn1::tag::kSequence, "SignedData is not a SEQUENCE");
  if (!signed_data) return report_damage("SignedData is damaged", signed_data.error(), where, context, container);
  read_fields(inner.enter(*signed_data), where, context, container);
}

std::size_t count_signed_certificates(ByteView content_info) {
  asn1::Asn1Reader reader(content_info, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "ContentInfo");
  if (!outer) return 0;
  asn1::Asn1Reader info = reader.enter(*outer);
  const auto type = info.expect(asn1::tag::kOid, "contentType");
  const auto content = info.optional(asn1::tag::context_constructed(0));
  if (!type || !equal(type->content, kSignedData) || !content || !*content) return 0;
  asn1::Asn1Reader inner = info.enter(**content);
  const auto signed_data = inner.expect(asn1::tag::kSequence, "SignedData");
  if (!signed_data) return 0;
  asn1::Asn1Reader fields = inner.enter(*signed_data);
  const auto parts = split(fields);
  return parts && parts->certificates ? count_sequences(fields.enter(*parts->certificates)) : 0;
}

void read_trust_list(ByteView encoded, ReadContext& context, Container& container, const Location& where) {
  asn1::Asn1Reader outer(encoded, asn1::Encoding::ber);
  const auto message = outer.next();
  if (message && message->is(asn1::tag::kSequence) && outer.enter(*message).next_is(asn1::tag::kOid)) {
    read_pkcs7(encoded, context, container, where);
    return;
  }
  Entry entry;
  entry.location = where;
  add_trust_list(asn1::Asn1Reader(encoded, asn1::Encoding::ber), std::move(entry), context, container);
}

}  // namespace chainlint::formats
