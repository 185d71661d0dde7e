#include "pkcs12/pkcs12_bags.h"

#include <fmt/format.h>

#include "chainlint/asn1/oid.h"
#include "chainlint/formats/pkcs12_structure.h"

namespace chainlint::formats {
namespace {

// Java makes the localKeyID of an entry of the time at which it was added: "Time 1700000000000".
constexpr std::string_view kJavaKeyId = "Time ";

using namespace pkcs12;

std::string description_of(BagType type) {
  switch (type) {
    case BagType::key:
      return "key bag";
    case BagType::shrouded_key:
      return "shrouded key bag";
    case BagType::certificate:
      return "certificate bag";
    case BagType::crl:
      return "CRL bag";
    case BagType::secret:
      return "secret bag";
    case BagType::safe_contents:
      return "nested safe contents";
    case BagType::unknown:
      break;
  }
  return "unknown bag";
}

// An EncryptedPrivateKeyInfo and how it is encrypted.
struct EncryptedKey {
  x509::AlgorithmIdentifier algorithm;
  crypto::Protection protection;
  asn1::Element ciphertext;
};

// Nothing where that cannot be read.
std::optional<EncryptedKey> split_encrypted_key(ByteView encrypted_key) {
  asn1::Asn1Reader reader(encrypted_key, asn1::Encoding::ber);
  auto sequence = reader.next();
  if (!sequence) return {};
  asn1::Asn1Reader inner = reader.enter(*sequence);
  auto algorithm = x509::AlgorithmIdentifier::read(inner, "encryptionAlgorithm");
  if (!algorithm) return {};
  auto protection = crypto::describe_encryption(*algorithm);
  auto ciphertext = inner.next();
  if (!protection || !ciphertext) return {};
  return EncryptedKey{*algorithm, *protection, *ciphertext};
}

void take_key_spec(ByteView private_key_info, Entry& entry) {
  const std::string spec = windows_key_spec(private_key_info, entry.windows_key ? entry.windows_key->provider : std::string());
  if (spec.empty()) return;
  if (!entry.windows_key) entry.windows_key.emplace();
  entry.windows_key->key_spec = spec;
}

}  // namespace

void report_damage(const asn1::Asn1Error& error, bool in_file, ReadContext& context, Container& container, Location where) {
  if (in_file) where.offset = error.offset;
  report_error(context, container, "pkcs12-damaged",
               fmt::format("{} at byte {}{}", error.what, error.offset, in_file ? "" : " of the safe's content"), std::move(where));
}

void BagReader::damaged(const asn1::Asn1Error& error, const Safe& safe, Location where) {
  report_damage(error, safe.offset.has_value(), context_, container_, std::move(where));
}

void BagReader::read(const Safe& safe) {
  read_contents(asn1::Asn1Reader(safe.contents, asn1::Encoding::ber, safe.offset.value_or(0)), safe, safe.where.inner, 1);
}

void BagReader::read_contents(asn1::Asn1Reader reader, const Safe& safe, const std::string& place, std::size_t depth) {
  Location where = safe.where;
  where.inner = place;
  if (depth > context_.options.limits.safe_contents_depth) {
    report_error(context_, container_, "pkcs12-nesting",
                 fmt::format("safe contents are nested more than {} deep", context_.options.limits.safe_contents_depth), where);
    return;
  }
  auto sequence = reader.expect(asn1::tag::kSequence, "SafeContents is not a SEQUENCE");
  if (!sequence) return damaged(sequence.error(), safe, where);
  asn1::Asn1Reader bags = reader.enter(*sequence);
  for (std::size_t number = 1; !bags.at_end() && !stopped_; ++number) {
    if (++bags_ > context_.options.limits.pkcs12_bags) {
      stopped_ = true;
      report_error(context_, container_, "pkcs12-bags",
                   fmt::format("more than {} bags; the rest was not read", context_.options.limits.pkcs12_bags), where);
      return;
    }
    const std::string bag_place = fmt::format("{} bag {}", place, number);
    auto bag = bags.next();
    if (!bag) {
      where.inner = bag_place;
      return damaged(bag.error(), safe, where);
    }
    if (bag->is(asn1::tag::kSequence)) {
      read_bag(bags.enter(*bag), safe, bag_place, depth);
    } else {
      where.inner = bag_place;
      damaged({"bag is not a SEQUENCE", bag->offset}, safe, where);
      where.inner = place;
    }
  }
}

void BagReader::read_bag(const asn1::Asn1Reader& bag, const Safe& safe, const std::string& place, std::size_t depth) {
  Location where = safe.where;
  where.inner = place;
  asn1::Asn1Reader reader = bag;
  auto type = reader.expect(asn1::tag::kOid, "type of a bag is not an OBJECT IDENTIFIER");
  if (!type) return damaged(type.error(), safe, where);
  auto value = reader.expect(asn1::tag::context_constructed(0), "value of a bag is not tagged [0]");
  if (!value) return damaged(value.error(), safe, where);

  BagAttributes attributes;
  auto set = reader.optional(asn1::tag::kSet);
  if (!set) {
    attributes.damage = set.error();
  } else if (*set) {
    attributes = read_bag_attributes(reader.enter(**set));
  }
  Entry entry;
  entry.label = attributes.friendly_name;
  entry.local_key_id = attributes.local_key_id;
  if (!attributes.key_provider.empty() || attributes.local_machine) {
    entry.windows_key = WindowsKey{attributes.key_provider, "", "", attributes.local_machine};
  }
  entry.trusted_certificate = attributes.trusted_certificate;
  container_.facts.written_by_java |= attributes.trusted_certificate || as_text(attributes.local_key_id).starts_with(kJavaKeyId);
  entry.protection = safe.protection;
  entry.description = description_of(bag_type(type->content));
  if (!entry.label.empty()) where.inner += fmt::format(" \"{}\"", entry.label);
  entry.location = where;

  if (attributes.damage) damaged(*attributes.damage, safe, where);
  const auto damage = read_value(type->content, reader.enter(*value), safe, std::move(entry), place, depth);
  if (damage) damaged(*damage, safe, where);
}

std::optional<asn1::Asn1Error> BagReader::read_value(ByteView type, asn1::Asn1Reader value, const Safe& safe, Entry entry,
                                                     const std::string& place, std::size_t depth) {
  switch (bag_type(type)) {
    case BagType::key:
      return read_key(value, std::move(entry));
    case BagType::shrouded_key:
      return read_shrouded_key(value, std::move(entry));
    case BagType::certificate:
      return read_certificate(value, std::move(entry));
    case BagType::crl:
      return read_crl(value, std::move(entry));
    case BagType::secret:
      add_secret(value, std::move(entry));
      return {};
    case BagType::safe_contents:
      read_contents(value, safe, place, depth + 1);
      return {};
    case BagType::unknown:
      break;
  }
  add_other(std::move(entry), "unknown bag " + asn1::oid_to_dotted(type), "pkcs12-unknown-bag",
            fmt::format("bag of the unknown type {} was skipped", asn1::oid_to_dotted(type)));
  return {};
}

void BagReader::add_other(Entry entry, std::string description, std::string code, std::string message) {
  const Location where = entry.location;
  entry.kind = EntryKind::other;
  entry.description = std::move(description);
  const Entry* added = add_entry(std::move(entry), context_, container_);
  report_warning(context_, container_, std::move(code), std::move(message), added != nullptr ? added->location : where);
}

std::optional<asn1::Asn1Error> BagReader::read_certificate(asn1::Asn1Reader value, Entry entry) {
  auto bag = read_typed_value(value, "CertBag is not a SEQUENCE");
  if (!bag) return bag.error();
  if (equal(bag->type, kSdsiCertificate)) {
    add_other(std::move(entry), "SDSI certificate", "pkcs12-sdsi-certificate", "SDSI certificate was skipped; TLS does not use it");
    return {};
  }
  if (!equal(bag->type, kX509Certificate)) {
    add_other(std::move(entry), "certificate of type " + asn1::oid_to_dotted(bag->type), "pkcs12-unknown-certificate",
              fmt::format("certificate of the unknown type {} was skipped", asn1::oid_to_dotted(bag->type)));
    return {};
  }
  Bytes own;
  auto der = asn1::read_octets(bag->value, asn1::Encoding::ber, own, context_.options.limits);
  if (!der) return der.error();
  add_certificate(*der, std::move(entry), context_, container_);
  return {};
}

std::optional<asn1::Asn1Error> BagReader::read_crl(asn1::Asn1Reader value, Entry entry) {
  auto bag = read_typed_value(value, "CRLBag is not a SEQUENCE");
  if (!bag) return bag.error();
  if (!equal(bag->type, kX509Crl)) {
    add_other(std::move(entry), "CRL of type " + asn1::oid_to_dotted(bag->type), "pkcs12-unknown-crl",
              fmt::format("certificate revocation list of the unknown type {} was skipped", asn1::oid_to_dotted(bag->type)));
    return {};
  }
  Bytes own;
  auto der = asn1::read_octets(bag->value, asn1::Encoding::ber, own, context_.options.limits);
  if (!der) return der.error();
  add_crl(*der, std::move(entry), context_, container_);
  return {};
}

std::optional<asn1::Asn1Error> BagReader::read_key(asn1::Asn1Reader value, Entry entry) {
  auto key = value.expect(asn1::tag::kSequence, "PrivateKeyInfo is not a SEQUENCE");
  if (!key) return key.error();
  const KeyState state = entry.protection ? KeyState::unlocked : KeyState::plain;
  take_key_spec(key->encoded, entry);
  add_private_key(key->encoded, state, {}, std::move(entry), context_, container_);
  return {};
}

std::optional<asn1::Asn1Error> BagReader::read_shrouded_key(asn1::Asn1Reader value, Entry entry) {
  auto key = value.expect(asn1::tag::kSequence, "EncryptedPrivateKeyInfo is not a SEQUENCE");
  if (!key) return key.error();
  std::string_view hint;
  if (passwords_.forbidden()) {
    hint = "the MAC of the file was not verified";
  } else if (passwords_.mac_use()) {
    hint = "it has a different password than the file, or is damaged";
  }
  Bytes own;
  const auto parts = split_encrypted_key(key->encoded);
  const auto ciphertext = parts ? asn1::read_octets(parts->ciphertext, asn1::Encoding::ber, own, context_.options.limits)
                                : asn1::Asn1Result<ByteView>(asn1::Asn1Error{});
  if (!ciphertext) {
    add_encrypted_key(key->encoded, asn1::Encoding::ber, {}, std::move(entry), context_, container_, hint);
    return {};
  }
  OpenedKey opened;
  auto plaintext = passwords_.open(parts->algorithm, *ciphertext);
  if (plaintext) {
    take_key_spec(*plaintext, entry);
    opened.use = passwords_.last_use().value_or(PasswordUse::not_found);
    opened.key = std::move(*plaintext);
  } else if (plaintext.error().code != "decrypt-failed") {
    opened.error = plaintext.error();
  }
  entry.protection = parts->protection;
  add_opened_key(opened, {}, std::move(entry), context_, container_, hint);
  return {};
}

// What a secret is belongs to whoever stored it, so any bytes will do. Java keeps its secret keys as EncryptedPrivateKeyInfo, and what
// protects those is worth knowing.
void BagReader::add_secret(asn1::Asn1Reader value, Entry entry) {
  entry.kind = EntryKind::secret;
  const auto bag = read_typed_value(value, "SecretBag is not a SEQUENCE");
  if (bag && bag_type(bag->type) == BagType::shrouded_key) {
    Bytes own;
    const auto octets = asn1::read_octets(bag->value, asn1::Encoding::ber, own, context_.options.limits);
    const auto parts = octets ? split_encrypted_key(*octets) : std::nullopt;
    if (parts) entry.protection = parts->protection;
  }
  add_entry(std::move(entry), context_, container_);
}

}  // namespace chainlint::formats
