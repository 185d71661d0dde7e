// What a renewal takes away and what it adds: names, usages, extensions.

#include <algorithm>

#include "certificate/name_coverage.h"
#include "chain/place.h"
#include "renewal/renewal_place.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

using enum Direction;
using Texts = std::vector<std::string>;
using Compare = Texts (*)(const RenewalSides& sides, Direction way);

template <Compare Changed, Direction Way>
Texts difference(const RenewalSides& sides) {
  return Changed(sides, Way);
}

// A subjectAltName that does not decode hides names: neither their loss nor their presence can be determined.
template <Compare Changed, Direction Way>
FactValue names(const RenewalSides& sides) {
  const std::optional<std::string> hidden = hidden_names(sides);
  return hidden ? FactValue(Unavailable{*hidden}) : FactValue(Changed(sides, Way));
}

FactValue covered(const RenewalSides& sides) {
  const std::optional<std::string> hidden = hidden_names(sides);
  return hidden ? FactValue(Unavailable{*hidden}) : FactValue(covered_names(sides));
}

FactValue shared(const RenewalSides& sides) {
  const std::optional<std::string> hidden = hidden_names(sides);
  return hidden ? FactValue(Unavailable{*hidden}) : FactValue(shares_names(sides));
}

FactValue location_for_names(const RenewalSides& sides) {
  const std::optional<chain::KnownCertificate> other = other_for_names(sides);
  return other ? text(brief_place(other->location)) : FactValue(Absent{});
}

FactValue lost_requested(const RenewalSides& sides) {
  const Texts lost = all_changed_names(sides, Direction::lost);
  return std::all_of(lost.begin(), lost.end(), [&](const std::string& name) {
    const std::vector<x509::HostName>& hosts = sides.after.request.hosts;
    return std::any_of(hosts.begin(), hosts.end(), [&](const x509::HostName& host) { return comparable_host(host.to_string()) == name; });
  });
}

}  // namespace

FactTable renewal_change_fact_table() {
  const FactsAbout renewal(SubjectKind::renewal, sides_of);
  return {
      renewal.list("lost_names", "The DNS names that the deployed leaf covers and the new one does not; a wildcard where it covers less.",
                   names<changed_names, lost>),
      renewal.list("covered_names", "The DNS names that only the deployed leaf lists and that a wildcard of the new leaf covers.", covered),
      renewal.list("gained_names", "The DNS names that the new leaf covers and the deployed one does not.", names<changed_names, gained>),
      renewal.list("lost_addresses", "The IP addresses that the deployed leaf has and the new one does not.",
                   names<changed_addresses, lost>),
      renewal.list("gained_addresses", "The IP addresses that the new leaf has and the deployed one does not.",
                   names<changed_addresses, gained>),
      renewal.list("lost_other_names", "The e-mail addresses, URIs and other names that the deployed leaf has and the new one does not.",
                   names<changed_other_names, lost>),
      renewal.list("gained_other_names", "The e-mail addresses, URIs and other names that the new leaf has and the deployed one does not.",
                   names<changed_other_names, gained>),
      renewal.list("all_lost_names",
                   "All that 'lost_names', 'lost_addresses' and 'lost_other_names' contain; an address as 'IP 192.0.2.1'.",
                   names<all_changed_names, lost>),
      renewal.boolean("lost_names_requested", "Each lost name is a host that an option, the policy or a configuration requests.",
                      lost_requested),
      renewal.boolean("shares_names", "One leaf covers a name of the other.", shared),
      renewal.text("names_location", "Where the run has a later valid certificate for all DNS names of the deployed leaf.",
                   location_for_names),
      renewal.list("lost_usages", "The purposes that the deployed leaf and its chain allow and the new ones do not: 'clientAuth', ...",
                   difference<changed_usages, lost>),
      renewal.list("gained_usages", "The purposes that the new leaf and its chain allow and the deployed ones do not.",
                   difference<changed_usages, gained>),
      renewal.text("client_auth_refused_by",
                   "The certificate of the chain whose extendedKeyUsage does not allow clientAuth; absent where all do.",
                   client_auth_refused_by),
      renewal.list("lost_key_usages", "The bits of keyUsage that the deployed leaf has and the new one does not.",
                   difference<changed_key_usages, lost>),
      renewal.list("gained_key_usages", "The bits of keyUsage that the new leaf has and the deployed one does not.",
                   difference<changed_key_usages, gained>),
      renewal.list("lost_policies", "The certificate policies that the deployed leaf has and the new one does not.",
                   difference<changed_policies, lost>),
      renewal.list("gained_policies", "The certificate policies that the new leaf has and the deployed one does not.",
                   difference<changed_policies, gained>),
      renewal.list("lost_extensions", "The extensions that the deployed leaf has and the new one does not.",
                   difference<changed_extensions, lost>),
      renewal.list("gained_extensions",
                   "The extensions that the new leaf has and the deployed one does not: 'keyUsage', 'extendedKeyUsage', ...",
                   difference<changed_extensions, gained>),
  };
}

}  // namespace chainlint::facts
