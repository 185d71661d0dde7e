#include "java/bouncy_castle.h"

#include <fmt/format.h>

#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/crypto/keystore_protection.h"
#include "java/bouncy_castle_entries.h"

namespace chainlint::formats {
namespace {

constexpr std::size_t kTwofishBlock = 16;
constexpr std::size_t kSmallestUber = 32;  // the byte that ends no entries, the digest, and padding
constexpr std::uint8_t kLastEntryType = 4;

struct Store {
  std::uint32_t version = 0;
  crypto::BouncyCastleKdf kdf;
  ByteView body;
  std::size_t body_offset = 0;
};

// Whether the body begins as the entries of a BKS do; encrypted bytes practically never do.
bool begins_like_entries(ByteView body) {
  if (body.size() < kSmallestUber) return true;
  if (body[0] == 0) return body.size() % kTwofishBlock != 0;
  if (body[0] > kLastEntryType) return false;
  DataInput in(body.subspan(1));
  if (!in.text("alias")) return false;
  const auto date = in.u64("date");
  return date && *date >> 48 == 0 && in.u32("chain").has_value();
}

void note_if_empty(const KeystoreEntries& entries, ReadContext& context, Container& container, const Location& where) {
  if (entries.number() == 0) report_note(context, container, "keystore-empty", "the keystore has no entries", where);
}

void read_bks(const Store& store, ReadContext& context, Container& container, const Location& where) {
  KeystorePasswords passwords(context, true);
  KeystoreIntegrity integrity(
      "MAC", store.body,
      [&](ByteView content, ByteView mac, const PasswordCandidate& candidate) {
        return crypto::verify_bks_mac(store.version, store.kdf, content, mac, candidate.password, candidate.form, context.budget);
      },
      passwords, context, container, where);
  integrity.look_at_end();
  if (store.version == 1) {
    report_warning(context, container, "bks-v1-integrity",
                   "the MAC of BKS version 1 has a key of only 16 bits (CVE-2018-5382); convert the keystore to BKS version 2", where);
  }
  KeystoreEntries entries(context, container, where);
  BouncyCastleEntries reader(store.body, store.body_offset, integrity.verified(), passwords, entries, context, container);
  const auto end = reader.read();
  entries.finish();
  note_if_empty(entries, context, container, where);
  integrity.conclude(end, crypto::describe_bks_mac(store.kdf));
}

// The entries of an UBER with the digest after them, if the digest is right.
Result<SecretBytes> open_uber(const Store& store, const PasswordCandidate& candidate, crypto::KdfBudget& budget) {
  auto plaintext =
      crypto::open_bouncy_castle(crypto::BouncyCastleSecret::uber_store, store.kdf, store.body, candidate.password, candidate.form, budget);
  if (!plaintext) return plaintext;
  const ByteView octets(*plaintext);
  if (octets.size() <= crypto::kKeystoreDigestOctets) return Error{"decrypt-failed", "the decrypted data contains no digest", {}};
  const ByteView content = octets.first(octets.size() - crypto::kKeystoreDigestOctets);
  if (!equal(crypto::sha1(content), octets.last(crypto::kKeystoreDigestOctets))) {
    return Error{"decrypt-failed", "the digest does not match", {}};
  }
  return plaintext;
}

void report_closed(const OpenedKey& opened, bool given, ReadContext& context, Container& container, const Location& where) {
  note_password(container, PasswordUse::not_found);
  if (opened.error) {
    report_error(context, container, opened.error->code, "UBER keystore: " + opened.error->message, where);
  } else if (given) {
    report_error(context, container, "password-wrong", "wrong password or damaged file (the UBER keystore does not decrypt)", where);
  } else {
    report_error(context, container, "password-required",
                 "UBER keystore is encrypted as a whole: specify its password with --password-file", where);
  }
}

void read_opened_uber(ByteView plaintext, const Store& store, KeystorePasswords& passwords, ReadContext& context, Container& container,
                      const Location& where) {
  KeystoreEntries entries(context, container, where, crypto::describe_bouncy_castle(crypto::BouncyCastleSecret::uber_store, store.kdf));
  const ByteView octets = plaintext.first(plaintext.size() - crypto::kKeystoreDigestOctets);
  BouncyCastleEntries reader(octets, {}, true, passwords, entries, context, container);
  const auto end = reader.read();
  entries.finish();
  note_if_empty(entries, context, container, where);
  if (end && *end < octets.size()) {
    report_warning(context, container, "trailing-data", count_noun(octets.size() - *end, "byte") + " between the entries and the digest",
                   where);
  }
}

void read_uber(const Store& store, ReadContext& context, Container& container, const Location& where) {
  container.format = Format::uber;
  if (store.body.size() % kTwofishBlock != 0) {
    report_error(
        context, container, "keystore-truncated",
        fmt::format("the encrypted part of the UBER keystore has {} bytes; a multiple of {} is required", store.body.size(), kTwofishBlock),
        where);
    return;
  }
  KeystorePasswords passwords(context, true);
  const OpenedKey opened =
      passwords.search([&](const PasswordCandidate& candidate) { return open_uber(store, candidate, context.budget); });
  if (!opened.key) return report_closed(opened, passwords.given(), context, container, where);
  note_password(container, opened.use);
  container.facts.mac = crypto::Protection{"UBER digest", "", "", "SHA-1", 0, 0, true};
  container.facts.mac_verified = true;
  read_opened_uber(*opened.key, store, passwords, context, container, where);
}

}  // namespace

void read_bouncy_castle(const FileInput& file, ReadContext& context, Container& container) {
  container.format = Format::bks;
  Location where;
  where.path = context.path;
  DataInput in(file.raw);
  const auto version = in.u32("version");
  const auto salt = version ? in.counted("salt") : std::nullopt;
  const auto iterations = salt ? in.u32("iteration count") : std::nullopt;
  if (!iterations) {
    report_error(context, container, "keystore-truncated", "header: " + in.shortage(), where);
    return;
  }
  const Store store{*version, {*salt, *iterations}, in.rest(), in.offset()};
  if (store.version == 1 && !begins_like_entries(store.body)) {
    read_uber(store, context, container, where);
  } else {
    read_bks(store, context, container, where);
  }
}

}  // namespace chainlint::formats
