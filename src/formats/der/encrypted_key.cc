// Encrypted PKCS#8 keys: finding the password that opens one.
#include <fmt/format.h>

#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"
#include "reading.h"

namespace chainlint::formats {
namespace {

struct EncryptedKey {
  x509::AlgorithmIdentifier algorithm;
  ByteView ciphertext;
  Bytes own;  // the joined ciphertext where it came in segments
};

asn1::Asn1Result<EncryptedKey> split(ByteView der, asn1::Encoding encoding, const Limits& limits) {
  asn1::Asn1Reader reader(der, encoding);
  auto outer = reader.expect(asn1::tag::kSequence, "EncryptedPrivateKeyInfo is not a SEQUENCE");
  if (!outer) return outer.error();
  asn1::Asn1Reader fields = reader.enter(*outer);
  auto algorithm = x509::AlgorithmIdentifier::read(fields, "encryptionAlgorithm");
  if (!algorithm) return algorithm.error();
  auto data = fields.next();
  if (!data) return data.error();
  EncryptedKey key;
  key.algorithm = *algorithm;
  auto octets = asn1::read_octets(*data, encoding, key.own, limits);
  if (!octets) return octets.error();
  key.ciphertext = *octets;
  return key;
}

// Whether a form is another try and not the one before it over again.
bool form_differs(crypto::PasswordForm form, const crypto::Protection& protection) {
  const bool pkcs12_kdf = protection.kdf.starts_with("PKCS12KDF");
  switch (form) {
    case crypto::PasswordForm::standard:
      return true;
    case crypto::PasswordForm::absent:
    case crypto::PasswordForm::widened_utf8:
      return pkcs12_kdf;
    case crypto::PasswordForm::latin1:
      return !pkcs12_kdf;
  }
  return true;
}

// A wrong password passes for a right one once in some 256 times; what comes out then is not one SEQUENCE.
bool is_one_sequence(ByteView plaintext) {
  asn1::Asn1Reader reader(plaintext, asn1::Encoding::ber);
  auto outer = reader.next();
  return outer && outer->is(asn1::tag::kSequence) && reader.at_end();
}

OpenedKey open(const EncryptedKey& key, const crypto::Protection& protection, std::span<const PasswordCandidate> candidates,
               crypto::KdfBudget& budget) {
  OpenedKey opened;
  for (const PasswordCandidate& candidate : candidates) {
    if (!form_differs(candidate.form, protection)) continue;
    auto plaintext = crypto::decrypt(key.algorithm, key.ciphertext, candidate.password, candidate.form, budget);
    if (plaintext && is_one_sequence(*plaintext)) {
      opened.key = std::move(*plaintext);
      opened.use = candidate.use;
      return opened;
    }
    if (!plaintext && plaintext.error().code != "decrypt-failed") {
      opened.error = plaintext.error();
      return opened;
    }
  }
  return opened;
}

std::string name_of(const crypto::Protection& protection) {
  return protection.cipher.empty() ? protection.scheme : fmt::format("{} ({})", protection.scheme, protection.cipher);
}

Entry* add_damaged(std::string reason, Entry entry, ReadContext& context, Container& container) {
  entry.key_state = KeyState::unreadable;
  Entry* added = add_entry(std::move(entry), context, container);
  if (added != nullptr) report_error(context, container, "key-unreadable", std::move(reason), added->location);
  return added;
}

}  // namespace

std::string describe_candidates(const ReadContext& context) {
  const std::size_t given = context.options.passwords.size();
  if (given == 0) return "no password was specified";
  if (given == 1) return "the specified password does not open it";
  return fmt::format("none of the {} specified passwords opens it", given);
}

Entry* add_opened_key(const OpenedKey& opened, ByteView ec_parameters, Entry entry, ReadContext& context, Container& container,
                      std::string_view hint) {
  entry.kind = EntryKind::private_key;
  if (opened.key) {
    note_password(container, opened.use);
    return add_private_key(*opened.key, KeyState::unlocked, ec_parameters, std::move(entry), context, container);
  }
  const std::string name = name_of(*entry.protection);
  entry.key_state = KeyState::locked;
  Entry* added = add_entry(std::move(entry), context, container);
  if (added == nullptr) return nullptr;
  note_password(container, PasswordUse::not_found);
  if (opened.error && opened.error->code == "kdf-limit") {
    report_error(context, container, "kdf-limit", "private key: " + opened.error->message, added->location);
    return added;
  }
  std::string message = opened.error ? fmt::format("private key is encrypted with {}: {}", name, opened.error->message)
                                     : fmt::format("private key is encrypted with {} and {}", name, describe_candidates(context));
  if (!hint.empty()) message += fmt::format("; {}", hint);
  report_note(context, container, "key-locked", std::move(message), added->location);
  return added;
}

Entry* add_encrypted_key(ByteView der, asn1::Encoding encoding, std::span<const PasswordCandidate> candidates, Entry entry,
                         ReadContext& context, Container& container, std::string_view hint) {
  entry.kind = EntryKind::private_key;
  auto key = split(der, encoding, context.options.limits);
  if (!key) {
    return add_damaged(fmt::format("encrypted private key cannot be decoded: {} at byte {}", key.error().what, key.error().offset),
                       std::move(entry), context, container);
  }
  auto protection = crypto::describe_encryption(key->algorithm);
  if (!protection) return add_damaged("encrypted private key: " + protection.error().message, std::move(entry), context, container);
  entry.protection = *protection;
  const OpenedKey opened = open(*key, *protection, candidates, context.budget);
  return add_opened_key(opened, {}, std::move(entry), context, container, hint);
}

}  // namespace chainlint::formats
