#include "trust/trust_list_reader.h"

#include <fmt/format.h>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "trust/store_properties.h"

namespace chainlint::formats {
namespace {

constexpr auto kPropertyPrefix = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 11>();
constexpr auto kSignatureHash = asn1::make_oid<1, 3, 6, 1, 4, 1, 311, 10, 11, 15>();
constexpr auto kSha1 = asn1::make_oid<1, 3, 14, 3, 2, 26>();
constexpr auto kSha256 = asn1::make_oid<2, 16, 840, 1, 101, 3, 4, 2, 1>();

// The number of the property that an attribute carries; 0 for attributes that carry none.
std::uint32_t property_of(ByteView oid) {
  const ByteView prefix = kPropertyPrefix;
  if (oid.size() <= prefix.size() || oid.size() > prefix.size() + 2 || !equal(oid.first(prefix.size()), prefix)) return 0;
  std::uint32_t id = 0;
  for (const std::uint8_t octet : oid.subspan(prefix.size())) id = id << 7 | (octet & 0x7F);
  return id;
}

TrustListDigest digest_kind(ByteView algorithm) {
  if (equal(algorithm, kSha1)) return TrustListDigest::sha1;
  if (equal(algorithm, kSha256)) return TrustListDigest::sha256;
  return equal(algorithm, kSignatureHash) ? TrustListDigest::signature : TrustListDigest::other;
}

bool next_is_time(const asn1::Asn1Reader& reader) {
  return reader.next_is(asn1::tag::kUtcTime) || reader.next_is(asn1::tag::kGeneralizedTime);
}

class ListReader {
 public:
  ListReader(asn1::Encoding encoding, const Location& where, ReadContext& context, Container& container)
      : encoding_(encoding), where_(where), context_(context), container_(container) {}

  // The fields before the entries. The reader is at the entries afterwards.
  std::optional<asn1::Asn1Error> read_head(asn1::Asn1Reader& fields);
  // What cannot be read is kept back until the list has its place in the container.
  void read_entries(asn1::Asn1Reader fields);
  void report_problems(const Location& where);

  TrustList list;

 private:
  struct Problem {
    std::string message, place;
  };
  std::optional<asn1::Asn1Error> read_usages(asn1::Asn1Reader usages);
  std::optional<asn1::Asn1Error> read_date(asn1::Asn1Reader& fields, std::optional<Instant>& date);
  std::optional<asn1::Asn1Error> read_entry(asn1::Asn1Reader reader, TrustListEntry& entry);
  std::optional<asn1::Asn1Error> read_attribute(asn1::Asn1Reader attribute, StoreProperties& properties);
  void refuse(const asn1::Asn1Error& error, std::size_t number);

