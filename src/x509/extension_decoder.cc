#include "extension_decoder.h"

#include <algorithm>

#include "chainlint/x509/identifiers.h"

namespace chainlint::x509 {

namespace {

std::optional<asn1::Asn1Error> decode_basic_constraints(ExtensionInput input, Extensions& to) {
  auto fields = enter_only_sequence(input.reader, "basicConstraints is not a single SEQUENCE");
  if (!fields) return fields.error();
  BasicConstraints constraints;
  auto ca = fields->optional(asn1::tag::kBoolean);
  if (!ca) return ca.error();
  if (*ca) {
    auto value = asn1::read_boolean(**ca, fields->encoding());
    if (!value) return value.error();
    constraints.ca = *value;
    if (!*value) input.defect((*ca)->encoded, "cA is encoded as FALSE, the default, which DER omits");
  }
  auto length = fields->optional(asn1::tag::kInteger);
  if (!length) return length.error();
  if (*length) {
    auto value = asn1::read_small_integer(**length, fields->encoding());
    if (!value) return value.error();
    constraints.path_length = *value;
    if (!constraints.ca) input.defect((*length)->encoded, "pathLenConstraint without cA");
  }
  if (auto error = fields->finish("basicConstraints has more than cA and pathLenConstraint")) return error;
  to.basic_constraints = constraints;
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_key_usage(ExtensionInput input, Extensions& to) {
  auto element = input.reader.expect(asn1::tag::kBitString, "keyUsage is not a BIT STRING");
  if (!element) return element.error();
  auto bits = asn1::read_named_bits(*element, input.reader.encoding());
  if (!bits) return bits.error();
  if (auto error = input.reader.finish("bytes follow the BIT STRING")) return error;
  if (*bits == 0) input.defect(element->encoded, "no bit is set");
  to.key_usage = *bits;
  return std::nullopt;
}

asn1::Asn1Result<std::vector<ByteView>> read_oids(asn1::Asn1Reader reader, const char* what) {
  std::vector<ByteView> oids;
  while (!reader.at_end()) {
    auto element = reader.expect(asn1::tag::kOid, what);
    if (!element) return element.error();
    oids.push_back(element->content);
  }
  return oids;
}

std::optional<asn1::Asn1Error> decode_extended_key_usage(ExtensionInput input, Extensions& to) {
  auto fields = enter_only_sequence(input.reader, "extendedKeyUsage is not a single SEQUENCE");
  if (!fields) return fields.error();
  auto oids = read_oids(*fields, "purpose is not an OBJECT IDENTIFIER");
  if (!oids) return oids.error();
  if (oids->empty()) input.defect(input.extension.value, "no purpose is listed");
  to.extended_key_usage = std::move(*oids);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_subject_key_id(ExtensionInput input, Extensions& to) {
  auto element = input.reader.expect(asn1::tag::kOctetString, "subjectKeyIdentifier is not an OCTET STRING");
  if (!element) return element.error();
  if (auto error = input.reader.finish("bytes follow the OCTET STRING")) return error;
  if (element->content.empty()) input.defect(element->encoded, "key identifier is empty");
  to.subject_key_id = element->content;
  return std::nullopt;
}

bool has_duplicate(std::vector<ByteView> oids) {
  const auto less = [](ByteView a, ByteView b) { return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end()); };
  std::sort(oids.begin(), oids.end(), less);
  return std::adjacent_find(oids.begin(), oids.end(), equal) != oids.end();
}

std::optional<asn1::Asn1Error> decode_policies(ExtensionInput input, Extensions& to) {
  auto list = enter_only_sequence(input.reader, "certificatePolicies is not a single SEQUENCE");
  if (!list) return list.error();
  std::vector<ByteView> oids;
  while (!list->at_end()) {
    auto information = list->expect(asn1::tag::kSequence, "PolicyInformation is not a SEQUENCE");
    if (!information) return information.error();
    asn1::Asn1Reader fields = list->enter(*information);
    auto oid = fields.expect(asn1::tag::kOid, "policy is not an OBJECT IDENTIFIER");
    if (!oid) return oid.error();
    auto qualifiers = fields.optional(asn1::tag::kSequence);
    if (!qualifiers) return qualifiers.error();
    if (auto error = fields.finish("PolicyInformation has more than a policy and qualifiers")) return error;
    oids.push_back(oid->content);
  }
  if (oids.empty()) input.defect(input.extension.value, "no policy is listed");
  if (has_duplicate(oids)) input.defect(input.extension.value, "a policy is listed twice");
  to.policies = std::move(oids);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_policy_mappings(ExtensionInput input, Extensions& to) {
  auto list = enter_only_sequence(input.reader, "policyMappings is not a single SEQUENCE");
  if (!list) return list.error();
  std::vector<PolicyMapping> mappings;
  while (!list->at_end()) {
    auto pair = list->expect(asn1::tag::kSequence, "policy mapping is not a SEQUENCE");
    if (!pair) return pair.error();
    auto oids = read_oids(list->enter(*pair), "mapped policy is not an OBJECT IDENTIFIER");
    if (!oids) return oids.error();
    if (oids->size() != 2) return asn1::Asn1Error{"policy mapping is not a pair", pair->offset};
    mappings.push_back({(*oids)[0], (*oids)[1]});
  }
  if (mappings.empty()) input.defect(input.extension.value, "no mapping is listed");
  to.policy_mappings = std::move(mappings);
  return std::nullopt;
}

asn1::Asn1Result<std::optional<std::int64_t>> read_skip_certs(asn1::Asn1Reader& fields, unsigned number) {
  auto element = fields.optional(asn1::tag::context(number));
  if (!element) return element.error();
  if (!*element) return std::optional<std::int64_t>{};
  auto value = asn1::read_small_integer(**element, fields.encoding());
  if (!value) return value.error();
  return std::optional<std::int64_t>{*value};
}

std::optional<asn1::Asn1Error> decode_policy_constraints(ExtensionInput input, Extensions& to) {
  auto fields = enter_only_sequence(input.reader, "policyConstraints is not a single SEQUENCE");
  if (!fields) return fields.error();
  auto explicit_policy = read_skip_certs(*fields, 0);
  if (!explicit_policy) return explicit_policy.error();
  auto inhibit_mapping = read_skip_certs(*fields, 1);
  if (!inhibit_mapping) return inhibit_mapping.error();
  if (auto error = fields->finish("policyConstraints has more than its two fields")) return error;
  if (!*explicit_policy && !*inhibit_mapping) input.defect(input.extension.value, "both constraints are missing");
  to.policy_constraints = PolicyConstraints{*explicit_policy, *inhibit_mapping};
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_inhibit_any_policy(ExtensionInput input, Extensions& to) {
  auto element = input.reader.expect(asn1::tag::kInteger, "inhibitAnyPolicy is not an INTEGER");
  if (!element) return element.error();
  auto value = asn1::read_small_integer(*element, input.reader.encoding());
  if (!value) return value.error();
  if (auto error = input.reader.finish("bytes follow the INTEGER")) return error;
  to.inhibit_any_policy = *value;
  return std::nullopt;
}

const KnownExtension kKnownExtensions[] = {
    {oid::kSubjectKeyId, "subjectKeyIdentifier", decode_subject_key_id, true},
    {oid::kKeyUsage, "keyUsage", decode_key_usage, true},
    {oid::kSubjectAltName, "subjectAltName", decode_subject_alt_name, true},
    {oid::kIssuerAltName, "issuerAltName", decode_issuer_alt_name, false},
    {oid::kBasicConstraints, "basicConstraints", decode_basic_constraints, true},
    {oid::kNameConstraints, "nameConstraints", decode_name_constraints, true},
    {oid::kCrlDistributionPoints, "cRLDistributionPoints", decode_crl_distribution_points, true},
    {oid::kCertificatePolicies, "certificatePolicies", decode_policies, true},
    {oid::kPolicyMappings, "policyMappings", decode_policy_mappings, true},
    {oid::kAuthorityKeyId, "authorityKeyIdentifier", decode_authority_key_id, true},
    {oid::kPolicyConstraints, "policyConstraints", decode_policy_constraints, true},
    {oid::kExtendedKeyUsage, "extendedKeyUsage", decode_extended_key_usage, true},
    {oid::kInhibitAnyPolicy, "inhibitAnyPolicy", decode_inhibit_any_policy, true},
    {oid::kAuthorityInfoAccess, "authorityInfoAccess", decode_authority_info_access, true},
};

}  // namespace

void ExtensionInput::defect(ByteView place, std::string what) const {
  const auto distance = static_cast<std::size_t>(place.data() - extension.value.data());
  defects.push_back({field, extension.offset + distance, std::move(what), false});
}

const KnownExtension* find_known_extension(ByteView oid) {
  for (const KnownExtension& known : kKnownExtensions) {
    if (equal(known.oid, oid)) return &known;
  }
  return nullptr;
}

asn1::Asn1Result<asn1::Asn1Reader> enter_only_sequence(asn1::Asn1Reader reader, const char* what) {
  auto sequence = reader.expect(asn1::tag::kSequence, what);
  if (!sequence) return sequence.error();
  if (auto error = reader.finish(what)) return *error;
  return reader.enter(*sequence);
}

}  // namespace chainlint::x509
