// The parts of a subject one by one, and the DNS names that a certificate is for.

#include <algorithm>

#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/host_name.h"
#include "chainlint/x509/identifiers.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr auto kLocality = asn1::make_oid<2, 5, 4, 7>();
constexpr auto kState = asn1::make_oid<2, 5, 4, 8>();

// A subjectAltName that does not decode may contain any name.
FactValue dns_names(const FactContext& context, const Subject& subject, bool wildcards_alone) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  if (const std::optional<std::string> hidden = undecodable(certificate, "subjectAltName")) return Unavailable{*hidden};
  std::vector<std::string> names;
  const auto add = [&](std::string_view name) {
    if (!wildcards_alone || name.find('*') != std::string_view::npos) names.push_back(to_lower_ascii(name));
  };
  if (const auto& alternatives = certificate.extensions().subject_alt_name) {
    for (const x509::GeneralName& name : *alternatives) {
      if (name.kind == x509::GeneralNameKind::dns) add(as_text(name.octets));
    }
  }
  const std::string common_name = certificate.subject().common_name().value_or("");
  const std::string_view host = common_name.starts_with("*.") ? std::string_view(common_name).substr(2) : std::string_view(common_name);
  const Result<x509::HostName> parsed = x509::HostName::parse(host);
  const bool is_name = host.find('.') != std::string_view::npos && parsed.ok() && !parsed->is_ip();
  if (is_name && std::find(names.begin(), names.end(), to_lower_ascii(common_name)) == names.end()) add(common_name);
  return names;
}

template <const auto& Type>
FactValue parts(const x509::Certificate& certificate) {
  return certificate.subject().values(Type);
}

}  // namespace

FactTable subject_part_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.list(
          "dns_names",
          "The DNS names that the certificate is for, in lower case: subject alternative names, and a common name in the form of one.",
          [](const FactContext& context, const Subject& subject) { return dns_names(context, subject, false); }),
      certificate.list("dns_names.wildcards", "The DNS names that the certificate is for and that contain a '*'.",
                       [](const FactContext& context, const Subject& subject) { return dns_names(context, subject, true); }),
      certificate.list("subject.organizations", "Every organization (O) in the subject.", parts<x509::oid::kOrganization>),
      certificate.list("subject.organizational_units", "Every organizational unit (OU) in the subject.",
                       parts<x509::oid::kOrganizationalUnit>),
      certificate.list("subject.localities", "Every locality (L) in the subject.", parts<kLocality>),
      certificate.list("subject.states", "Every state or province (ST) in the subject.", parts<kState>),
      certificate.list("subject.countries", "Every country (C) in the subject.", parts<x509::oid::kCountry>),
  };
}

}  // namespace chainlint::facts
