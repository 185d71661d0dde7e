// What the extensions of a certificate say, its names above all.

#include "certificate/profile_faults.h"
#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::size_t kPlacesShown = 8;

// An extension that cannot be decoded has an unknown value; an extension that is missing has none.
FactValue without(const x509::Certificate& certificate, std::string_view field) {
  const std::optional<std::string> hidden = undecodable(certificate, field);
  return hidden ? FactValue(Unavailable{*hidden}) : FactValue(Absent{});
}

FactValue path_length(const x509::Certificate& certificate) {
  const auto& constraints = certificate.extensions().basic_constraints;
  return constraints ? value_or_absent(constraints->path_length) : without(certificate, "basicConstraints");
}

FactValue ca(const x509::Certificate& certificate) {
  const FactValue missing = without(certificate, "basicConstraints");
  return std::holds_alternative<Unavailable>(missing) ? missing : FactValue(certificate.is_ca());
}

FactValue usages(const x509::Certificate& certificate) {
  const std::optional<std::uint32_t> bits = certificate.extensions().key_usage;
  return bits ? FactValue(x509::key_usage_names(*bits)) : without(certificate, "keyUsage");
}

FactValue extended_usages(const x509::Certificate& certificate) {
  const auto& oids = certificate.extensions().extended_key_usage;
  return oids ? FactValue(asn1::oid_names(*oids)) : without(certificate, "extendedKeyUsage");
}

FactValue policies(const x509::Certificate& certificate) {
  const auto& oids = certificate.extensions().policies;
  return oids ? FactValue(asn1::oid_names(*oids)) : without(certificate, "certificatePolicies");
}

FactValue names(const x509::Certificate& certificate, std::optional<x509::GeneralNameKind> kind = std::nullopt) {
  const auto& san = certificate.extensions().subject_alt_name;
  if (!san) return without(certificate, "subjectAltName");
  std::vector<std::string> found;
  for (const x509::GeneralName& name : *san) {
    if (!kind || name.kind == *kind) found.push_back(name.to_string());
  }
  return found;
}

template <x509::GeneralNameKind Kind>
FactValue names_of_kind(const x509::Certificate& certificate) {
  return names(certificate, Kind);
}

FactValue san_present(const x509::Certificate& certificate) {
  if (certificate.extensions().subject_alt_name) return true;
  const FactValue missing = without(certificate, "subjectAltName");
  return std::holds_alternative<Unavailable>(missing) ? missing : FactValue(false);
}

FactValue cn_in_san(const x509::Certificate& certificate) {
  const std::optional<std::string> name = certificate.subject().common_name();
  const auto& san = certificate.extensions().subject_alt_name;
  if (!name) return Absent{};
  if (!san) return without(certificate, "subjectAltName");
  return std::any_of(san->begin(), san->end(),
                     [&](const x509::GeneralName& other) { return equal_ignoring_ascii_case(*name, other.to_string()); });
}

// "Web server 3" is a common name too; only one that a client could take for a host matters.
FactValue cn_is_host(const x509::Certificate& certificate) {
  const std::optional<std::string> name = certificate.subject().common_name();
  if (!name) return Absent{};
  const std::string_view host = name->substr(0, 2) == "*." ? std::string_view(*name).substr(2) : std::string_view(*name);
  return host.find_first_of(".:") != std::string_view::npos && x509::HostName::parse(host).ok();
}

FactValue hosts_not_covered(const FactContext& context, const Subject& subject) {
  if (context.request.hosts.empty()) return Absent{};
  std::vector<std::string> uncovered;
  for (const x509::HostName& host : context.request.hosts) {
    if (!x509::covers(certificate_of(subject, context), host)) uncovered.push_back(host.to_string());
  }
  return uncovered;
}

FactValue places_of_hosts(const FactContext& context, const Subject& subject) {
  std::vector<std::string> places;
  if (context.request.hosts.empty()) return places;
  for (const formats::ServedHost& served : context.bundle.hosts) {
    const auto host = x509::HostName::parse(served.name);
    if (host && !x509::covers(certificate_of(subject, context), *host)) push_unique(places, to_string(served.location));
    if (places.size() == kPlacesShown) break;
  }
  return places;
}

