#include "extension_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/asn1/writer.h"
#include "chainlint/x509/extensions.h"
#include "general_name.h"

namespace chainlint::mint {
namespace {

constexpr std::int64_t kHighestCount = std::numeric_limits<std::int64_t>::max();

const std::vector<std::pair<std::string, std::string>>& purposes() {
  static const std::vector<std::pair<std::string, std::string>> known = {
      {"serverAuth", "1.3.6.1.5.5.7.3.1"},      {"clientAuth", "1.3.6.1.5.5.7.3.2"},   {"codeSigning", "1.3.6.1.5.5.7.3.3"},
      {"emailProtection", "1.3.6.1.5.5.7.3.4"}, {"timeStamping", "1.3.6.1.5.5.7.3.8"}, {"OCSPSigning", "1.3.6.1.5.5.7.3.9"},
      {"anyExtendedKeyUsage", "2.5.29.37.0"}};
  return known;
}

// Collects the extensions of one certificate.
class ExtensionReader {
 public:
  ExtensionReader(Fields& fields, const ExtensionDefaults& defaults) : fields_(fields), defaults_(defaults) {}

  std::vector<EncodedExtension> read() {
    basic_constraints();
    key_usage();
    extended_key_usage();
    subject_alt_name();
    name_constraints();
    policies();
    policy_mappings();
    policy_constraints();
    inhibit_any_policy();
    authority_information_access();
    distribution_points();
    for (EncodedExtension& extension : read_literal_extensions(fields_)) extensions_.push_back(std::move(extension));
    return std::move(extensions_);
  }

 private:
  void add(std::string_view key, std::string_view dotted, bool critical, Bytes value) {
    extensions_.push_back({asn1::oid_from_dotted(dotted), is_critical(fields_, key, critical), std::move(value)});
  }

  void basic_constraints() {
    auto path_length = fields_.integer("path_length", 0, kHighestCount);
    if (auto word = fields_.one_of("basic_constraints", {"auto", "none"}); word == "none") {
      if (path_length) {
        report(fields_.problems(), fields_.node().position, "'path_length' cannot be combined with 'basic_constraints: none'");
      }
      return;
    }
    asn1::DerWriter writer;
    writer.sequence([&](asn1::DerWriter& content) {
      if (defaults_.ca) content.boolean(true);
      if (path_length) content.integer(*path_length);
    });
    add("basic_constraints", "2.5.29.19", true, writer.take());
  }

  void key_usage() {
    if (fields_.says("key_usage", "none")) return;
    unsigned bits = defaults_.ca ? (1u << 5 | 1u << 6) : defaults_.rsa ? (1u << 0 | 1u << 2) : 1u << 0;
    if (fields_.has("key_usage")) {
      bits = 0;
      for (const auto* node : fields_.list("key_usage")) {
        static const std::vector<std::string> names(x509::kKeyUsageNames.begin(), x509::kKeyUsageNames.end());
        auto name = read_word(*node, "key_usage", names, fields_.problems());
        if (name) bits |= 1u << (std::find(names.begin(), names.end(), *name) - names.begin());
      }
    }
    Bytes octets;
    unsigned unused = 0;
    for (unsigned bit = 0; bit < 9; ++bit) {
      if (!(bits >> bit & 1)) continue;
      octets.resize(bit / 8 + 1);
      octets.back() = static_cast<std::uint8_t>(octets.back() | 0x80 >> (bit % 8));
      unused = 7 - bit % 8;
    }
    add("key_usage", "2.5.29.15", true, asn1::DerWriter().bit_string(octets, unused).take());
  }

