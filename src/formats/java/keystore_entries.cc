#include "java/keystore_entries.h"

#include <fmt/format.h>

#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "java/modified_utf8.h"

namespace chainlint::formats {
namespace {

std::string shortened(std::string text) {
  if (text.size() <= JavaLimits::kAliasBytes) return text;
  std::size_t end = JavaLimits::kAliasBytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  text.resize(end);
  return text + "\xE2\x80\xA6";
}

bool is_x509(std::string_view type) { return equal_ignoring_ascii_case(type, "X.509") || equal_ignoring_ascii_case(type, "X509"); }

}  // namespace

KeystoreEntries::KeystoreEntries(ReadContext& context, Container& container, const Location& store,
                                 std::optional<crypto::Protection> protection)
    : context_(context),
      container_(container),
      store_(store),
      protection_(std::move(protection)),
      first_(container.entries.size()),
      where_(store),
      units_{kTrustedUnit} {}

void KeystoreEntries::begin() {
  where_ = inside(store_, fmt::format("entry {}", ++number_));
  alias_.clear();
  unit_.clear();
}

void KeystoreEntries::name(ByteView alias) {
  const std::string text = printable(from_modified_utf8(alias));
  alias_ = shortened(text);
  if (!alias_.empty()) where_.inner += fmt::format(" \"{}\"", alias_);
  if (alias_ != text) {
    report_warning(context_, container_, "keystore-alias", fmt::format("the alias has {} bytes and is shown shortened", alias.size()),
                   where_);
  }
  const auto [known, added] = aliases_.try_emplace(std::string(as_text(alias)), number_);
  if (!added) {
    report_warning(context_, container_, "keystore-alias-repeated",
                   fmt::format("the alias is also the alias of entry {}; Java keeps only the last of these entries", known->second),
                   where_);
  }
  unit_ = distinct_unit();
  units_.insert(unit_);
}

std::string KeystoreEntries::distinct_unit() const {
  const std::string number = fmt::format("(entry {})", number_);
  std::string unit = alias_.empty() ? number : alias_;
  while (units_.contains(unit)) unit += " " + number;
  return unit;
}

Entry KeystoreEntries::begin_entry(std::string description) const {
  Entry entry;
  entry.location = where_;
  entry.description = std::move(description);
  entry.label = alias_;
  entry.unit = unit_;
  entry.protection = protection_;
  return entry;
}

Entry KeystoreEntries::begin_key() {
  has_key_ = true;
  Entry entry = begin_entry("private key");
  entry.kind = EntryKind::private_key;
  return entry;
}

void KeystoreEntries::add_chain_certificate(std::string_view type, ByteView der, std::size_t number, std::size_t count) {
  Entry entry = begin_entry(fmt::format("certificate {} of {} in the chain", number, count));
  entry.location = inside(where_, fmt::format("certificate {}", number));
  add(type, der, std::move(entry));
}

void KeystoreEntries::add_trusted_certificate(std::string_view type, ByteView der) {
  Entry entry = begin_entry("trusted certificate");
  entry.unit.clear();
  entry.trusted_certificate = true;
  add(type, der, std::move(entry));
}

void KeystoreEntries::add_secret(std::string description) {
  Entry entry = begin_entry(std::move(description));
  entry.kind = EntryKind::secret;
  add_entry(std::move(entry), context_, container_);
}

void KeystoreEntries::add(std::string_view type, ByteView der, Entry entry) {
  if (is_x509(type)) {
    add_certificate(der, std::move(entry), context_, container_);
    return;
  }
  entry.kind = EntryKind::other;
  const std::string name = in_quotes(shortened(from_modified_utf8(as_bytes(type))));
  const Entry* added = add_entry(std::move(entry), context_, container_);
  if (added == nullptr) return;
  report_error(context_, container_, "keystore-certificate-type", fmt::format("certificate of the unsupported type {} was skipped", name),
               added->location);
}

void KeystoreEntries::finish() {
  if (!has_key_) return;
  for (std::size_t i = first_; i < container_.entries.size(); ++i) {
    Entry& entry = container_.entries[i];
    if (!entry.trusted_certificate) continue;
    entry.unit = kTrustedUnit;
    entry.for_trust = true;
  }
}

void KeystoreEntries::fail(std::string code, std::string message, std::optional<std::size_t> offset) {
  Location where = where_;
  if (offset) where.offset = *offset;
  report_error(context_, container_, std::move(code), std::move(message), std::move(where));
}

}  // namespace chainlint::formats
