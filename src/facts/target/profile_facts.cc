// What the certificate profiles of public CAs ask of a certificate besides its names.

#include <algorithm>

#include "certificate/forum_policies.h"
#include "certificate/timestamps.h"
#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/chain/purposes.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/tls_feature.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::int64_t kHour = 3600;
FactValue server_leaf(const FactContext& context, const Subject& subject) {
  const x509::Certificate& certificate = certificate_of(subject, context);
  const chain::Member* member = member_of(subject, context);
  const bool issued_leaf = member != nullptr && !member->anchor && step_of(subject, context) == std::size_t{0} && !certificate.is_ca();
  if (!issued_leaf || !context.request.purposes.has(chain::Purpose::server)) return false;
  return chain::allows_usage(certificate, x509::oid::kServerAuth);
}

FactValue extensions(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const x509::Extension& extension : certificate.extensions().all) found.push_back(asn1::oid_name(extension.oid));
  return found;
}

FactValue critical_extensions(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const x509::Extension& extension : certificate.extensions().all) {
    if (extension.critical) found.push_back(asn1::oid_name(extension.oid));
  }
  return found;
}

FactValue must_staple(const x509::Certificate& certificate) {
  const auto promised = x509::has_must_staple(certificate);
  if (!promised) return Unavailable{std::string("the TLS feature extension does not decode: ") + promised.error().what};
  return *promised;
}

std::vector<std::string> reserved_policies_of(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const ForumPolicy* policy : forum_policies_of(certificate)) found.emplace_back(policy->oid);
  return found;
}

FactValue names_issuer(const x509::Certificate& certificate) {
  const auto& authority = certificate.extensions().authority_key_id;
  return authority && (authority->serial || !authority->issuer.empty());
}

FactValue whole_octets(const x509::Certificate& certificate) {
  const x509::PublicKeyInfo& key = certificate.public_key();
  if (!key.decodable || key.bits == 0) return Unavailable{"the size of the public key (" + key.to_string() + ") is not known"};
  return key.bits % 8 == 0;
}

template <std::vector<std::string> x509::Extensions::*Member>
FactValue schemes(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const std::string& url : certificate.extensions().*Member) {
    push_unique(found, to_lower_ascii(std::string_view(url).substr(0, url.find(':'))));
  }
  return found;
}

FactValue age_days(const FactContext& context, const Subject& subject) {
  const std::optional<Instant> begin = certificate_of(subject, context).not_before();
  if (!begin) return Unavailable{"notBefore does not decode"};
  const std::int64_t seconds = context.request.at.seconds() - begin->seconds();
  return seconds < 0 ? FactValue(Absent{}) : FactValue(seconds / kSecondsPerDay);
}

// A log answers at once, so that its earliest timestamp is the moment of signing; a begun hour counts in full.
FactValue hours_before_sct(const x509::Certificate& certificate) {
  const std::optional<Instant> seen = earliest_timestamp(certificate);
  if (!seen || !certificate.not_before()) return Absent{};
  const std::int64_t seconds = seen->seconds() - certificate.not_before()->seconds();
  return seconds <= 0 ? std::int64_t{0} : (seconds + kHour - 1) / kHour;
}

}  // namespace

FactTable profile_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.boolean(
          "server_leaf",
          "It is the leaf of the chain, not an anchor, and for servers according to --purpose and its extended key usage, if any.",
          server_leaf),
      certificate.list("extensions", "The extensions in file order, by name where it is known, else by object identifier.", extensions),
      certificate.list("critical_extensions", "The extensions that are critical, known or not: 'basicConstraints', 'keyUsage', ...",
                       critical_extensions),
      certificate.boolean("must_staple", "It requires that the server staples an OCSP response (TLS feature status_request, RFC 7633).",
                          must_staple),
      certificate.list(
          "policies.reserved",
          "The certificate policies that are reserved by the CA/Browser Forum: 2.23.140.1.1 (EV), .2.1 (DV), .2.2 (OV), .2.3 (IV).",
          reserved_policies_of),
      certificate.integer("policies.reserved_count", "policies", "How many of its policies are reserved by the CA/Browser Forum.",
                          [](const x509::Certificate& it) { return reserved_policies_of(it).size(); }),
      certificate.boolean(
          "authority_key_id.names_issuer",
          "The authority key id names the issuer's certificate by issuer or serial number, beside the key id or instead of it.",
          names_issuer),
      certificate.boolean("key.whole_octets", "The size of the public key in bits is a multiple of 8.", whole_octets),
      certificate.list("crl_urls.schemes", "The schemes of the URLs of revocation lists, each once: 'http', 'ldap'.",
                       schemes<&x509::Extensions::crl_urls>),
      certificate.integer("validity.age_days", "days",
                          "Whole days from the beginning of validity to the evaluation time; absent before it.", age_days),
      certificate.integer("validity.hours_before_sct", "hours",
                          "Hours from the beginning of validity to the earliest embedded timestamp, a begun hour as a whole one; absent "
                          "without a timestamp.",
                          hours_before_sct),
  };
}

}  // namespace chainlint::facts