FactValue key_id(const x509::Certificate& certificate) {
  const auto& id = certificate.extensions().subject_key_id;
  return id ? text(x509::id_text(*id)) : without(certificate, "subjectKeyIdentifier");
}

FactValue authority_key_id(const x509::Certificate& certificate) {
  const auto& authority = certificate.extensions().authority_key_id;
  return authority && authority->key_id ? text(x509::id_text(*authority->key_id)) : without(certificate, "authorityKeyIdentifier");
}

FactValue authority_serial(const x509::Certificate& certificate) {
  const auto& authority = certificate.extensions().authority_key_id;
  return authority && authority->serial ? text(x509::id_text(*authority->serial)) : without(certificate, "authorityKeyIdentifier");
}

FactValue unknown_critical(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const x509::Extension& extension : certificate.extensions().all) {
    if (extension.critical && !x509::is_processed_extension(extension.oid)) found.push_back(asn1::oid_name(extension.oid));
  }
  return found;
}

template <std::vector<std::string> x509::Extensions::*Member>
FactValue urls(const x509::Certificate& certificate) {
  return certificate.extensions().*Member;
}

}  // namespace

FactTable extension_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.boolean("ca", "It is a CA certificate: basicConstraints says CA:TRUE, or it is an old root of version 1.", ca),
      certificate.integer("path_length", "certificates",
                          "How many intermediates may be below it (pathLenConstraint); absent where there is no limit.", path_length),
      certificate.list("key_usage", x509::kKeyUsageNames, "What the key may do (keyUsage); absent without the extension.", usages),
      certificate.list("extended_key_usage",
                       "Purposes the certificate is for (extendedKeyUsage): 'serverAuth', 'clientAuth', ...; absent without the extension.",
                       extended_usages),
      certificate.list("policies", "The certificate policies, as object identifiers or their names.", policies),
      certificate.boolean("san.present", "It has a subjectAltName extension.", san_present),
      certificate.list("san.all", "Every subject alternative name.", [](const x509::Certificate& it) { return names(it); }),
      certificate.list("san.dns", "The DNS names among the subject alternative names.", names_of_kind<x509::GeneralNameKind::dns>),
      certificate.list("san.ip", "The IP addresses among the subject alternative names.", names_of_kind<x509::GeneralNameKind::ip>),
      certificate.list("san.email", "The e-mail addresses among the subject alternative names.",
                       names_of_kind<x509::GeneralNameKind::email>),
      certificate.list("san.uri", "The URIs among the subject alternative names.", names_of_kind<x509::GeneralNameKind::uri>),
      certificate.boolean("cn_in_san", "The common name is one of the subject alternative names; absent where one of them is missing.",
                          cn_in_san),
      certificate.boolean("cn_is_host", "The common name has the form of a host name or an address.", cn_is_host),
      certificate.list("hosts.uncovered",
                       "Names specified with --host that the subject alternative names do not cover; absent without --host.",
                       hosts_not_covered),
      certificate.list("hosts.uncovered.places",
                       "Where a configuration or an object names the hosts that are not covered, at most eight places.", places_of_hosts),
      certificate.list("profile_faults", "What RFC 5280 forbids in the certificate and clients accept nevertheless.", profile_faults),
      certificate.text("subject_key_id", "The subject key id: '0A:FF'.", key_id),
      certificate.text("authority_key_id", "The key id that the issuer must have.", authority_key_id),
      certificate.text("authority_key_id.serial", "The serial number that the issuer's certificate must have.", authority_serial),
      certificate.list("ca_issuers", "URLs from which the issuer can be fetched (authorityInfoAccess).",
                       urls<&x509::Extensions::ca_issuers_urls>),
      certificate.list("ocsp", "URLs of OCSP responders (authorityInfoAccess).", urls<&x509::Extensions::ocsp_urls>),
      certificate.list("crl_urls", "URLs of certificate revocation lists (cRLDistributionPoints).", urls<&x509::Extensions::crl_urls>),
      certificate.list("unknown_critical_extensions", "Critical extensions that this program does not process.", unknown_critical),
  };
}

}  // namespace chainlint::facts