  asn1::Encoding encoding_;
  const Location& where_;
  ReadContext& context_;
  Container& container_;
  std::size_t elements_ = 0;
  std::vector<Problem> problems_;
};

std::optional<asn1::Asn1Error> ListReader::read_usages(asn1::Asn1Reader usages) {
  while (!usages.at_end()) {
    const auto usage = usages.expect(asn1::tag::kOid, "usage of the list is not an OBJECT IDENTIFIER");
    if (!usage) return usage.error();
    if (++elements_ > context_.options.limits.asn1_elements) return asn1::Asn1Error{"too many elements", usage->offset};
    list.usages.push_back(asn1::oid_to_dotted(usage->content));
  }
  return std::nullopt;
}

std::optional<asn1::Asn1Error> ListReader::read_date(asn1::Asn1Reader& fields, std::optional<Instant>& date) {
  const auto element = fields.next();
  if (!element) return element.error();
  const auto time = asn1::read_time(*element, asn1::Encoding::ber);
  if (!time) return time.error();
  date = *time;
  return std::nullopt;
}

std::optional<asn1::Asn1Error> ListReader::read_head(asn1::Asn1Reader& fields) {
  const auto version = fields.optional(asn1::tag::kInteger);
  if (!version) return version.error();
  const auto usages = fields.expect(asn1::tag::kSequence, "usages of the list are not a SEQUENCE");
  if (!usages) return usages.error();
  if (const auto error = read_usages(fields.enter(*usages))) return error;
  const auto identifier = fields.optional(asn1::tag::kOctetString);
  if (!identifier) return identifier.error();
  if (*identifier) {
    list.identifier = utf16_to_utf8(as_text((*identifier)->content), false);
    while (!list.identifier.empty() && list.identifier.back() == '\0') list.identifier.pop_back();
    list.identifier = printable(list.identifier);
  }
  const auto number = fields.optional(asn1::tag::kInteger);
  if (!number) return number.error();
  if (*number) list.sequence_number = to_bytes((*number)->content);
  if (!next_is_time(fields)) return asn1::Asn1Error{"date of the list is missing", fields.offset()};
  if (const auto error = read_date(fields, list.this_update)) return error;
  if (next_is_time(fields)) {
    if (const auto error = read_date(fields, list.next_update)) return error;
  }
  const auto algorithm = fields.expect(asn1::tag::kSequence, "algorithm of the digests is not a SEQUENCE");
  if (!algorithm) return algorithm.error();
  asn1::Asn1Reader inside_algorithm = fields.enter(*algorithm);
  const auto oid = inside_algorithm.expect(asn1::tag::kOid, "algorithm of the digests is not an OBJECT IDENTIFIER");
  if (!oid) return oid.error();
  list.digest_algorithm = asn1::oid_to_dotted(oid->content);
  list.digests = digest_kind(oid->content);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> ListReader::read_attribute(asn1::Asn1Reader attribute, StoreProperties& properties) {
  const auto type = attribute.expect(asn1::tag::kOid, "type of an attribute is not an OBJECT IDENTIFIER");
  if (!type) return type.error();
  const auto values = attribute.expect(asn1::tag::kSet, "values of an attribute are not a SET");
  if (!values) return values.error();
  const std::uint32_t id = property_of(type->content);
  if (id == 0) return std::nullopt;
  asn1::Asn1Reader inner = attribute.enter(*values);
  const auto value = inner.expect(asn1::tag::kOctetString, "property is not an OCTET STRING");
  if (!value) return value.error();
  if (!properties.take(id, value->content)) return asn1::Asn1Error{"value of a property is invalid", value->offset};
  return std::nullopt;
}

std::optional<asn1::Asn1Error> ListReader::read_entry(asn1::Asn1Reader reader, TrustListEntry& entry) {
  const auto digest = reader.expect(asn1::tag::kOctetString, "digest is not an OCTET STRING");
  if (!digest) return digest.error();
  entry.digest = to_bytes(digest->content);
  const auto set = reader.optional(asn1::tag::kSet);
  if (!set) return set.error();
  if (!*set) return std::nullopt;
  asn1::Asn1Reader attributes = reader.enter(**set);
  StoreProperties properties;
  std::optional<asn1::Asn1Error> damage;
  while (!attributes.at_end() && !damage) {
    const auto attribute = attributes.expect(asn1::tag::kSequence, "attribute is not a SEQUENCE");
    if (++elements_ > context_.options.limits.asn1_elements) return asn1::Asn1Error{"too many elements", attributes.offset()};
    damage = attribute ? read_attribute(attributes.enter(*attribute), properties) : std::optional(attribute.error());
  }
  elements_ += properties.usages.size() + properties.removed_usages.size() + properties.limited_usages.size();
  entry.friendly_name = std::move(properties.friendly_name);
  entry.usages = std::move(properties.usages);
  entry.removed_usages = std::move(properties.removed_usages);
  entry.distrusted_from = properties.distrusted_from;
  entry.not_before_limit = properties.not_before_limit;
  entry.limited_usages = std::move(properties.limited_usages);
  return damage;
}

void ListReader::refuse(const asn1::Asn1Error& error, std::size_t number) {
  problems_.push_back({fmt::format("entry {} of the certificate trust list: {} at byte {}", number, error.what, error.offset),
                       fmt::format("entry {}", number)});
}

void ListReader::read_entries(asn1::Asn1Reader fields) {
  if (!fields.next_is(asn1::tag::kSequence)) return;
  const auto sequence = fields.next();
  if (!sequence) return refuse(sequence.error(), 1);
  asn1::Asn1Reader entries = fields.enter(*sequence);
  const Limits& limits = context_.options.limits;
  for (std::size_t number = 1; !entries.at_end(); ++number) {
    const auto element = entries.expect(asn1::tag::kSequence, "entry is not a SEQUENCE");
    if (!element) return refuse(element.error(), number);
    if (number > limits.certificates_per_file || elements_ > limits.asn1_elements) {
      return refuse({"too many entries", element->offset}, number);
    }
    TrustListEntry entry;
    if (const auto error = read_entry(entries.enter(*element), entry)) refuse(*error, number);
    if (!entry.digest.empty()) list.entries.push_back(std::move(entry));
  }
}

void ListReader::report_problems(const Location& where) {
  for (Problem& problem : problems_) {
    report_error(context_, container_, "trust-list-damaged", std::move(problem.message), inside(where, problem.place));
  }
}

asn1::Asn1Result<asn1::Element> list_element(asn1::Asn1Reader& reader, Bytes& own, const Limits& limits) {
  const std::uint32_t constructed = asn1::tag::kOctetString | 0x20;
  if (reader.next_is(asn1::tag::kOctetString) || reader.next_is(constructed)) {
    const auto string = reader.next();
    if (!string) return string.error();
    const auto octets = asn1::read_octets(*string, asn1::Encoding::ber, own, limits);
    if (!octets) return octets.error();
    reader = asn1::Asn1Reader(*octets, asn1::Encoding::ber, string->content_offset, reader.depth() + 1);
  }
  return reader.expect(asn1::tag::kSequence, "trust list is not a SEQUENCE");
}

std::string count_of(const TrustList& list) {
  return list.entries.size() == 1 ? "1 entry" : fmt::format("{} entries", list.entries.size());
}

std::string describe(const TrustList& list) {
  const std::string_view purpose = list.lists_roots() ? " of trusted roots" : list.lists_disallowed() ? " of disallowed certificates" : "";
  const std::string_view by = list.digests == TrustListDigest::other ? "no certificates" : "certificates by hash";
  return fmt::format("certificate trust list{}, {}: it identifies {}, and certificates beside the list belong to its signer", purpose,
                     count_of(list), by);
}

}  // namespace

Entry* add_trust_list(asn1::Asn1Reader reader, Entry entry, ReadContext& context, Container& container) {
  Location where = entry.location;
  ListReader content(reader.encoding(), where, context, container);
  Bytes own;
  const auto element = list_element(reader, own, context.options.limits);
  std::optional<asn1::Asn1Error> damage;
  if (element) {
    asn1::Asn1Reader fields = reader.enter(*element);
    damage = content.read_head(fields);
    if (!damage) content.read_entries(fields);
  } else {
    damage = element.error();
  }
  entry.description = "certificate trust list";
  if (damage) {
    entry.kind = EntryKind::other;
    if (const Entry* added = add_entry(std::move(entry), context, container)) where = added->location;
    report_error(context, container, "trust-list-unreadable",
                 fmt::format("certificate trust list cannot be decoded: {} at byte {}", damage->what, damage->offset), where);
    return nullptr;
  }
  std::string message = describe(content.list);
  entry.kind = EntryKind::trust_list;
  entry.description = fmt::format("certificate trust list, {}", count_of(content.list));
  entry.trust_list = std::make_shared<const TrustList>(std::move(content.list));
  Entry* added = add_entry(std::move(entry), context, container);
  if (added != nullptr) where = added->location;
  report_note(context, container, "trust-list", std::move(message), where);
  content.report_problems(where);
  return added;
}

}  // namespace chainlint::formats
