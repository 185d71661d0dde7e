#include "java/bcfks.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "chainlint/asn1/reader.h"
#include "chainlint/crypto/keystore_protection.h"
#include "java/keystore_entries.h"
#include "java/keystore_integrity.h"

namespace chainlint::formats {
namespace {

// The types of ObjectData.
enum class ObjectType : std::int64_t { certificate, key, secret, protected_key, protected_secret };

template <class T>
using Asn1Result = asn1::Asn1Result<T>;

// AlgorithmIdentifier and OCTET STRING: EncryptedObjectStoreData and EncryptedPrivateKeyInfo.
struct EncryptedObject {
  x509::AlgorithmIdentifier algorithm;
  ByteView ciphertext;
};

Asn1Result<EncryptedObject> read_encrypted(asn1::Asn1Reader fields) {
  const auto algorithm = x509::AlgorithmIdentifier::read(fields, "encryptionAlgorithm");
  if (!algorithm) return algorithm.error();
  const auto data = fields.expect(asn1::tag::kOctetString, "the encrypted data is not an OCTET STRING");
  if (!data) return data.error();
  return EncryptedObject{*algorithm, data->content};
}

// PbkdMacIntegrityCheck.
Asn1Result<crypto::BcfksMac> read_integrity_check(asn1::Asn1Reader fields) {
  const auto algorithm = x509::AlgorithmIdentifier::read(fields, "macAlgorithm");
  if (!algorithm) return algorithm.error();
  const auto kdf = x509::AlgorithmIdentifier::read(fields, "pbkdAlgorithm");
  if (!kdf) return kdf.error();
  const auto mac = fields.expect(asn1::tag::kOctetString, "the MAC is not an OCTET STRING");
  if (!mac) return mac.error();
  return crypto::BcfksMac{*algorithm, *kdf, mac->content};
}

class BcfksReader {
 public:
  BcfksReader(ReadContext& context, Container& container, const Location& where)
      : context_(context), container_(container), where_(where), passwords_(context, false) {}

  void read(ByteView object_store);

 private:
  void report_damage(std::string_view what, const asn1::Asn1Error& error);
  void check_mac(ByteView content, const asn1::Element& element, const asn1::Asn1Reader& parent);
  void read_plain(ByteView store);
  void read_closed(asn1::Asn1Reader fields);
  void report_closed(const OpenedKey& opened);
  void read_objects(ByteView data, std::optional<crypto::Protection> protection);
  bool read_object(asn1::Asn1Reader fields, KeystoreEntries& entries);
  void read_key(ByteView data, KeystoreEntries& entries);

