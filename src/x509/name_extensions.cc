#include <algorithm>
#include <bit>

#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "extension_decoder.h"

namespace chainlint::x509 {

namespace {

bool is_text(GeneralNameKind kind) {
  return kind == GeneralNameKind::email || kind == GeneralNameKind::dns || kind == GeneralNameKind::uri;
}

std::string_view noun(GeneralNameKind kind) {
  switch (kind) {
    case GeneralNameKind::email:
      return "rfc822Name";
    case GeneralNameKind::dns:
      return "dNSName";
    case GeneralNameKind::uri:
      return "uniformResourceIdentifier";
    default:
      return "name";
  }
}

void note_odd_names(const ExtensionInput& input, const std::vector<GeneralName>& names) {
  if (names.empty()) input.defect(input.extension.value, "no name is listed");
  for (const GeneralName& name : names) {
    if (is_text(name.kind) && name.octets.empty()) input.defect(name.octets, std::string(noun(name.kind)) + " is empty");
    if (is_text(name.kind) && !is_ascii(as_text(name.octets))) {
      input.defect(name.octets, std::string(noun(name.kind)) + " " + in_quotes(name.to_string()) + " is not ASCII");
    }
    if (name.kind == GeneralNameKind::ip && name.octets.size() != 4 && name.octets.size() != 16) {
      input.defect(name.octets, "iPAddress has " + std::to_string(name.octets.size()) + " bytes; 4 or 16 are allowed");
    }
  }
}

asn1::Asn1Result<std::vector<GeneralName>> read_alt_names(const ExtensionInput& input, const char* what) {
  auto list = enter_only_sequence(input.reader, what);
  if (!list) return list.error();
  auto names = read_general_names(*list);
  if (names) note_odd_names(input, *names);
  return names;
}

// Ones and then zeros.
bool is_prefix_mask(ByteView mask) {
  bool ended = false;
  for (const std::uint8_t octet : mask) {
    if (ended && octet != 0) return false;
    if (std::countl_one(octet) + std::countr_zero(octet) < 8) return false;
    ended = ended || octet != 0xFF;
  }
  return true;
}

// Labels of visible characters; with a dot before the first, the domain itself is not meant.
bool is_domain(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  if (text.empty() || text.ends_with('.') || text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c < 0x7F; });
}

std::optional<ConstraintForm> unusual_form(const GeneralName& base) {
  const std::string_view text = as_text(base.octets);
  switch (base.kind) {
    case GeneralNameKind::dns:
      return text.empty() || is_domain(text) ? std::nullopt : std::optional(ConstraintForm::dns);
    case GeneralNameKind::email:
      return text.ends_with('@') ? std::optional(ConstraintForm::email) : std::nullopt;
    case GeneralNameKind::uri:
      return text.find_first_of(":/") == std::string_view::npos ? std::nullopt : std::optional(ConstraintForm::uri);
    case GeneralNameKind::ip: {
      const bool sized = base.octets.size() == 8 || base.octets.size() == 32;
      return sized && is_prefix_mask(base.octets.last(base.octets.size() / 2)) ? std::nullopt : std::optional(ConstraintForm::address_mask);
    }
    default:
      return std::nullopt;
  }
}

// What is wrong with the base of a subtree; nothing where it can be compared with names.
std::string base_fault(const GeneralName& base) {
  if (is_text(base.kind) && !is_ascii(as_text(base.octets))) {
    return std::string(noun(base.kind)) + " " + in_quotes(base.to_string()) + " is not ASCII";
  }
  if (base.kind != GeneralNameKind::ip) return {};
  if (base.octets.size() != 8 && base.octets.size() != 32) {
    return "iPAddress has " + std::to_string(base.octets.size()) + " bytes; 8 or 32 are allowed";
  }
  if (!is_prefix_mask(base.octets.last(base.octets.size() / 2))) {
    return "mask of " + base.to_string() + " does not consist of ones followed by zeros";
  }
  return {};
}

asn1::Asn1Result<Subtree> read_subtree(const ExtensionInput& input, asn1::Asn1Reader fields) {
  auto base = fields.next();
  if (!base) return base.error();
  auto name = read_general_name(*base, fields);
  if (!name) return name.error();
  Subtree subtree{std::move(*name), true};
  auto minimum = fields.optional(asn1::tag::context(0));
  if (!minimum) return minimum.error();
  if (*minimum) {
    auto value = asn1::read_unsigned_integer(**minimum, fields.encoding());
    if (!value) return value.error();
    subtree.supported = value->empty();
    input.defect((*minimum)->encoded, value->empty() ? "minimum is encoded as 0, the default, which DER omits" : "minimum is not 0");
  }
  auto maximum = fields.optional(asn1::tag::context(1));
  if (!maximum) return maximum.error();
  if (*maximum) {
    subtree.supported = false;
    input.defect((*maximum)->encoded, "maximum is present");
  }
  if (auto error = fields.finish("GeneralSubtree has more than base, minimum and maximum")) return *error;
  if (const auto form = unusual_form(subtree.base)) {
    if (*form == ConstraintForm::dns) input.defect(base->encoded, in_quotes(subtree.base.to_string()) + " is not a domain");
    if (*form == ConstraintForm::email) input.defect(base->encoded, in_quotes(subtree.base.to_string()) + " has no domain");
    if (*form == ConstraintForm::uri) input.defect(base->encoded, in_quotes(subtree.base.to_string()) + " has more than a host name");
  }
  if (std::string fault = base_fault(subtree.base); !fault.empty()) {
    subtree.supported = false;
    input.defect(base->encoded, std::move(fault));
  }
  return subtree;
}

std::optional<asn1::Asn1Error> read_subtrees(const ExtensionInput& input, asn1::Asn1Reader& fields, unsigned number,
                                             std::vector<Subtree>& to) {
  auto element = fields.optional(asn1::tag::context_constructed(number));
  if (!element) return element.error();
  if (!*element) return std::nullopt;
  asn1::Asn1Reader list = fields.enter(**element);
  if (list.at_end()) input.defect((*element)->encoded, "a list of subtrees is empty");
  while (!list.at_end()) {
    auto sequence = list.expect(asn1::tag::kSequence, "GeneralSubtree is not a SEQUENCE");
    if (!sequence) return sequence.error();
    auto subtree = read_subtree(input, list.enter(*sequence));
    if (!subtree) return subtree.error();
    to.push_back(std::move(*subtree));
  }
  return std::nullopt;
}

// The URIs of a DistributionPoint's fullName.
std::optional<asn1::Asn1Error> read_distribution_point(asn1::Asn1Reader fields, std::vector<std::string>& urls) {
  auto point = fields.optional(asn1::tag::context_constructed(0));
  if (!point) return point.error();
  if (*point) {
    asn1::Asn1Reader choice = fields.enter(**point);
    auto full_name = choice.optional(asn1::tag::context_constructed(0));
    if (!full_name) return full_name.error();
    if (*full_name) {
      auto names = read_general_names(choice.enter(**full_name));
      if (!names) return names.error();
      for (const GeneralName& name : *names) {
        if (name.kind == GeneralNameKind::uri) urls.push_back(asn1::read_text(asn1::tag::kIa5String, name.octets));
      }
    }
  }
  while (!fields.at_end()) {
    if (auto other = fields.next(); !other) return other.error();
  }
  return std::nullopt;
}

}  // namespace

