#include "java/bouncy_castle_entries.h"

#include <fmt/format.h>

#include <string>
#include <utility>

#include "chainlint/crypto/keystore_protection.h"

namespace chainlint::formats {
namespace {

enum EntryType : std::uint8_t { end_type = 0, certificate_type = 1, key_type = 2, secret_type = 3, sealed_type = 4 };
enum KeyType : std::uint8_t { private_key_type = 0, public_key_type = 1, secret_key_type = 2 };

struct EncodedKey {
  std::uint8_t type = 0;
  ByteView encoded;
};

// A key with the names of its format and algorithm, which the key itself says better.
std::optional<EncodedKey> next_key(DataInput& in) {
  const auto type = in.u8("key");
  if (!type || !in.text("key format") || !in.text("key algorithm")) return {};
  const auto encoded = in.counted("key");
  if (!encoded) return {};
  return EncodedKey{*type, *encoded};
}

// A sealed key in the clear. A wrong password gives good padding once in some 256 times, and then no such structure.
std::optional<EncodedKey> sealed_key(ByteView plaintext) {
  DataInput in(plaintext);
  const auto key = next_key(in);
  return key && key->type <= secret_key_type && in.at_end() ? key : std::nullopt;
}

}  // namespace

BouncyCastleEntries::BouncyCastleEntries(ByteView octets, std::optional<std::size_t> base, bool verified, KeystorePasswords& passwords,
                                         KeystoreEntries& entries, ReadContext& context, Container& container)
    : base_(base), verified_(verified), in_(octets), passwords_(passwords), entries_(entries), context_(context), container_(container) {}

std::optional<std::size_t> BouncyCastleEntries::read() {
  while (!context_.entries_full) {
    const auto type = in_.u8("end of the entries");
    if (type == end_type) return in_.offset();
    entries_.begin();
    if (!type) {
      truncated();
      return {};
    }
    if (!read_entry(*type)) return {};
  }
  return {};
}

bool BouncyCastleEntries::truncated() {
  entries_.fail("keystore-truncated", in_.shortage(), base_ ? std::optional(*base_ + in_.offset()) : std::nullopt);
  return false;
}

bool BouncyCastleEntries::read_entry(std::uint8_t type) {
  if (type > sealed_type) {
    entries_.fail("keystore-entry",
                  fmt::format("entry of the unknown type {}; only the entries before it ({}) could be read", type, entries_.number() - 1),
                  base_ ? std::optional(*base_ + in_.offset() - 1) : std::nullopt);
    return false;
  }
  const auto alias = in_.text("alias");
  if (!alias) return truncated();
  entries_.name(*alias);
  if (!in_.u64("date") || !read_chain()) return truncated();
  switch (type) {
    case certificate_type:
      return read_certificate();
    case key_type:
      return read_plain_key();
    case secret_type:
      return read_secret();
    default:
      return read_sealed();
  }
}

// False where the chain is cut.
bool BouncyCastleEntries::read_chain() {
  const auto count = in_.u32("chain");
  if (!count) return false;
  chain_ = *count;
  for (std::uint32_t i = 0; i < chain_ && !context_.entries_full; ++i) {
    const auto type = in_.text("certificate type");
    if (!type) return false;
    const auto der = in_.counted("certificate");
    if (!der) return false;
    entries_.add_chain_certificate(as_text(*type), *der, std::size_t{i} + 1, chain_);
  }
  return true;
}

bool BouncyCastleEntries::read_certificate() {
  const auto type = in_.text("certificate type");
  if (!type) return truncated();
  const auto der = in_.counted("certificate");
  if (!der) return truncated();
  entries_.add_trusted_certificate(as_text(*type), *der);
  return true;
}

bool BouncyCastleEntries::read_plain_key() {
  const auto key = next_key(in_);
  if (!key) return truncated();
  add_key(key->type, key->encoded);
  return true;
}

void BouncyCastleEntries::add_key(std::uint8_t type, ByteView encoded) {
  const KeyState state = entries_.store_protection() ? KeyState::unlocked : KeyState::plain;
  if (type == private_key_type) {
    add_private_key(encoded, state, {}, entries_.begin_key(), context_, container_);
  } else if (type == secret_key_type) {
    entries_.add_secret("secret key");
  } else if (type == public_key_type) {
    Entry entry = entries_.begin_entry("public key");
    entry.kind = EntryKind::public_key;
    add_entry(std::move(entry), context_, container_);
  } else {
    entries_.fail("keystore-key-type", fmt::format("key of the unknown type {}, which was not read", type));
  }
}

bool BouncyCastleEntries::read_secret() {
  const auto octets = in_.counted("protected key");
  if (!octets) return truncated();
  // Bytes that a program protected by itself: an EncryptedPrivateKeyInfo, if it kept to the interface.
  if (split_protected_key(*octets)) {
    add_encrypted_key(*octets, asn1::Encoding::ber, passwords_.candidates(), entries_.begin_key(), context_, container_, hint());
  } else {
    entries_.add_secret("protected bytes");
  }
  return true;
}

bool BouncyCastleEntries::read_sealed() {
  const auto octets = in_.counted("sealed key");
  if (!octets) return truncated();
  add_sealed(*octets);
  return true;
}

void BouncyCastleEntries::add_damaged(std::string reason) {
  Entry entry = entries_.begin_key();
  entry.key_state = KeyState::unreadable;
  const Entry* added = add_entry(std::move(entry), context_, container_);
  if (added != nullptr) report_error(context_, container_, "key-unreadable", std::move(reason), added->location);
}

void BouncyCastleEntries::add_sealed(ByteView octets) {
  DataInput in(octets);
  const auto salt = in.counted("salt");
  const auto iterations = salt ? in.u32("iteration count") : std::nullopt;
  if (!iterations) return add_damaged("sealed key cannot be decoded: " + in.shortage());
  const crypto::BouncyCastleKdf kdf{*salt, *iterations};
  std::uint8_t type = private_key_type;
  OpenedKey opened = passwords_.search([&](const PasswordCandidate& candidate) -> Result<SecretBytes> {
    auto plaintext = crypto::open_bouncy_castle(crypto::BouncyCastleSecret::sealed_key, kdf, in.rest(), candidate.password, candidate.form,
                                                context_.budget);
    if (!plaintext) return plaintext;
    const auto key = sealed_key(*plaintext);
    if (!key) return Error{"decrypt-failed", "the decrypted data contains no sealed key", {}};
    type = key->type;
    return SecretBytes(key->encoded.begin(), key->encoded.end());
  });
  if (opened.key && type != private_key_type) {
    note_password(container_, opened.use);
    return add_key(type, {});
  }
  if (!opened.key && chain_ == 0) {
    entries_.add_secret("sealed key");
    note_password(container_, PasswordUse::not_found);
    report_note(context_, container_, "key-sealed", "sealed key without certificates; its kind is not known without its password",
                entries_.where());
    return;
  }
  Entry entry = entries_.begin_key();
  entry.protection = crypto::describe_bouncy_castle(crypto::BouncyCastleSecret::sealed_key, kdf);
  add_opened_key(opened, {}, std::move(entry), context_, container_, hint());
}

std::string_view BouncyCastleEntries::hint() const {
  if (verified_) return "it has a different password than the keystore, or is damaged";
  return passwords_.given() ? "a key may have its own password" : "";
}

}  // namespace chainlint::formats