  ReadContext& context_;
  Container& container_;
  const Location& where_;
  KeystorePasswords passwords_;
  bool verified_ = false;
};

void BcfksReader::report_damage(std::string_view what, const asn1::Asn1Error& error) {
  report_error(context_, container_, "keystore-truncated", fmt::format("{} is damaged: {} at byte {}", what, error.what, error.offset),
               where_);
}

// Finds the password, too. What does not verify is reported once it is known whether a password opens the store.
void BcfksReader::check_mac(ByteView content, const asn1::Element& element, const asn1::Asn1Reader& parent) {
  if (!element.is(asn1::tag::kSequence)) {
    report_note(context_, container_, "keystore-unverified",
                "integrity not verified: the keystore is signed, and signatures are not checked", where_);
    return;
  }
  const auto mac = read_integrity_check(parent.enter(element));
  if (!mac) return report_damage("the integrity check", mac.error());
  const auto protection = crypto::describe_bcfks_mac(*mac);
  if (!protection) return report_error(context_, container_, protection.error().code, "MAC: " + protection.error().message, where_);
  container_.facts.mac = *protection;
  for (std::size_t i = 0; i < passwords_.candidates().size() && !verified_; ++i) {
    const auto fits = crypto::verify_bcfks_mac(*mac, content, passwords_.candidates()[i].password, context_.budget);
    if (!fits) return report_error(context_, container_, fits.error().code, "MAC: " + fits.error().message, where_);
    verified_ = *fits;
    if (verified_) passwords_.prefer(i);
  }
  container_.facts.mac_verified = verified_;
}

void BcfksReader::report_closed(const OpenedKey& opened) {
  note_password(container_, PasswordUse::not_found);
  if (opened.error) {
    report_error(context_, container_, opened.error->code, "BCFKS keystore: " + opened.error->message, where_);
  } else if (verified_) {
    report_error(context_, container_, "keystore-integrity", "damaged file: the MAC matches, but the encrypted part does not decrypt",
                 where_);
  } else if (passwords_.given()) {
    report_error(context_, container_, "password-wrong", "wrong password or damaged file (the BCFKS keystore does not decrypt)", where_);
  } else {
    report_error(context_, container_, "password-required",
                 "BCFKS keystore is encrypted as a whole: specify its password with --password-file", where_);
  }
}

// EncryptedPrivateKeyData: the key, and its chain from the leaf up.
void BcfksReader::read_key(ByteView data, KeystoreEntries& entries) {
  asn1::Asn1Reader reader(data, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "EncryptedPrivateKeyData is not a SEQUENCE");
  if (!outer) return entries.fail("keystore-entry", fmt::format("entry is damaged: {}", outer.error().what));
  asn1::Asn1Reader fields = reader.enter(*outer);
  const auto info = fields.expect(asn1::tag::kSequence, "EncryptedPrivateKeyInfo is not a SEQUENCE");
  const auto encrypted = info ? read_encrypted(fields.enter(*info)) : Asn1Result<EncryptedObject>(info.error());
  const auto chain =
      encrypted ? fields.expect(asn1::tag::kSequence, "the chain is not a SEQUENCE") : Asn1Result<asn1::Element>(encrypted.error());
  if (!chain) return entries.fail("keystore-entry", fmt::format("entry is damaged: {}", chain.error().what));
  std::vector<ByteView> certificates;
  for (asn1::Asn1Reader items = fields.enter(*chain); !items.at_end();) {
    const auto item = items.next();
    if (!item) {
      entries.fail("keystore-entry", fmt::format("chain is damaged: {}", item.error().what));
      break;
    }
    certificates.push_back(item->encoded);
  }
  for (std::size_t i = 0; i < certificates.size() && !context_.entries_full; ++i) {
    entries.add_chain_certificate("X.509", certificates[i], i + 1, certificates.size());
  }
  Entry entry = entries.begin_key();
  const auto protection = crypto::describe_bcfks_encryption(encrypted->algorithm);
  if (!protection) {
    entry.key_state = KeyState::unreadable;
    const Entry* added = add_entry(std::move(entry), context_, container_);
    if (added != nullptr) report_error(context_, container_, "key-unreadable", protection.error().message, added->location);
    return;
  }
  entry.protection = *protection;
  const OpenedKey opened = passwords_.search([&](const PasswordCandidate& candidate) {
    return crypto::open_bcfks(crypto::BcfksPurpose::private_key, encrypted->algorithm, encrypted->ciphertext, candidate.password,
                              context_.budget);
  });
  add_opened_key(opened, {}, std::move(entry), context_, container_, "it has a different password than the keystore, or is damaged");
}

// ObjectData. False where nothing more can be read.
bool BcfksReader::read_object(asn1::Asn1Reader fields, KeystoreEntries& entries) {
  const auto type = fields.expect(asn1::tag::kInteger, "the type is not an INTEGER");
  const auto alias = type ? fields.expect(asn1::tag::kUtf8String, "the identifier is not a UTF8String") : type;
  if (alias) entries.name(alias->content);
  const auto created = alias ? fields.next() : alias;
  const auto modified = created ? fields.next() : created;
  const auto data = modified ? fields.expect(asn1::tag::kOctetString, "the data is not an OCTET STRING") : modified;
  const auto number = type ? asn1::read_small_integer(*type, asn1::Encoding::ber) : Asn1Result<std::int64_t>(type.error());
  if (!data || !number) {
    entries.fail("keystore-entry", fmt::format("entry is damaged: {}", data ? number.error().what : data.error().what));
    return false;
  }
  switch (static_cast<ObjectType>(*number)) {
    case ObjectType::certificate:
      entries.add_trusted_certificate("X.509", data->content);
      return true;
    case ObjectType::key:
    case ObjectType::protected_key:
      read_key(data->content, entries);
      return true;
    case ObjectType::secret:
    case ObjectType::protected_secret:
      entries.add_secret("secret key");
      return true;
    default:
      entries.fail("keystore-entry", fmt::format("entry of the unknown type {}, which was not read", *number));
      return true;
  }
}

// ObjectStoreData.
void BcfksReader::read_objects(ByteView data, std::optional<crypto::Protection> protection) {
  asn1::Asn1Reader reader(data, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "ObjectStoreData is not a SEQUENCE");
  if (!outer) return report_damage("the store data", outer.error());
  asn1::Asn1Reader fields = reader.enter(*outer);
  // version, integrityAlgorithm, creationDate, lastModifiedDate
  for (int i = 0; i < 4; ++i) {
    if (const auto field = fields.next(); !field) return report_damage("the store data", field.error());
  }
  const auto objects = fields.expect(asn1::tag::kSequence, "objectDataSequence is not a SEQUENCE");
  if (!objects) return report_damage("the store data", objects.error());
  KeystoreEntries entries(context_, container_, where_, std::move(protection));
  for (asn1::Asn1Reader items = fields.enter(*objects); !items.at_end() && !context_.entries_full;) {
    entries.begin();
    const auto item = items.expect(asn1::tag::kSequence, "ObjectData is not a SEQUENCE");
    if (!item) {
      entries.fail("keystore-entry", fmt::format("entry is damaged: {}", item.error().what));
      break;
    }
    if (!read_object(items.enter(*item), entries)) break;
  }
  entries.finish();
  if (entries.number() == 0) report_note(context_, container_, "keystore-empty", "the keystore has no entries", where_);
}

void BcfksReader::read(ByteView object_store) {
  asn1::Asn1Reader reader(object_store, asn1::Encoding::ber);
  const auto outer = reader.expect(asn1::tag::kSequence, "ObjectStore is not a SEQUENCE");
  if (!outer) return report_damage("the keystore", outer.error());
  asn1::Asn1Reader fields = reader.enter(*outer);
  const auto store = fields.expect(asn1::tag::kSequence, "the store data is not a SEQUENCE");
  const auto check = store ? fields.next() : store;
  if (!check) return report_damage("the keystore", check.error());
  check_mac(store->encoded, *check, fields);
  if (fields.enter(*store).next_is(asn1::tag::kInteger)) {
    read_plain(store->encoded);
  } else {
    read_closed(fields.enter(*store));
  }
}

// ObjectStoreData in the clear, which the format allows.
void BcfksReader::read_plain(ByteView store) {
  if (verified_) {
    note_password(container_, passwords_.candidates().front().use);
  } else if (container_.facts.mac && passwords_.given()) {
    note_password(container_, PasswordUse::not_found);
    report_error(context_, container_, "keystore-integrity", "wrong password or damaged file (the MAC does not match)", where_);
  } else if (container_.facts.mac) {
    report_note(context_, container_, "keystore-unverified", "integrity not verified: no password was specified", where_);
  }
  read_objects(store, std::nullopt);
}

void BcfksReader::read_closed(asn1::Asn1Reader fields) {
  const auto encrypted = read_encrypted(fields);
  if (!encrypted) return report_damage("the keystore", encrypted.error());
  const auto protection = crypto::describe_bcfks_encryption(encrypted->algorithm);
  if (!protection) return report_error(context_, container_, protection.error().code, protection.error().message, where_);
  const OpenedKey opened = passwords_.search([&](const PasswordCandidate& candidate) {
    return crypto::open_bcfks(crypto::BcfksPurpose::store, encrypted->algorithm, encrypted->ciphertext, candidate.password,
                              context_.budget);
  });
  if (!opened.key) return report_closed(opened);
  note_password(container_, opened.use);
  if (container_.facts.mac && !verified_ && !container_.has_error()) {
    report_error(context_, container_, "keystore-integrity", "damaged file: the MAC does not match", where_);
  }
  read_objects(*opened.key, *protection);
}

}  // namespace

void read_bcfks(ByteView object_store, ReadContext& context, Container& container, const Location& where) {
  BcfksReader(context, container, where).read(object_store);
}

}  // namespace chainlint::formats
