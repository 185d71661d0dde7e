#include "crl_maker.h"

#include <fmt/format.h>

#include <limits>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"

namespace chainlint::mint {
namespace {

constexpr auto kCrlNumber = asn1::make_oid<2, 5, 29, 20>();
constexpr auto kReasonCode = asn1::make_oid<2, 5, 29, 21>();
constexpr auto kCrlAuthorityKeyId = asn1::make_oid<2, 5, 29, 35>();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// In the order of their numbers; 7 is not used.
const std::vector<std::string>& reasons() {
  static const std::vector<std::string> names = {"unspecified",   "keyCompromise",        "cACompromise",    "affiliationChanged",
                                                 "superseded",    "cessationOfOperation", "certificateHold", "unused",
                                                 "removeFromCRL", "privilegeWithdrawn",   "aACompromise"};
  return names;
}

std::string read_reference(Fields& fields, std::string_view key, const CertificateDescriptions& all) {
  auto name = fields.text(key);
  if (name && !all.count(*name)) {
    std::vector<std::string> known;
    for (const auto& [other, description] : all) known.push_back(other);
    report_unknown(fields.problems(), fields.find(key)->position, "certificate", *name, known);
  }
  return name.value_or("");
}

Revocation read_revocation(const yaml::Node& node, Instant date, const CertificateDescriptions& all, Problems& problems) {
  Revocation revocation;
  revocation.date = date;
  revocation.position = node.position;
  if (node.kind == yaml::Kind::mapping) {
    Fields fields(node, "a revoked certificate", {"certificate", "serial", "date", "reason", "extensions"}, problems);
    if (fields.has("certificate") == fields.has("serial")) {
      report(problems, node.position, "a revoked certificate must have either 'certificate' or 'serial'");
    }
    revocation.certificate = read_reference(fields, "certificate", all);
    revocation.serial = read_serial(fields, "serial").value_or(Bytes());
    revocation.date = fields.time("date").value_or(date);
    revocation.extensions = read_literal_extensions(fields);
    if (auto reason = fields.one_of("reason", reasons())) {
      for (std::size_t i = 0; i < reasons().size(); ++i) {
        if (reasons()[i] == *reason) revocation.reason = static_cast<std::int64_t>(i);
      }
    }
    return revocation;
  }
  yaml::Node pair;
  pair.kind = yaml::Kind::mapping;
  pair.position = node.position;
  const bool number = node.as_integer() || node.scalar.rfind("0x", 0) == 0;
  pair.members.push_back({number ? "serial" : "certificate", node.position, node});
  Fields fields(pair, "a revoked certificate", {"certificate", "serial"}, problems);
  if (number) {
    revocation.serial = read_serial(fields, "serial").value_or(Bytes());
  } else {
    revocation.certificate = read_reference(fields, "certificate", all);
  }
  return revocation;
}

void write_extension(asn1::DerWriter& writer, ByteView oid, const Bytes& value) {
  writer.sequence([&](asn1::DerWriter& extension) { extension.oid(oid).octet_string(value); });
}

void write_revocation(asn1::DerWriter& writer, const Revocation& revocation, const CertificateDescriptions& all) {
  writer.sequence([&](asn1::DerWriter& entry) {
    entry.element(asn1::tag::kInteger, revocation.certificate.empty() ? revocation.serial : all.at(revocation.certificate).serial);
    entry.time(revocation.date);
    if (!revocation.reason && revocation.extensions.empty()) return;
    entry.sequence([&](asn1::DerWriter& list) {
      if (revocation.reason) {
        const std::uint8_t reason = static_cast<std::uint8_t>(*revocation.reason);
        write_extension(list, kReasonCode, asn1::DerWriter().element(asn1::tag::kEnumerated, ByteView(&reason, 1)).take());
      }
      for (const EncodedExtension& extension : revocation.extensions) list.raw(encode_extension(extension));
    });
  });
}

}  // namespace

CrlDescription read_crl(const NamedNode& crl, const CertificateDescriptions& all, Problems& problems) {
  CrlDescription description;
  description.name = crl.name;
  description.position = crl.node->position;
  Fields fields(*crl.node, fmt::format("CRL '{}'", crl.name),
                {"issuer", "signed_by", "signature", "this_update", "next_update", "number", "revoked", "extensions", "damage"}, problems);
  if (crl.node->kind != yaml::Kind::mapping) return description;
  if (!fields.has("issuer")) report(problems, crl.node->position, fmt::format("CRL '{}' must have an 'issuer'", crl.name));
  description.issuer = read_reference(fields, "issuer", all);
  description.signed_by = fields.has("signed_by") ? read_reference(fields, "signed_by", all) : description.issuer;
  description.hash = fields.one_of("signature", {"sha256", "sha384", "sha512", "sha1", "md5"}).value_or("sha256");
  description.this_update = fields.time("this_update").value_or(*Instant::from_civil(2026, 1, 1));
  if (!fields.says("next_update", "none")) description.next_update = fields.time("next_update").value_or(*Instant::from_civil(2027, 1, 1));
  description.number = fields.integer("number", 0, kHighest).value_or(1);
  description.extensions = read_literal_extensions(fields);
  description.damage_signature = fields.one_of("damage", {"signature"}).has_value();
  if (const auto* revoked = fields.find("revoked")) {
    if (revoked->kind != yaml::Kind::sequence) fields.wrong("revoked", "a list");
    for (const auto& item : revoked->items) description.revoked.push_back(read_revocation(item, description.this_update, all, problems));
  }
  return description;
}

Result<Bytes> make_crl(const CrlDescription& description, const CertificateDescriptions& all) {
  const auto& issuer = all.at(description.issuer);
  auto key = signing_key(all.at(description.signed_by).key);
  if (!key) return key.error();
  auto algorithm = key->signature_algorithm(description.hash);
  if (!algorithm) return algorithm;
  auto key_id = subject_key_id(issuer);
  if (!key_id) return key_id;

  asn1::DerWriter tbs;
  tbs.sequence([&](asn1::DerWriter& content) {
    content.integer(1).raw(*algorithm).raw(issuer.subject).time(description.this_update);
    if (description.next_update) content.time(*description.next_update);
    if (!description.revoked.empty()) {
      content.sequence([&](asn1::DerWriter& list) {
        for (const auto& revocation : description.revoked) write_revocation(list, revocation, all);
      });
    }
    content.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& extensions) {
      extensions.sequence([&](asn1::DerWriter& list) {
        asn1::DerWriter authority;
        authority.sequence([&](asn1::DerWriter& id) { id.element(asn1::tag::context(0), *key_id); });
        write_extension(list, kCrlAuthorityKeyId, authority.bytes());
        write_extension(list, kCrlNumber, asn1::DerWriter().integer(description.number).take());
        for (const EncodedExtension& extension : description.extensions) list.raw(encode_extension(extension));
      });
    });
  });
  return sign_structure(tbs.bytes(), *key, {description.hash, description.damage_signature, false});
}

}  // namespace chainlint::mint
