#include "chainlint/x509/extensions.h"
#include "schema/rule_schema.h"
#include "schema/schema_parts.h"

namespace chainlint::report {
namespace {

// What the mint takes unchanged: names, hexadecimal digits, identifiers.
OrderedJson scalar() { return {{"type", {"string", "number", "boolean"}}}; }
OrderedJson any_text() { return {{"type", "string"}}; }
OrderedJson scalars() { return any_of({scalar(), {{"type", "array"}, {"items", scalar()}}}); }
OrderedJson hashes() { return words_schema({"sha256", "sha384", "sha512", "sha1", "md5"}); }
OrderedJson hex() { return any_of({{{"type", "string"}, {"pattern", "^[0-9A-Fa-f:]*$"}}, {{"type", "number"}}}); }

OrderedJson words_or_none(const std::vector<std::string>& words) {
  const OrderedJson word = any_of({words_schema(words), {{"type", "string"}, {"pattern", R"(^\d+(\.\d+)+$)"}}});
  return any_of({{{"const", "none"}}, word, {{"type", "array"}, {"items", word}}});
}

OrderedJson name_choice() {
  return any_of({any_text(), mapping_schema({{"name", any_text()}, {"strings", words_schema({"utf8", "printable", "teletex", "bmp"})}})});
}

OrderedJson key_choice() {
  const std::vector<std::string> kinds = {"p256", "p384", "p521", "ed25519", "rsa1024", "rsa2048", "rsa3072", "rsa4096"};
  return any_of({words_schema(kinds),
                 {{"type", "string"}, {"pattern", "^same-as:.+$"}},
                 mapping_schema({{"kind", words_schema(kinds)}, {"seed", any_text()}, {"same_as", any_text()}})});
}

OrderedJson identity_properties() {
  const OrderedJson number = any_of({integer_schema(), {{"type", "string"}}, {{"type", "number"}}});
  const OrderedJson key_id = any_of({words_schema({"auto", "none"}), hex()});
  return {{"subject", described(name_choice(), "`\"CN=www.example.com,O=Example\"`, most specific part first.")},
          {"issuer", described(any_text(), "The name of the issuing certificate. Default: itself.")},
          {"issuer_name", described(name_choice(), "An issuer name that is not the issuer's subject.")},
          {"signed_by", described(any_text(), "The name of the certificate whose key signs. Default: the issuer.")},
          {"key", described(key_choice(), "Default: `p256`. `same-as:OTHER` is the key of another certificate.")},
          {"serial", described(number, "An integer, or `0x` and pairs of digits.")},
          {"not_before", described(time_schema(), "Default of a CA: 2025-01-01; of others: 2026-01-01.")},
          {"not_after", described(time_schema(), "Default of a CA: 2035-01-01; of others: 2027-01-01.")},
          {"public_key", hex()},
          {"unique_ids", hex()},
          {"ca", boolean_schema()},
          {"signature", hashes()},
          {"damage", any_of({words_schema({"signature", "algorithm", "validity", "public_key"}),
                             {{"type", "array"}, {"items", words_schema({"signature", "algorithm", "validity", "public_key"})}}})},
          {"subject_key_id", key_id},
          {"authority_key_id",
           any_of({key_id, mapping_schema({{"key_id", key_id}, {"issuer_serial", boolean_schema()}, {"serial", number}})})}};
}

OrderedJson name_extension_properties() {
  const OrderedJson constraints = mapping_schema({{"permitted", scalars()}, {"excluded", scalars()}});
  return {{"dns", described(scalars(), "DNS names of the subject.")},
          {"ip", scalars()},
          {"email", scalars()},
          {"uri", scalars()},
          {"other_names", scalars()},
          {"name_constraints", described(constraints, "`{ permitted: [\"dns:example.com\"], excluded: [...] }`")}};
}

OrderedJson policy_extension_properties() {
  const OrderedJson mapping = mapping_schema({{"issuer", scalar()}, {"subject", scalar()}});
  return {{"policies", scalars()},
          {"policy_mappings", {{"type", "array"}, {"items", mapping}}},
          {"policy_constraints", mapping_schema({{"require_explicit", integer_schema()}, {"inhibit_mapping", integer_schema()}})},
          {"inhibit_any_policy", integer_schema()}};
}

OrderedJson literal_extensions() {
  const OrderedJson extension = mapping_schema({{"oid", scalar()}, {"critical", boolean_schema()}, {"value", hex()}});
  return {{"type", "array"}, {"items", extension}};
}

OrderedJson other_extension_properties() {
  OrderedJson critical = OrderedJson::object();
  for (const char* name :
       {"basic_constraints", "key_usage", "extended_key_usage", "subject_alt_name", "name_constraints", "policies", "policy_mappings",
        "policy_constraints", "inhibit_any_policy", "authority_information_access", "crl", "subject_key_id", "authority_key_id"}) {
    critical[name] = boolean_schema();
  }
  return {{"path_length", integer_schema()},
          {"basic_constraints", words_schema({"auto", "none"})},
          {"key_usage", words_or_none({x509::kKeyUsageNames.begin(), x509::kKeyUsageNames.end()})},
          {"extended_key_usage", words_or_none({"serverAuth", "clientAuth", "codeSigning", "emailProtection", "timeStamping", "OCSPSigning",
                                                "anyExtendedKeyUsage"})},
          {"ocsp", scalars()},
          {"ca_issuers", scalars()},
          {"crl", scalars()},
          {"extensions", literal_extensions()},
          {"critical", mapping_schema(std::move(critical))}};
}

OrderedJson certificate_schema() {
  OrderedJson properties = identity_properties();
  properties["version"] = {{"enum", {1, 2, 3}}};
  for (const OrderedJson& more : {name_extension_properties(), policy_extension_properties(), other_extension_properties()}) {
    properties.update(more);
  }
  return mapping_schema(std::move(properties));
}

OrderedJson crl_schema() {
  const OrderedJson revoked = mapping_schema(
      {{"certificate", any_text()},
       {"serial", scalar()},
       {"date", time_schema()},
       {"reason", words_schema({"unspecified", "keyCompromise", "cACompromise", "affiliationChanged", "superseded", "cessationOfOperation",
                                "certificateHold", "removeFromCRL", "privilegeWithdrawn", "aACompromise"})},
       {"extensions", literal_extensions()}});
  return mapping_schema({{"issuer", any_text()},
                         {"signed_by", any_text()},
                         {"signature", hashes()},
                         {"this_update", time_schema()},
                         {"next_update", any_of({{{"const", "none"}}, time_schema()})},
                         {"number", integer_schema()},
                         {"extensions", literal_extensions()},
                         {"revoked", {{"type", "array"}, {"items", any_of({scalar(), revoked})}}},
                         {"damage", words_schema({"signature"})}},
                        {"issuer"});
}

OrderedJson item_schema() {
  const OrderedJson attribute = mapping_schema({{"oid", scalar()}, {"values", hex()}});
  const OrderedJson property = mapping_schema({{"id", integer_schema()}, {"value", hex()}});
  const OrderedJson detailed = mapping_schema({{"certificate", any_text()},
                                               {"key", any_text()},
                                               {"crl", any_text()},
                                               {"csr", any_text()},
                                               {"public", any_text()},
                                               {"text", any_text()},
                                               {"format", words_schema({"pkcs8", "pkcs1", "sec1"})},
                                               {"password", any_text()},
                                               {"label", any_text()},
                                               {"friendly_name", any_text()},
                                               {"local_key_id", scalar()},
                                               {"provider", any_text()},
                                               {"archived", boolean_schema()},
                                               {"properties", {{"type", "array"}, {"items", property}}},
                                               {"attributes", {{"type", "array"}, {"items", attribute}}}});
  return any_of({described(any_text(), "A certificate by its name, `key(NAME)`, `crl(NAME)`, `csr(NAME)` or `public(NAME)`."), detailed});
}

OrderedJson file_schema() {
  const OrderedJson items{{"type", "array"}, {"items", reference_to("item")}};
  const OrderedJson encryption = words_schema({"pbes2-aes256-sha256", "pbe-sha1-3des", "pbe-sha1-rc2-40", "pbe-sha1-rc2-128", "none"});
  OrderedJson schema =
      mapping_schema({{"pem", described(items, "PEM blocks, in this order.")},
                      {"der", reference_to("item")},
                      {"base64", reference_to("item")},
                      {"pkcs7", items},
                      {"pkcs12", described(items, "A PFX.")},
                      {"sst", items},
                      {"secret", {{"type", "object"}, {"additionalProperties", any_of({reference_to("item"), items})}}},
                      {"type", any_text()},
                      {"namespace", any_text()},
                      {"text", any_text()},
                      {"hex", any_text()},
                      {"concat", scalars()},
                      {"line_end", words_schema({"cr", "crcrlf", "crcrlf-empty-lines", "crlf", "empty-lines", "escaped", "lf", "space"})},
                      {"bom", words_schema({"none", "utf8", "utf16le", "utf16be"})},
                      {"final_newline", boolean_schema()},
                      {"glued", boolean_schema()},
                      {"hyphens", any_text()},
                      {"prefix", any_text()},
                      {"encoded", boolean_schema()},
                      {"armour", boolean_schema()},
                      {"password", any_text()},
                      {"key_encryption", encryption},
                      {"cert_encryption", encryption},
                      {"mac", words_schema({"sha256", "sha1", "none"})},
                      {"iterations", integer_schema()},
                      {"mac_iterations", integer_schema()},
                      {"local_key_ids", boolean_schema()},
                      {"truncate", integer_schema()},
                      {"flip", any_of({integer_schema(), {{"type", "array"}, {"items", integer_schema()}}})},
                      {"append", hex()}});
  schema["oneOf"] = OrderedJson::array();
  for (const char* form : {"pem", "der", "base64", "pkcs7", "pkcs12", "sst", "secret", "text", "hex", "concat"}) {
    schema["oneOf"].push_back({{"required", OrderedJson::array({form})}});
  }
  return schema;
}

OrderedJson mapping_of(std::string_view definition) { return {{"type", "object"}, {"additionalProperties", reference_to(definition)}}; }

}  // namespace

OrderedJson mint_properties(OrderedJson& definitions) {
  definitions["certificate"] = certificate_schema();
  definitions["crl"] = crl_schema();
  definitions["item"] = item_schema();
  definitions["file"] = file_schema();
  return {
      {"certificates", described(mapping_of("certificate"), "Certificates by name. Everything has a default: `leaf: { issuer: root }`.")},
      {"crls", described(mapping_of("crl"), "Revocation lists by name.")},
      {"files", described(mapping_of("file"), "Files by name: `site.pem: { pem: [leaf, inter, key(leaf)] }`.")}};
}

}  // namespace chainlint::report
