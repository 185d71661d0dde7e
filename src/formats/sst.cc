#include "sst.h"

#include <fmt/format.h>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"

namespace chainlint {
namespace {

constexpr std::string_view kMagic{"\0\0\0\0CERT", 8};

// Element and property identifiers (wincrypt.h).
constexpr std::uint32_t kEnd = 0, kKeyProvider = 2, kSha1 = 3, kFriendlyName = 11, kArchived = 19, kCertificate = 32, kCrl = 33,
                        kTrustList = 34, kSha256 = 107;

std::uint32_t little_endian(ByteView data, std::size_t at) {
  return data[at] | static_cast<std::uint32_t>(data[at + 1]) << 8 | static_cast<std::uint32_t>(data[at + 2]) << 16 |
         static_cast<std::uint32_t>(data[at + 3]) << 24;
}

// The zero-terminated UTF-16 text at `at`; what there is of it where the end is missing.
std::string wide_text(ByteView data, std::size_t at) {
  if (at >= data.size()) return {};
  std::size_t end = at;
  while (end + 1 < data.size() && (data[end] != 0 || data[end + 1] != 0)) end += 2;
  return printable(utf16_to_utf8(as_text(data.subspan(at, end - at)), false));
}

// The properties that stand before a certificate and belong to it.
struct Properties {
  ByteView sha1, sha256;
  std::string friendly_name, key_provider, key_container;
  bool archived = false;
};

// CRYPT_KEY_PROV_INFO with offsets in place of pointers: container name, provider name, type, flags, parameters, key specification.
void read_key_provider(ByteView value, Properties& properties) {
  if (value.size() < 28) return;
  properties.key_container = wide_text(value, little_endian(value, 0));
  properties.key_provider = wide_text(value, little_endian(value, 4));
}

void read_property(std::uint32_t id, ByteView value, Properties& properties) {
  switch (id) {
    case kKeyProvider:
      read_key_provider(value, properties);
      break;
    case kSha1:
      properties.sha1 = value;
      break;
    case kSha256:
      properties.sha256 = value;
      break;
    case kFriendlyName:
      properties.friendly_name = wide_text(value, 0);
      break;
    case kArchived:
      properties.archived = true;
      break;
    default:
      break;
  }
}

class StoreReader {
 public:
  StoreReader(ByteView data, Location where, ReadContext& context, Container& container)
      : data_(data), where_(std::move(where)), context_(context), container_(container) {}

  void read() {
    while (!context_.entries_full && read_element()) {
    }
    if (!context_.entries_full) read_tail();
  }

 private:
  bool read_element();
  void read_tail();
  void close_group(std::uint32_t id, ByteView value);
  void add_store_certificate(ByteView der, Entry entry);
  void check_hash(std::string_view name, ByteView stored, ByteView computed, const Location& where);
  Location here() const { return inside(where_, fmt::format("element {}", number_)); }

  ByteView data_;
  Location where_;
  ReadContext& context_;
  Container& container_;
  std::size_t at_ = kMagic.size();
  std::size_t number_ = 0;   // of certificates, revocation lists and trust lists; the properties before one belong to it
  std::size_t pending_ = 0;  // properties since the last of them
  bool ended_ = false;
  Properties properties_;
};

// False where there is nothing more to read.
bool StoreReader::read_element() {
  const std::size_t left = data_.size() - at_;
  if (left == 0) return false;
  number_ += pending_ == 0 ? 1 : 0;
  Location where = here();
  where.offset = at_;
  if (left < 12) {
    report_error(context_, container_, "sst-truncated", fmt::format("the header of an element takes 12 octets, {} are left", left), where);
    return false;
  }
  const std::uint32_t id = little_endian(data_, at_), encoding = little_endian(data_, at_ + 4), size = little_endian(data_, at_ + 8);
  at_ += 12;
  if (id == kEnd) {
    ended_ = true;
    return false;
  }
  if (encoding != 1) {
    report_warning(context_, container_, "sst-encoding", fmt::format("encoding type {} of an element; only 1 is defined", encoding), where);
  }
  if (size > data_.size() - at_) {
    report_error(context_, container_, "sst-truncated",
                 fmt::format("element {} wants {} octets, {} are left", number_, size, data_.size() - at_), where);
    at_ = data_.size();
    ended_ = true;
    pending_ = 0;
    return false;
  }
  const ByteView value = data_.subspan(at_, size);
  at_ += size;
  ++pending_;
  if (id >= kCertificate && id <= kTrustList) {
    close_group(id, value);
  } else {
    read_property(id, value, properties_);
  }
  return true;
}

void StoreReader::close_group(std::uint32_t id, ByteView value) {
  Entry entry;
  entry.location = here();
  entry.label = properties_.friendly_name;
  entry.description = "element";
  if (id == kCertificate) {
    add_store_certificate(value, std::move(entry));
  } else if (id == kCrl) {
    add_crl(value, std::move(entry), context_, container_);
  } else {
    entry.kind = EntryKind::trust_list;
    entry.description = "certificate trust list";
    add_entry(std::move(entry), context_, container_);
  }
  properties_ = {};
  pending_ = 0;
}

void StoreReader::add_store_certificate(ByteView der, Entry entry) {
  entry.description = properties_.archived ? "archived certificate" : "certificate";
  if (!properties_.key_provider.empty() || !properties_.key_container.empty()) {
    entry.windows_key = WindowsKey{properties_.key_provider, properties_.key_container, "", false};
  }
  const Location where = entry.location;
  if (add_certificate(der, std::move(entry), context_, container_) == nullptr) return;
  if (!properties_.sha1.empty()) check_hash("SHA-1", properties_.sha1, sha1(der), where);
  if (!properties_.sha256.empty()) check_hash("SHA-256", properties_.sha256, sha256(der), where);
  if (!properties_.key_provider.empty() || !properties_.key_container.empty()) {
    report_note(context_, container_, "sst-key-elsewhere",
                fmt::format("the private key is in provider {}, container {}, not in this file", in_quotes(properties_.key_provider),
                            in_quotes(properties_.key_container)),
                where);
  }
}

void StoreReader::check_hash(std::string_view name, ByteView stored, ByteView computed, const Location& where) {
  if (equal(stored, computed)) return;
  report_warning(context_, container_, "sst-hash-mismatch",
                 fmt::format("the store says {} {} of the certificate, which is {}", name, to_hex(stored), to_hex(computed)), where);
}

void StoreReader::read_tail() {
  Location where = where_;
  if (pending_ > 0) {
    report_warning(context_, container_, "sst-stray-properties",
                   fmt::format("{} at the end belong to no certificate", count_noun(pending_, "property element")), where);
  }
  if (!ended_) report_warning(context_, container_, "sst-no-end", "the store has no end marker", where);
  if (at_ < data_.size()) {
    where.offset = at_;
    report_warning(context_, container_, "trailing-data", fmt::format("{} octets after the end marker", data_.size() - at_), where);
  }
}

}  // namespace

bool is_sst(ByteView data) { return as_text(data).substr(0, kMagic.size()) == kMagic; }

void read_sst(ByteView data, ReadContext& context, Container& container, const Location& where) {
  StoreReader(data, where, context, container).read();
}

}  // namespace chainlint
