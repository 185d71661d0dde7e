#include "trust/store_properties.h"

#include <fmt/format.h>

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::formats {
namespace {

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

}  // namespace

bool StoreProperties::take(std::uint32_t id, ByteView value) {
  switch (id) {
    case property::kKeyProvider:
      return read_key_provider(value, key);
    case property::kSha1:
      return take_hash(value, 20, sha1);
    case property::kSha256:
      return take_hash(value, 32, sha256);
    case property::kUsages:
      limits_usages = !value.empty();
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

std::string StoreProperties::disabled_for() const {
  constexpr std::string_view kServerAuth = "1.3.6.1.5.5.7.3.1", kAnyUsage = "2.5.29.37.0";
  const auto contains = [](const std::vector<std::string>& list, std::string_view oid) {
    return std::find(list.begin(), list.end(), oid) != list.end();
  };
  if (limits_usages && usages.empty()) return "all purposes";
  const bool left_out = limits_usages && !contains(usages, kServerAuth) && !contains(usages, kAnyUsage);
  return left_out || contains(removed_usages, kServerAuth) ? "server authentication" : "";
}

std::string StoreProperties::describe(std::string_view object) const {
  std::string text = archived ? fmt::format("archived {}", object) : std::string(object);
  if (const std::string disabled = disabled_for(); !disabled.empty()) text += ", disabled for " + disabled;
  if (distrusted_from) text += fmt::format(", distrusted from {}", distrusted_from->date());
  if (not_before_limit) text += fmt::format(", not trusted for certificates issued after {}", not_before_limit->date());
  return text;
}

}  // namespace chainlint::formats
