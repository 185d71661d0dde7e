#include "windows/store_properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "pkcs7/pkcs7.h"
#include "trust/trust_list_reader.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kHeader = 12;

std::uint32_t little_endian(ByteView data, std::size_t at) {
  return data[at] | static_cast<std::uint32_t>(data[at + 1]) << 8 | static_cast<std::uint32_t>(data[at + 2]) << 16 |
         static_cast<std::uint32_t>(data[at + 3]) << 24;
}

// The zero-terminated UTF-16 text at `at`; what there is of it where the terminator is missing.
std::string wide_text(ByteView data, std::size_t at) {
  std::size_t end = at;
  while (end + 1 < data.size() && (data[end] != 0 || data[end + 1] != 0)) end += 2;
  return printable(utf16_to_utf8(as_text(data.subspan(at, end - at)), false));
}

std::string key_spec_of(std::uint32_t provider_type, std::uint32_t spec) {
  constexpr std::uint32_t kExchange = 1, kSignature = 2, kCng = 0xFFFFFFFF;
  if (spec == kExchange) return "AT_KEYEXCHANGE";
  if (spec == kSignature) return "AT_SIGNATURE";
  return spec == kCng || (provider_type == 0 && spec == 0) ? "CNG" : "";
}

// CRYPT_KEY_PROV_INFO with offsets in place of pointers: container, provider, type, flags, number of parameters, parameters, key
// specification.
bool read_key_provider(ByteView value, std::optional<WindowsKey>& key) {
  constexpr std::size_t kFixed = 28;
  constexpr std::uint32_t kMachineKeyset = 0x20;
  if (value.size() < kFixed) return false;
  const std::size_t container = little_endian(value, 0), provider = little_endian(value, 4);
  WindowsKey read;
  if (container < value.size()) read.container = wide_text(value, container);
  if (provider < value.size()) read.provider = wide_text(value, provider);
  read.machine_keyset = (little_endian(value, 12) & kMachineKeyset) != 0;
  read.key_spec = key_spec_of(little_endian(value, 8), little_endian(value, 24));
  if (!read.container.empty() || !read.provider.empty()) key = std::move(read);
  return container < value.size() && provider < value.size();
}

// FILETIME: units of 100 nanoseconds since 1601. No date in an empty value.
bool read_filetime(ByteView value, std::optional<Instant>& date) {
  constexpr std::int64_t kUnitsASecond = 10000000, kSecondsTo1970 = 11644473600;
  date.reset();
  if (value.empty()) return true;
  if (value.size() != 8) return false;
  const std::uint64_t units = little_endian(value, 0) | static_cast<std::uint64_t>(little_endian(value, 4)) << 32;
  const std::int64_t seconds = static_cast<std::int64_t>(units / kUnitsASecond) - kSecondsTo1970;
  const Instant last = *Instant::from_civil(9999, 12, 31, 23, 59, 59);
  if (seconds > last.seconds()) return false;
  date = Instant(seconds);
  return true;
}

// An ExtKeyUsageSyntax. No usages in an empty value.
bool read_usages(ByteView value, std::vector<std::string>& usages) {
  usages.clear();
  if (value.empty()) return true;
  asn1::Asn1Reader reader(value);
  const auto sequence = reader.expect(asn1::tag::kSequence, "usages are not a SEQUENCE");
  if (!sequence) return false;
  asn1::Asn1Reader identifiers = reader.enter(*sequence);
  while (!identifiers.at_end()) {
    const auto identifier = identifiers.expect(asn1::tag::kOid, "usage is not an OBJECT IDENTIFIER");
    if (!identifier || usages.size() >= WindowsLimits::kUsages) return false;
    usages.push_back(asn1::oid_to_dotted(identifier->content));
  }
  return true;
}

bool take_hash(ByteView value, std::size_t size, ByteView& hash) {
  if (value.size() != size) return false;
  hash = value;
  return true;
}

bool take_name(ByteView value, std::string& name) {
  name = wide_text(value, 0);
  return value.size() % 2 == 0;
}

void check_hash(std::string_view name, ByteView stored, ByteView computed, const Location& where, ReadContext& context,
                Container& container) {
  if (stored.empty() || equal(stored, computed)) return;
  report_warning(context, container, "windows-hash-mismatch",
                 fmt::format("the store says {} {} of the certificate, which is {}", name, to_hex(stored), to_hex(computed)), where);
}