  void extended_key_usage() {
    if (fields_.says("extended_key_usage", "none")) return;
    asn1::DerWriter content;
    if (!fields_.has("extended_key_usage")) {
      if (defaults_.ca) return;
      content.oid(asn1::oid_from_dotted(purposes().front().second));
    }
    for (const auto* node : fields_.list("extended_key_usage")) {
      std::vector<std::string> names;
      for (const auto& [name, dotted] : purposes()) names.push_back(name);
      auto known = std::find(names.begin(), names.end(), node->scalar);
      if (known != names.end()) {
        content.oid(asn1::oid_from_dotted(purposes()[static_cast<std::size_t>(known - names.begin())].second));
      } else if (Bytes oid = asn1::oid_from_dotted(node->scalar); !oid.empty()) {
        content.oid(oid);
      } else {
        report_unknown(fields_.problems(), node->position, "purpose", node->scalar, names);
      }
    }
    add("extended_key_usage", "2.5.29.37", false, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  // Appends what `encoded` contains or reports why it contains nothing.
  void append(asn1::DerWriter& writer, const yaml::Node& node, const Result<Bytes>& encoded) {
    if (encoded) {
      writer.raw(*encoded);
    } else {
      report(fields_.problems(), node.position, encoded.error().message);
    }
  }

  void subject_alt_name() {
    asn1::DerWriter content;
    bool any = false;
    for (const char* kind : {"dns", "ip", "email", "uri"}) {
      for (const auto* node : fields_.list(kind)) {
        append(content, *node, encode_general_name(kind, node->scalar));
        any = true;
      }
    }
    for (const auto* node : fields_.list("other_names")) {
      append(content, *node, encode_general_name(node->scalar, false));
      any = true;
    }
    if (!any && !fields_.has("other_names")) return;
    add("subject_alt_name", "2.5.29.17", defaults_.empty_subject, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  void name_constraints() {
    const auto* node = fields_.find("name_constraints");
    if (!node) return;
    Fields constraints(*node, "name_constraints", {"permitted", "excluded"}, fields_.problems());
    asn1::DerWriter content;
    unsigned number = 0;
    for (const char* key : {"permitted", "excluded"}) {
      asn1::DerWriter subtrees;
      for (const auto* item : constraints.list(key)) {
        asn1::DerWriter base;
        append(base, *item, encode_general_name(item->scalar, true));
        subtrees.element(asn1::tag::kSequence, base.bytes());
      }
      if (constraints.has(key)) content.element(asn1::tag::context_constructed(number), subtrees.bytes());
      ++number;
    }
    add("name_constraints", "2.5.29.30", true, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  void policies() {
    if (!fields_.has("policies")) return;
    asn1::DerWriter content;
    for (const auto* node : fields_.list("policies")) {
      auto oid = node->scalar == "any" ? asn1::oid_from_dotted("2.5.29.32.0") : read_oid(*node, fields_.problems());
      if (oid) content.sequence([&](asn1::DerWriter& policy) { policy.oid(*oid); });
    }
    add("policies", "2.5.29.32", false, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  void policy_mappings() {
    const auto* node = fields_.find("policy_mappings");
    if (!node) return;
    if (node->kind != yaml::Kind::sequence) return fields_.wrong("policy_mappings", "a list of {issuer: 1.2.3, subject: 1.2.4}");
    asn1::DerWriter content;
    for (const auto& item : node->items) {
      Fields mapping(item, "a policy mapping", {"issuer", "subject"}, fields_.problems());
      auto issuer = mapping.oid("issuer");
      auto subject = mapping.oid("subject");
      if (issuer && subject) {
        content.sequence([&](asn1::DerWriter& pair) { pair.oid(*issuer).oid(*subject); });
      } else if (item.kind == yaml::Kind::mapping && (!mapping.has("issuer") || !mapping.has("subject"))) {
        report(fields_.problems(), item.position, "a policy mapping must have 'issuer' and 'subject'");
      }
    }
    add("policy_mappings", "2.5.29.33", true, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  void policy_constraints() {
    const auto* node = fields_.find("policy_constraints");
    if (!node) return;
    Fields constraints(*node, "policy_constraints", {"require_explicit", "inhibit_mapping"}, fields_.problems());
    asn1::DerWriter content;
    unsigned number = 0;
    for (const char* key : {"require_explicit", "inhibit_mapping"}) {
      if (auto skip = constraints.integer(key, 0, kHighestCount)) content.element(asn1::tag::context(number), integer_content(*skip));
      ++number;
    }
    add("policy_constraints", "2.5.29.36", true, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  static Bytes integer_content(std::int64_t value) {
    Bytes encoded = asn1::DerWriter().integer(value).take();
    return {encoded.begin() + 2, encoded.end()};
  }

  void inhibit_any_policy() {
    if (auto skip = fields_.integer("inhibit_any_policy", 0, kHighestCount)) {
      add("inhibit_any_policy", "2.5.29.54", true, asn1::DerWriter().integer(*skip).take());
    }
  }

  void authority_information_access() {
    if (!fields_.has("ocsp") && !fields_.has("ca_issuers")) return;
    asn1::DerWriter content;
    const std::pair<const char*, const char*> methods[] = {{"ocsp", "1.3.6.1.5.5.7.48.1"}, {"ca_issuers", "1.3.6.1.5.5.7.48.2"}};
    for (const auto& [key, method] : methods) {
      const Bytes oid = asn1::oid_from_dotted(method);
      for (const auto* node : fields_.list(key)) {
        content.sequence([&](asn1::DerWriter& access) { access.oid(oid).element(asn1::tag::context(6), as_bytes(node->scalar)); });
      }
    }
    add("authority_information_access", "1.3.6.1.5.5.7.1.1", false,
        asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  void distribution_points() {
    if (!fields_.has("crl")) return;
    asn1::DerWriter content;
    for (const auto* node : fields_.list("crl")) {
      content.sequence([&](asn1::DerWriter& point) {
        point.nested(asn1::tag::context_constructed(0), [&](asn1::DerWriter& name) {
          name.nested(asn1::tag::context_constructed(0),
                      [&](asn1::DerWriter& full) { full.element(asn1::tag::context(6), as_bytes(node->scalar)); });
        });
      });
    }
    add("crl", "2.5.29.31", false, asn1::DerWriter().element(asn1::tag::kSequence, content.bytes()).take());
  }

  Fields& fields_;
  const ExtensionDefaults& defaults_;
  std::vector<EncodedExtension> extensions_;
};

}  // namespace

const std::vector<std::string>& extension_keys() {
  static const std::vector<std::string> keys = {"path_length",
                                                "basic_constraints",
                                                "key_usage",
                                                "extended_key_usage",
                                                "dns",
                                                "ip",
                                                "email",
                                                "uri",
                                                "other_names",
                                                "name_constraints",
                                                "policies",
                                                "ocsp",
                                                "ca_issuers",
                                                "crl",
                                                "policy_mappings",
                                                "policy_constraints",
                                                "inhibit_any_policy",
                                                "extensions",
                                                "critical"};
  return keys;
}

std::vector<EncodedExtension> read_literal_extensions(Fields& fields) {
  std::vector<EncodedExtension> extensions;
  const auto* node = fields.find("extensions");
  if (!node) return extensions;
  if (node->kind != yaml::Kind::sequence) fields.wrong("extensions", "a list of {oid: 1.2.3, critical: true, value: 0500}");
  for (const auto& item : node->items) {
    Fields extension(item, "an extension", {"oid", "critical", "value"}, fields.problems());
    auto oid = extension.oid("oid");
    auto value = extension.hex("value");
    bool critical = extension.boolean("critical").value_or(false);
    if (oid && value) {
      extensions.push_back({std::move(*oid), critical, std::move(*value)});
    } else if (item.kind == yaml::Kind::mapping && (!extension.has("oid") || !extension.has("value"))) {
      report(fields.problems(), item.position, "an extension must have 'oid' and 'value'");
    }
  }
  return extensions;
}

Bytes encode_extension(const EncodedExtension& extension) {
  asn1::DerWriter writer;
  writer.sequence([&](asn1::DerWriter& content) {
    content.oid(extension.oid);
    if (extension.critical) content.boolean(true);
    content.octet_string(extension.value);
  });
  return writer.take();
}

bool is_critical(Fields& certificate, std::string_view key, bool by_default) {
  const auto* node = certificate.find("critical");
  const auto* said = node ? node->find(key) : nullptr;
  return said ? said->as_bool().value_or(by_default) : by_default;
}

std::vector<EncodedExtension> read_extensions(Fields& certificate, const ExtensionDefaults& defaults) {
  if (const auto* node = certificate.find("critical")) {
    const std::vector<std::string> known = {"basic_constraints",
                                            "key_usage",
                                            "extended_key_usage",
                                            "subject_alt_name",
                                            "name_constraints",
                                            "policies",
                                            "policy_mappings",
                                            "policy_constraints",
                                            "inhibit_any_policy",
                                            "authority_information_access",
                                            "crl",
                                            "subject_key_id",
                                            "authority_key_id"};
    Fields critical(*node, "critical", known, certificate.problems());
    for (const auto& member : node->members) critical.boolean(member.key);
  }
  return ExtensionReader(certificate, defaults).read();
}

}  // namespace chainlint::mint
