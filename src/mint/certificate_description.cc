#include "certificate_description.h"

#include <fmt/format.h>

#include <limits>

#include "chainlint/asn1/writer.h"
#include "chainlint/crypto/signing_key.h"

namespace chainlint::mint {
namespace {

const std::vector<std::string>& certificate_keys() {
  static const std::vector<std::string> keys = [] {
    std::vector<std::string> all = {
        "subject",   "issuer",    "issuer_name", "key",    "serial",     "not_before", "not_after",      "ca",
        "signature", "signed_by", "version",     "damage", "public_key", "unique_ids", "subject_key_id", "authority_key_id"};
    all.insert(all.end(), extension_keys().begin(), extension_keys().end());
    return all;
  }();
  return keys;
}

// A name as it is described: its text, or {name: ..., strings: printable}.
struct NameChoice {
  std::optional<std::string> text;
  std::optional<StringType> strings;
};

NameChoice read_name(Fields& certificate, std::string_view key) {
  NameChoice choice;
  const auto* node = certificate.find(key);
  if (!node) return choice;
  if (node->kind != yaml::Kind::mapping) {
    choice.text = certificate.text(key);
    return choice;
  }
  Fields fields(*node, fmt::format("'{}'", key), {"name", "strings"}, certificate.problems());
  choice.text = fields.text("name");
  if (auto word = fields.one_of("strings", {"utf8", "printable", "teletex", "bmp"})) {
    choice.strings = *word == "utf8"        ? StringType::utf8
                     : *word == "printable" ? StringType::printable
                     : *word == "teletex"   ? StringType::teletex
                                            : StringType::bmp;
  }
  return choice;
}

Bytes encode(Fields& certificate, std::string_view key, const std::string& text, StringType strings) {
  auto name = encode_name(text, strings);
  if (name) return std::move(*name);
  const auto* node = certificate.find(key);
  report(certificate.problems(), node ? node->position : certificate.node().position, name.error().message);
  return {};
}

void read_names(Fields& fields, CertificateDescription& description) {
  auto subject = read_name(fields, "subject");
  description.subject_text = subject.text ? *subject.text : fields.has("subject") ? "" : "CN=" + description.name;
  description.subject = encode(fields, "subject", description.subject_text, subject.strings.value_or(StringType::utf8));
  auto issuer = read_name(fields, "issuer_name");
  if (issuer.text) {
    description.issuer_name = encode(fields, "issuer_name", *issuer.text, issuer.strings.value_or(StringType::utf8));
  } else {
    description.issuer_strings = issuer.strings;
  }
}

// auto, none, or hexadecimal digits.
KeyIdChoice read_key_id(Fields& fields, std::string_view key) {
  KeyIdChoice choice;
  if (!fields.has(key) || fields.says(key, "auto")) return choice;
  if (fields.says(key, "none")) {
    choice.kind = KeyIdChoice::Kind::none;
  } else if (auto octets = fields.hex(key)) {
    choice.kind = KeyIdChoice::Kind::given;
    choice.given = std::move(*octets);
  }
  return choice;
}

AuthorityKeyIdChoice read_authority_key_id(Fields& certificate, bool self_issued) {
  AuthorityKeyIdChoice choice;
  const auto* node = certificate.find("authority_key_id");
  if (!node) {
    if (self_issued) choice.key_id.kind = KeyIdChoice::Kind::none;
  } else if (node->kind == yaml::Kind::mapping) {
    Fields fields(*node, "authority_key_id", {"key_id", "issuer_serial", "serial"}, certificate.problems());
    choice.key_id = read_key_id(fields, "key_id");
    choice.serial = read_serial(fields, "serial");
    choice.issuer_serial = fields.boolean("issuer_serial").value_or(fields.has("serial"));
  } else {
    choice.key_id = read_key_id(certificate, "authority_key_id");
  }
  return choice;
}

void read_damage(Fields& fields, Damage& damage) {
  for (const auto* node : fields.list("damage")) {
    auto word = read_word(*node, "damage", {"signature", "algorithm", "validity", "public_key"}, fields.problems());
    if (word == "signature") damage.signature = true;
    if (word == "algorithm") damage.algorithm = true;
    if (word == "validity") damage.validity = true;
    if (word == "public_key") damage.public_key = true;
  }
}

void read_validity(Fields& fields, bool ca, CertificateDescription& description) {
  description.not_before = fields.time("not_before").value_or(*Instant::from_civil(ca ? 2025 : 2026, 1, 1));
  description.not_after = fields.time("not_after").value_or(*Instant::from_civil(ca ? 2035 : 2027, 1, 1));
}

// Sixteen bytes of which the first is from 40 to 7F: positive, and as long as the serial numbers of public CAs.
Bytes seeded_serial(const std::string& name) {
  Bytes serial = crypto::seeded_bytes("serial number of certificate " + name, 16);
  serial.front() = static_cast<std::uint8_t>((serial.front() & 0x3F) | 0x40);
  return serial;
}

}  // namespace

std::optional<Bytes> read_serial(Fields& fields, std::string_view key) {
  const auto* node = fields.find(key);
  if (!node) return std::nullopt;
  if (node->kind == yaml::Kind::scalar && node->scalar.rfind("0x", 0) == 0) {
    auto octets = parse_hex(std::string_view(node->scalar).substr(2));
    if (octets && !octets->empty()) {
      if (octets->front() & 0x80) octets->insert(octets->begin(), 0);
      return octets;
    }
  } else if (auto integer = node->as_integer()) {
    Bytes encoded = asn1::DerWriter().integer(*integer).take();
    return Bytes(encoded.begin() + 2, encoded.end());
  }
  fields.wrong(key, "an integer or 0x with pairs of hexadecimal digits");
  return std::nullopt;
}

CertificateDescription read_certificate(const NamedNode& certificate, const KeyTable& keys, Problems& problems) {
  CertificateDescription description;
  description.name = certificate.name;
  description.position = certificate.node->position;
  description.issuer = description.signed_by = certificate.name;
  description.key = keys.choice(certificate.name);
  Fields fields(*certificate.node, fmt::format("certificate '{}'", certificate.name), certificate_keys(), problems);
  if (certificate.node->kind != yaml::Kind::mapping) return description;

  description.issuer = fields.text("issuer").value_or(certificate.name);
  if (fields.has("issuer")) description.issuer_position = fields.find("issuer")->position;
  description.signed_by = fields.text("signed_by").value_or(description.issuer);
  if (fields.has("signed_by")) description.signed_by_position = fields.find("signed_by")->position;
  read_names(fields, description);
  const bool ca = fields.boolean("ca").value_or(false);
  read_validity(fields, ca, description);
  description.serial = read_serial(fields, "serial").value_or(seeded_serial(certificate.name));
  description.hash = fields.one_of("signature", {"sha256", "sha384", "sha512", "sha1", "md5"}).value_or("sha256");
  description.version = static_cast<int>(fields.integer("version", 1, 3).value_or(3));
  read_damage(fields, description.damage);
  description.public_key = fields.hex("public_key").value_or(Bytes());
  description.unique_ids = fields.hex("unique_ids").value_or(Bytes());

  description.subject_key_id = read_key_id(fields, "subject_key_id");
  description.authority_key_id = read_authority_key_id(fields, description.self_issued());
  description.subject_key_id_critical = is_critical(fields, "subject_key_id", false);
  description.authority_key_id_critical = is_critical(fields, "authority_key_id", false);
  description.extensions = read_extensions(fields, {ca, description.key.is_rsa(), description.subject_text.empty()});
  if (description.version < 3) {
    for (const auto& member : certificate.node->members) {
      for (const auto& key : extension_keys()) {
        if (member.key == key) report(problems, member.key_position, fmt::format("'{}' is an extension; only version 3 has them", key));
      }
    }
  }
  return description;
}

}  // namespace chainlint::mint