void add_store_certificate(ByteView der, const StoreProperties& properties, Entry entry, ReadContext& context, Container& container) {
  entry.description = properties.describe("certificate");
  entry.archived = properties.archived;
  entry.windows_key = properties.key;
  const Location where = entry.location;
  if (add_certificate(der, std::move(entry), context, container) == nullptr) return;
  check_hash("SHA-1", properties.sha1, crypto::sha1(der), where, context, container);
  check_hash("SHA-256", properties.sha256, crypto::sha256(der), where, context, container);
  if (properties.key) {
    report_note(context, container, "windows-key-elsewhere",
                fmt::format("the private key is in provider {}, container {}, not in this file", in_quotes(properties.key->provider),
                            in_quotes(properties.key->container)),
                where);
  }
}

// Stores hold trust lists signed; what the message adds belongs to the same store.
void add_store_trust_list(ByteView encoded, const Entry& entry, ReadContext& context, Container& container) {
  const std::size_t before = container.entries.size();
  const Format format = container.format;
  read_trust_list(encoded, context, container, entry.location);
  container.format = format;
  for (std::size_t i = before; i < container.entries.size(); ++i) {
    Entry& added = container.entries[i];
    added.store = entry.store;
    added.store_location = entry.store_location;
    if (added.kind == EntryKind::trust_list) added.label = entry.label;
  }
}

}  // namespace

std::optional<StoreElement> ElementReader::next() {
  if (ended_ || cut_ || left() == 0) return std::nullopt;
  if (left() < kHeader) {
    cut_ = true;
    return std::nullopt;
  }
  StoreElement element{little_endian(list_, at_), little_endian(list_, at_ + 4), {}, at_};
  wanted_ = little_endian(list_, at_ + 8);
  at_ += kHeader;
  if (element.id == property::kEnd) {
    ended_ = true;
    return std::nullopt;
  }
  if (wanted_ > left()) {
    cut_ = true;
    return std::nullopt;
  }
  element.value = list_.subspan(at_, wanted_);
  at_ += wanted_;
  wanted_ = 0;
  return element;
}

std::string ElementReader::describe_cut() const {
  if (wanted_ == 0) return fmt::format("needs {} bytes for its header, {} are left", kHeader, left());
  return fmt::format("wants {} bytes, {} are left", wanted_, left());
}

bool StoreProperties::take(std::uint32_t id, ByteView value) {
  switch (id) {
    case property::kKeyProvider:
      return read_key_provider(value, key);
    case property::kSha1:
      return take_hash(value, 20, sha1);
    case property::kSha256:
      return take_hash(value, 32, sha256);
    case property::kUsages:
      return read_usages(value, usages);
    case property::kFriendlyName:
      return take_name(value, friendly_name);
    case property::kArchived:
      archived = true;
      return true;
    case property::kDistrustedFrom:
      return read_filetime(value, distrusted_from);
    case property::kRemovedUsages:
      return read_usages(value, removed_usages);
    case property::kNotBeforeLimit:
      return read_filetime(value, not_before_limit);
    case property::kNotBeforeUsages:
      return read_usages(value, limited_usages);
    default:
      return true;
  }
}

std::string StoreProperties::describe(std::string_view object) const {
  std::string text = archived ? fmt::format("archived {}", object) : std::string(object);
  if (distrusted_from) text += fmt::format(", distrusted from {}", distrusted_from->date());
  if (not_before_limit) text += fmt::format(", not trusted for certificates issued after {}", not_before_limit->date());
  return text;
}

void take_property(const StoreElement& element, StoreProperties& properties, const Location& where, ReadContext& context,
                   Container& container) {
  if (properties.take(element.id, element.value)) return;
  report_warning(context, container, "windows-property-damaged",
                 fmt::format("property {} has a value of {} bytes that is not what it should be", element.id, element.value.size()), where);
}

void add_store_object(const StoreElement& object, const StoreProperties& properties, Entry entry, ReadContext& context,
                      Container& container) {
  entry.label = properties.friendly_name;
  switch (object.id) {
    case property::kCertificate:
      add_store_certificate(object.value, properties, std::move(entry), context, container);
      break;
    case property::kCrl:
      entry.description = properties.describe("certificate revocation list");
      add_crl(object.value, std::move(entry), context, container);
      break;
    default:
      add_store_trust_list(object.value, entry, context, container);
  }
}

}  // namespace chainlint::formats