std::set<ConstraintForm> unusual_forms(const NameConstraints& constraints) {
  std::set<ConstraintForm> forms;
  if (constraints.permitted.empty() && constraints.excluded.empty()) forms.insert(ConstraintForm::no_subtrees);
  for (const auto* subtrees : {&constraints.permitted, &constraints.excluded}) {
    for (const Subtree& subtree : *subtrees) {
      if (const auto form = unusual_form(subtree.base)) forms.insert(*form);
    }
  }
  return forms;
}

std::optional<asn1::Asn1Error> decode_subject_alt_name(ExtensionInput input, Extensions& to) {
  auto names = read_alt_names(input, "subjectAltName is not a single SEQUENCE");
  if (!names) return names.error();
  to.subject_alt_name = std::move(*names);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_issuer_alt_name(ExtensionInput input, Extensions& to) {
  auto names = read_alt_names(input, "issuerAltName is not a single SEQUENCE");
  if (!names) return names.error();
  to.issuer_alt_name = std::move(*names);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_authority_key_id(ExtensionInput input, Extensions& to) {
  auto fields = enter_only_sequence(input.reader, "authorityKeyIdentifier is not a single SEQUENCE");
  if (!fields) return fields.error();
  AuthorityKeyId id;
  auto key_id = fields->optional(asn1::tag::context(0));
  if (!key_id) return key_id.error();
  if (*key_id) id.key_id = (*key_id)->content;
  auto issuer = fields->optional(asn1::tag::context_constructed(1));
  if (!issuer) return issuer.error();
  if (*issuer) {
    auto names = read_general_names(fields->enter(**issuer));
    if (!names) return names.error();
    id.issuer = std::move(*names);
  }
  auto serial = fields->optional(asn1::tag::context(2));
  if (!serial) return serial.error();
  if (*serial) id.serial = (*serial)->content;
  if (auto error = fields->finish("authorityKeyIdentifier has more than its three fields")) return error;
  if (issuer->has_value() != serial->has_value()) {
    input.defect(input.extension.value, "only one of authorityCertIssuer and authorityCertSerialNumber is present");
  }
  to.authority_key_id = std::move(id);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_name_constraints(ExtensionInput input, Extensions& to) {
  auto fields = enter_only_sequence(input.reader, "nameConstraints is not a single SEQUENCE");
  if (!fields) return fields.error();
  NameConstraints constraints;
  if (fields->at_end()) input.defect(input.extension.value, "permitted and excluded subtrees are missing");
  if (auto error = read_subtrees(input, *fields, 0, constraints.permitted)) return error;
  if (auto error = read_subtrees(input, *fields, 1, constraints.excluded)) return error;
  if (auto error = fields->finish("nameConstraints has more than permitted and excluded subtrees")) return error;
  to.name_constraints = std::move(constraints);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_authority_info_access(ExtensionInput input, Extensions& to) {
  auto list = enter_only_sequence(input.reader, "authorityInfoAccess is not a single SEQUENCE");
  if (!list) return list.error();
  if (list->at_end()) input.defect(input.extension.value, "no access description is listed");
  std::vector<std::string> ca_issuers, ocsp;
  while (!list->at_end()) {
    auto sequence = list->expect(asn1::tag::kSequence, "AccessDescription is not a SEQUENCE");
    if (!sequence) return sequence.error();
    asn1::Asn1Reader fields = list->enter(*sequence);
    auto method = fields.expect(asn1::tag::kOid, "accessMethod is not an OBJECT IDENTIFIER");
    if (!method) return method.error();
    auto location = fields.next();
    if (!location) return location.error();
    auto name = read_general_name(*location, fields);
    if (!name) return name.error();
    if (auto error = fields.finish("AccessDescription has more than a method and a location")) return error;
    if (name->kind != GeneralNameKind::uri) continue;
    if (equal(method->content, oid::kCaIssuers)) ca_issuers.push_back(asn1::read_text(asn1::tag::kIa5String, name->octets));
    if (equal(method->content, oid::kOcsp)) ocsp.push_back(asn1::read_text(asn1::tag::kIa5String, name->octets));
  }
  to.ca_issuers_urls = std::move(ca_issuers);
  to.ocsp_urls = std::move(ocsp);
  return std::nullopt;
}

std::optional<asn1::Asn1Error> decode_crl_distribution_points(ExtensionInput input, Extensions& to) {
  auto list = enter_only_sequence(input.reader, "cRLDistributionPoints is not a single SEQUENCE");
  if (!list) return list.error();
  if (list->at_end()) input.defect(input.extension.value, "no distribution point is listed");
  std::vector<std::string> urls;
  while (!list->at_end()) {
    auto sequence = list->expect(asn1::tag::kSequence, "DistributionPoint is not a SEQUENCE");
    if (!sequence) return sequence.error();
    if (auto error = read_distribution_point(list->enter(*sequence), urls)) return error;
  }
  to.crl_urls = std::move(urls);
  return std::nullopt;
}

}  // namespace chainlint::x509
