#include "windows/store_elements.h"

#include <fmt/format.h>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "pkcs7/pkcs7.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kHeader = 12;

void check_hash(std::string_view name, ByteView stored, ByteView computed, const Location& where, ReadContext& context,
                Container& container) {
  if (stored.empty() || equal(stored, computed)) return;
  report_warning(context, container, "windows-hash-mismatch",
                 fmt::format("the store has {} {} for the certificate, but it is {}", name, to_hex(stored), to_hex(computed)), where);
}

void add_store_certificate(ByteView der, const StoreProperties& properties, Entry entry, ReadContext& context, Container& container) {
  entry.description = properties.describe("certificate");
  entry.archived = properties.archived;
  entry.disabled_for = properties.disabled_for();
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

// Stores contain trust lists signed; what the message adds belongs to the same store.
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
  if (wanted_ == 0) return fmt::format("needs {} bytes for its header; {} are left", kHeader, left());
  return fmt::format("needs {} bytes; {} are left", wanted_, left());
}

void take_property(const StoreElement& element, StoreProperties& properties, const Location& where, ReadContext& context,
                   Container& container) {
  if (properties.take(element.id, element.value)) return;
  report_warning(context, container, "windows-property-damaged",
                 fmt::format("property {} has an invalid value of {} bytes", element.id, element.value.size()), where);
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
