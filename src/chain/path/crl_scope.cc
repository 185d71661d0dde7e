#include "path/crl_scope.h"

#include <algorithm>

#include "chainlint/asn1/oid.h"
#include "chainlint/asn1/reader.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/general_name.h"
#include "chainlint/x509/identifiers.h"

namespace chainlint::chain {

namespace {

constexpr auto kDeltaCrlIndicator = asn1::make_oid<2, 5, 29, 27>();
constexpr auto kIssuingDistributionPoint = asn1::make_oid<2, 5, 29, 28>();

// A tag of the context class, whose content is a BOOLEAN in IssuingDistributionPoint.
bool is_true(const asn1::Element& element) { return element.content.size() == 1 && element.content[0] != 0; }

bool read_point(const asn1::Element& element, const asn1::Asn1Reader& reader, CrlScope& scope) {
  scope.names_a_point = true;
  asn1::Asn1Reader choice = reader.enter(element);
  const auto full_name = choice.optional(asn1::tag::context_constructed(0));
  if (!full_name) return false;
  if (!*full_name) return true;  // nameRelativeToCRLIssuer, which no certificate with URIs matches
  const auto names = x509::read_general_names(choice.enter(**full_name));
  if (!names) return false;
  for (const x509::GeneralName& name : *names) {
    if (name.kind == x509::GeneralNameKind::uri) scope.points.emplace_back(as_text(name.octets));
  }
  return true;
}

bool read_issuing_distribution_point(const x509::Extension& extension, CrlScope& scope) {
  asn1::Asn1Reader reader(extension.value);
  const auto sequence = reader.expect(asn1::tag::kSequence, "issuingDistributionPoint");
  if (!sequence || reader.finish("issuingDistributionPoint")) return false;
  asn1::Asn1Reader fields = reader.enter(*sequence);
  const auto point = fields.optional(asn1::tag::context_constructed(0));
  if (!point || (*point && !read_point(**point, fields, scope))) return false;
  bool CrlScope::*const flags[] = {&CrlScope::only_user_certificates, &CrlScope::only_ca_certificates, &CrlScope::only_some_reasons,
                                   &CrlScope::indirect, &CrlScope::only_attribute_certificates};
  for (unsigned number = 1; number <= 5; ++number) {
    const auto field = fields.optional(asn1::tag::context(number));
    if (!field) return false;
    // onlySomeReasons is a bit string: that it is there is enough.
    if (*field) scope.*flags[number - 1] = number == 3 || is_true(**field);
  }
  return !fields.finish("issuingDistributionPoint");
}

}  // namespace

CrlScope read_scope(const x509::Crl& crl) {
  CrlScope scope;
  if (!crl.unknown_critical_entry_extension().empty()) {
    scope.not_understood = "an entry with the unsupported critical extension " + asn1::oid_name(crl.unknown_critical_entry_extension());
  }
  for (const x509::Extension& extension : crl.extensions()) {
    if (equal(extension.oid, kDeltaCrlIndicator)) {
      scope.delta = true;
    } else if (equal(extension.oid, kIssuingDistributionPoint)) {
      if (!read_issuing_distribution_point(extension, scope)) {
        scope.not_understood = asn1::oid_name(extension.oid) + ", which does not decode";
      }
    } else if (extension.critical && !equal(extension.oid, x509::oid::kAuthorityKeyId)) {
      scope.not_understood = "the unsupported critical extension " + asn1::oid_name(extension.oid);
    }
  }
  return scope;
}

std::optional<std::string> outside_of(const CrlScope& scope, const x509::Certificate& certificate) {
  const auto& constraints = certificate.extensions().basic_constraints;
  const bool ca = constraints && constraints->ca;
  if (scope.only_attribute_certificates) return "covers only attribute certificates";
  if (scope.only_user_certificates && ca) return "does not cover CA certificates";
  if (scope.only_ca_certificates && !ca) return "covers only CA certificates";
  if (scope.only_some_reasons) return "covers only some revocation reasons";
  if (!scope.names_a_point) return std::nullopt;
  const std::vector<std::string>& named = certificate.extensions().crl_urls;
  const bool meets = std::any_of(scope.points.begin(), scope.points.end(),
                                 [&](const std::string& point) { return std::find(named.begin(), named.end(), point) != named.end(); });
  if (meets) return std::nullopt;
  return "is for " +
         (scope.points.empty() ? std::string("a distribution point") : "the distribution point " + in_quotes(scope.points.front())) +
         ", which is not in the certificate";
}

}  // namespace chainlint::chain
