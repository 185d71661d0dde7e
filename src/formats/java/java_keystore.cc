#include "java/java_keystore.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "chainlint/crypto/keystore_protection.h"
#include "java/data_input.h"
#include "java/java_object.h"
#include "java/keystore_entries.h"
#include "java/keystore_integrity.h"

namespace chainlint::formats {
namespace {

constexpr std::uint32_t kJceksMagic = 0xCECECECE;
constexpr std::size_t kHeaderOctets = 12;

enum Tag : std::uint32_t { key_tag = 1, trusted_tag = 2, secret_tag = 3 };

class StoreReader {
 public:
  StoreReader(ByteView data, const Location& store, ReadContext& context, Container& container)
      : data_(data),
        in_(data),
        context_(context),
        container_(container),
        store_(store),
        passwords_(context, false),
        entries_(context, container, store),
        integrity_(
            "digest", data,
            [](ByteView content, ByteView digest, const PasswordCandidate& candidate) -> Result<bool> {
              return equal(crypto::java_keystore_digest(content, candidate.password), digest);
            },
            passwords_, context, container, store) {}

  void read();

 private:
  bool read_header();
  bool read_entries();
  bool read_entry();
  bool read_key();
  bool read_trusted();
  bool read_secret();
  void add_key(ByteView octets);
  std::string_view hint() const;
  bool truncated();

  // Type and bytes of a certificate. Version 1 has no type: everything is X.509.
  std::optional<std::pair<std::string_view, ByteView>> next_certificate();

  ByteView data_;
  DataInput in_;
  ReadContext& context_;
  Container& container_;
  const Location& store_;
  KeystorePasswords passwords_;
  KeystoreEntries entries_;
  KeystoreIntegrity integrity_;
  std::uint32_t version_ = 0;
  std::uint32_t count_ = 0;
};

void StoreReader::read() {
  if (!read_header()) return;
  integrity_.look_at_end();
  const bool complete = read_entries();
  entries_.finish();
  integrity_.conclude(complete ? std::optional(in_.offset()) : std::nullopt, crypto::describe_java_keystore_digest());
}

bool StoreReader::read_header() {
  if (data_.size() < kHeaderOctets) {
    report_error(context_, container_, "keystore-truncated",
                 fmt::format("the header of a keystore needs {} bytes; the file has {}", kHeaderOctets, data_.size()), store_);
    return false;
  }
  const std::uint32_t magic = in_.u32("magic").value_or(0);
  version_ = in_.u32("version").value_or(0);
  count_ = in_.u32("count").value_or(0);
  container_.format = magic == kJceksMagic ? Format::jceks : Format::jks;
  if (version_ == 1 || version_ == 2) return true;
  report_error(context_, container_, "keystore-version",
               fmt::format("{} keystore of version {}; only versions 1 and 2 are supported",
                           container_.format == Format::jceks ? "JCEKS" : "JKS", version_),
               store_);
  return false;
}

// False where the end of the entries is not known.
bool StoreReader::read_entries() {
  if (count_ == 0) report_note(context_, container_, "keystore-empty", "the keystore has no entries", store_);
  for (std::uint32_t i = 0; i < count_; ++i) {
    if (in_.left() == crypto::kKeystoreDigestOctets) {
      report_error(context_, container_, "keystore-count",
                   fmt::format("the header specifies {} entries, but the file contains {}", count_, i), store_);
      return true;
    }
    if (!read_entry() || context_.entries_full) return false;
  }
  return true;
}

bool StoreReader::read_entry() {
  entries_.begin();
  const std::size_t start = in_.offset();
  const auto type = in_.u32("entry");
  if (!type) return truncated();
  if (*type < key_tag || *type > secret_tag) {
    entries_.fail("keystore-entry",
                  fmt::format("entry of the unknown type {}; {} of {} entries were read", *type, entries_.number() - 1, count_), start);
    return false;
  }
  const auto alias = in_.text("alias");
  if (!alias) return truncated();
  entries_.name(*alias);
  if (!in_.u64("date")) return truncated();
  if (*type == key_tag) return read_key();
  return *type == trusted_tag ? read_trusted() : read_secret();
}

bool StoreReader::truncated() {
  entries_.fail("keystore-truncated", in_.shortage(), in_.offset());
  return false;
}

std::optional<std::pair<std::string_view, ByteView>> StoreReader::next_certificate() {
  std::string_view type = "X.509";
  if (version_ == 2) {
    const auto text = in_.text("certificate type");
    if (!text) return {};
    type = as_text(*text);
  }
  const auto der = in_.counted("certificate");
  if (!der) return {};
  return std::pair(type, *der);
}

bool StoreReader::read_key() {
  const auto key = in_.counted("private key");
  if (!key) return truncated();
  add_key(*key);
  const auto count = in_.u32("chain");
  if (!count) return truncated();
  for (std::uint32_t i = 1; i <= *count && !context_.entries_full; ++i) {
    const auto certificate = next_certificate();
    if (!certificate) return truncated();
    entries_.add_chain_certificate(certificate->first, certificate->second, i, *count);
    if (i == *count) break;
  }
  return true;
}

bool StoreReader::read_trusted() {
  const auto certificate = next_certificate();
  if (!certificate) return truncated();
  entries_.add_trusted_certificate(certificate->first, certificate->second);
  return true;
}

bool StoreReader::read_secret() {
  entries_.add_secret("secret key");
  const auto size = java_object_size(in_.rest());
  if (!size) {
    entries_.fail("keystore-secret",
                  fmt::format("{} of {} entries were read; the next one, a secret key, cannot be skipped: its serialized object {} "
                              "at byte {}",
                              entries_.number() - 1, count_, size.error().what, size.error().offset),
                  in_.offset());
    return false;
  }
  return in_.octets(*size, "secret key").has_value() || truncated();
}

void StoreReader::add_key(ByteView octets) {
  Entry entry = entries_.begin_key();
  const auto key = split_protected_key(octets);
  if (!key || !crypto::is_java_key_protection(key->algorithm)) {
    add_encrypted_key(octets, asn1::Encoding::ber, passwords_.candidates(), std::move(entry), context_, container_, hint());
    return;
  }
  const auto protection = crypto::describe_java_key_protection(key->algorithm);
  if (!protection) {
    entry.key_state = KeyState::unreadable;
    const Entry* added = add_entry(std::move(entry), context_, container_);
    if (added == nullptr) return;
    report_error(context_, container_, "key-unreadable", "encrypted private key: " + protection.error().message, added->location);
    return;
  }
  entry.protection = *protection;
  const OpenedKey opened = passwords_.search([&](const PasswordCandidate& candidate) {
    return crypto::open_java_key(key->algorithm, key->ciphertext, candidate.password, context_.budget);
  });
  add_opened_key(opened, {}, std::move(entry), context_, container_, hint());
}

std::string_view StoreReader::hint() const {
  if (integrity_.verified()) return "it has a different password than the keystore, or is damaged";
  return passwords_.given() ? "a key may have its own password" : "";
}

}  // namespace

void read_java_keystore(const FileInput& file, ReadContext& context, Container& container) {
  container.format = file.raw.front() == 0xCE ? Format::jceks : Format::jks;
  Location store;
  store.path = context.path;
  StoreReader(file.raw, store, context, container).read();
}

}  // namespace chainlint::formats
