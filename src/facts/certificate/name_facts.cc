// What the names of a certificate are: of which kinds, and whether they mean anything on the public internet.

#include <algorithm>

#include "certificate/reserved_names.h"
#include "chain/place.h"
#include "chainlint/asn1/oid.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// The names of a subjectAltName that is there; whether one that does not decode is there does not matter to any of these facts, because
// `san.all` is unavailable then and certificate-malformed says so.
const std::vector<x509::GeneralName>* alternative_names(const x509::Certificate& certificate) {
  const auto& names = certificate.extensions().subject_alt_name;
  return names ? &*names : nullptr;
}

template <class Test>
FactValue names_that(const x509::Certificate& certificate, Test test) {
  const std::vector<x509::GeneralName>* names = alternative_names(certificate);
  if (names == nullptr) return Absent{};
  std::vector<std::string> found;
  for (const x509::GeneralName& name : *names) {
    if (test(name)) found.push_back(name.to_string());
  }
  return found;
}

FactValue kinds(const x509::Certificate& certificate) {
  const std::vector<x509::GeneralName>* names = alternative_names(certificate);
  if (names == nullptr) return Absent{};
  std::vector<std::string> found;
  for (const x509::GeneralName& name : *names) push_unique(found, std::string(to_string(name.kind)));
  return found;
}

template <bool (*Test)(std::string_view)>
FactValue dns_names_that(const x509::Certificate& certificate) {
  return names_that(certificate,
                    [](const x509::GeneralName& name) { return name.kind == x509::GeneralNameKind::dns && Test(as_text(name.octets)); });
}

bool is_wildcard_over_label(std::string_view name) { return name.starts_with("*.") && name.find('.', 2) == std::string_view::npos; }

bool ends_in_dot(std::string_view name) { return name.ends_with('.'); }

FactValue malformed_names(const x509::Certificate& certificate) {
  const std::vector<x509::GeneralName>* names = alternative_names(certificate);
  if (names == nullptr) return Absent{};
  std::vector<std::string> found;
  for (const x509::GeneralName& name : *names) {
    if (name.kind == x509::GeneralNameKind::dns && is_malformed_name(as_text(name.octets))) {
      found.push_back(name.octets.empty() ? "an empty name" : name.to_string());
    }
  }
  return found;
}

FactValue reserved_addresses(const x509::Certificate& certificate) {
  return names_that(certificate, [](const x509::GeneralName& name) {
    return name.kind == x509::GeneralNameKind::ip && is_reserved_address(name.octets);
  });
}

FactValue other_kinds(const x509::Certificate& certificate) {
  return names_that(certificate, [](const x509::GeneralName& name) {
    return name.kind != x509::GeneralNameKind::dns && name.kind != x509::GeneralNameKind::ip;
  });
}

FactValue common_names(const x509::Certificate& certificate) { return certificate.subject().values(x509::oid::kCommonName); }

FactValue cn_is_copy(const x509::Certificate& certificate) {
  const std::optional<std::string> common_name = certificate.subject().common_name();
  const std::vector<x509::GeneralName>* names = alternative_names(certificate);
  if (!common_name || names == nullptr) return Absent{};
  return std::any_of(names->begin(), names->end(), [&](const x509::GeneralName& name) { return name.to_string() == *common_name; });
}

FactValue hidden_characters(const x509::Certificate& certificate) {
  std::vector<std::string> found;
  for (const x509::Rdn& rdn : certificate.subject().rdns()) {
    for (const x509::NameAttribute& attribute : rdn) {
      const std::string value = attribute.text();
      if (std::string shown = printable(value); shown != value) found.push_back(asn1::oid_name(attribute.type) + "=" + shown);
    }
  }
  return found;
}

FactValue attributes(const x509::Certificate& certificate) {
  std::vector<std::string> types;
  for (const x509::Rdn& rdn : certificate.subject().rdns()) {
    for (const x509::NameAttribute& attribute : rdn) push_unique(types, asn1::oid_name(attribute.type));
  }
  return types;
}

}  // namespace

FactTable name_fact_table() {
  const FactsAbout certificate(SubjectKind::certificate);
  return {
      certificate.list("san.kinds", x509::kGeneralNameKindNames,
                       "The kinds of the subject alternative names, each once; absent without any.", kinds),
      certificate.list("san.neither_dns_nor_ip", "The subject alternative names that are neither DNS names nor addresses.", other_kinds),
      certificate.list(
          "san.internal",
          "The DNS names that cannot be unique in the public DNS: one label alone, or below 'local', 'internal', 'corp', 'test', ...",
          dns_names_that<is_internal_name>),
      certificate.list(
          "san.malformed",
          "The DNS names that are not host names: addresses, other bytes than letters, digits and hyphens, a '*' inside, empty.",
          malformed_names),
      certificate.list("san.wildcards_over_top", "The wildcards right below a public suffix, such as '*.com' and '*.co.uk'.",
                       dns_names_that<is_wildcard_over_top>),
      certificate.list("san.wildcards_over_label", "The wildcards with a single label after the '*': '*.local', '*.com'.",
                       dns_names_that<is_wildcard_over_label>),
      certificate.list("san.reverse", "The DNS names for reverse lookups of addresses: below in-addr.arpa and ip6.arpa.",
                       dns_names_that<is_reverse_name>),
      certificate.list("san.trailing_dot", "The DNS names that end in a dot.", dns_names_that<ends_in_dot>),
      certificate.list("san.reserved_ip",
                       "The addresses from blocks that are reserved: private, loopback, link-local, documentation, ... (RFC 6890).",
                       reserved_addresses),
      certificate.list("subject.cns", "Every common name of the subject.", common_names),
      certificate.integer("subject.cn_count", "names", "How many common names the subject has.",
                          [](const x509::Certificate& it) { return it.subject().values(x509::oid::kCommonName).size(); }),
      certificate.boolean(
          "cn_is_copy",
          "The common name is one of the subject alternative names, character for character; absent where one of them is missing.",
          cn_is_copy),
      certificate.boolean("subject.empty", "The subject is empty: it has no part at all.",
                          [](const x509::Certificate& it) { return it.subject().empty(); }),
      certificate.list("subject.hidden_characters",
                       "The parts of the subject with invisible characters: control characters, NUL, direction overrides, zero-width "
                       "characters; the characters are written as escapes.",
                       hidden_characters),
      certificate.list("subject.attributes", "The attribute types in the subject, each once: 'CN', 'O', 'OU', ...", attributes),
  };
}

}  // namespace chainlint::facts
