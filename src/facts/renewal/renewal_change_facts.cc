// What a renewal takes away and what it adds: names, usages, extensions.

#include <algorithm>
#include <array>

#include "chainlint/asn1/oid.h"
#include "chainlint/x509/display.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/self_signed.h"
#include "renewal/name_coverage.h"
#include "renewal/renewal_place.h"
#include "tables.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 9> kUsageBits = {"digitalSignature", "nonRepudiation", "keyEncipherment",
                                                        "dataEncipherment", "keyAgreement",   "keyCertSign",
                                                        "cRLSign",          "encipherOnly",   "decipherOnly"};

using Sides = RenewalSides;
using Texts = std::vector<std::string>;

enum class Direction { lost, gained };

// The difference of a list that `read` takes from each leaf.
template <Direction Way, Texts (*Read)(const x509::Certificate& leaf)>
FactValue difference(const FactContext& context, const Subject&) {
  return of_sides(context, [](const Sides& s) -> FactValue {
    const Texts before = Read(s.old_leaf), after = Read(s.new_leaf);
    return Way == Direction::lost ? without(before, after) : without(after, before);
  });
}

// A subjectAltName that does not decode hides names: neither their loss nor their presence can be told.
std::optional<Unavailable> hidden_names(const x509::Certificate& certificate) {
  for (const x509::Defect& defect : certificate.extensions().defects) {
    if (defect.field == "subjectAltName") {
      return Unavailable{"subjectAltName of " + x509::subject_text(certificate) + " does not decode: " + defect.what};
    }
  }
  return std::nullopt;
}

template <Direction Way, Texts (*Compare)(const LeafNames& before, const LeafNames& after)>
FactValue names(const FactContext& context, const Subject&) {
  return of_sides(context, [](const Sides& s) -> FactValue {
    for (const x509::Certificate* certificate : {&s.old_leaf, &s.new_leaf}) {
      if (auto hidden = hidden_names(*certificate)) {
        return *hidden;
      }
    }
    const LeafNames before(s.old_leaf), after(s.new_leaf);
    return Way == Direction::lost ? Compare(before, after) : Compare(after, before);
  });
}

// Those that are no longer listed and that a wildcard covers all the same.
Texts covered_hosts(const LeafNames& before, const LeafNames& after) {
  return without(without(before.hosts, after.hosts), uncovered_hosts(before, after));
}

Texts addresses(const LeafNames& before, const LeafNames& after) { return without(before.addresses, after.addresses); }
Texts others(const LeafNames& before, const LeafNames& after) { return without(before.others, after.others); }

Texts oid_names(const std::vector<ByteView>& oids) {
  Texts texts;
  std::transform(oids.begin(), oids.end(), std::back_inserter(texts), asn1::oid_name);
  return texts;
}

Texts extensions(const x509::Certificate& leaf) {
  Texts texts;
  for (const x509::Extension& extension : leaf.extensions().all) {
    texts.push_back(asn1::oid_name(extension.oid));
  }
  return texts;
}

Texts key_usages(const x509::Certificate& leaf) {
  Texts texts;
  for (std::size_t bit = 0; bit < kUsageBits.size(); ++bit) {
    if ((leaf.extensions().key_usage.value_or(0) >> bit & 1u) != 0) {
      texts.emplace_back(kUsageBits[bit]);
    }
  }
  return texts;
}

Texts policies(const x509::Certificate& leaf) { return leaf.extensions().policies ? oid_names(*leaf.extensions().policies) : Texts{}; }

bool allows(const x509::Certificate& certificate, ByteView usage) {
  const auto& usages = certificate.extensions().extended_key_usage;
  return !usages || std::any_of(usages->begin(), usages->end(),
                                [&](ByteView oid) { return equal(oid, usage) || equal(oid, x509::oid::kAnyExtendedKeyUsage); });
}

// The first certificate of the chain that does not allow the usage; null where all do. What a root says of usages counts for nothing.
const x509::Certificate* refusing(const FactContext& context, const x509::Certificate& leaf, ByteView usage) {
  if (!allows(leaf, usage)) {
    return &leaf;
  }
  if (context.analysis.path) {
    for (const chain::PathStep& step : context.analysis.path->steps) {
      if (step.source == chain::StepSource::bundle && !x509::looks_self_signed(*step.certificate) && !allows(*step.certificate, usage)) {
        return step.certificate.get();
      }
    }
  }
  return nullptr;
}

// What `leaf` is for by its own words. One that says nothing, or anything, is for both ends of a TLS connection at least.
std::vector<ByteView> usages_of(const x509::Certificate& leaf) {
  const auto& said = leaf.extensions().extended_key_usage;
  std::vector<ByteView> usages = said ? *said : std::vector<ByteView>{};
  if (!said || std::any_of(said->begin(), said->end(), [](ByteView oid) { return equal(oid, x509::oid::kAnyExtendedKeyUsage); })) {
    usages.push_back(x509::oid::kServerAuth);
    usages.push_back(x509::oid::kClientAuth);
  }
  std::erase_if(usages, [](ByteView oid) { return equal(oid, x509::oid::kAnyExtendedKeyUsage); });
  return usages;
}

Texts usages_missing(const FactContext& from, const x509::Certificate& leaf, const FactContext& in, const x509::Certificate& other) {
  std::vector<ByteView> missing;
  for (const ByteView usage : usages_of(leaf)) {
    if (refusing(from, leaf, usage) == nullptr && refusing(in, other, usage) != nullptr) {
      missing.push_back(usage);
    }
  }
  return without(oid_names(missing), {});
}

FactValue lost_usages(const Sides& s) { return usages_missing(s.before, s.old_leaf, s.after, s.new_leaf); }

FactValue gained_usages(const Sides& s) { return usages_missing(s.after, s.new_leaf, s.before, s.old_leaf); }

FactValue client_auth_refused_by(const Sides& s) {
  const x509::Certificate* certificate = refusing(s.after, s.new_leaf, x509::oid::kClientAuth);
  return certificate == nullptr ? FactValue(Absent{}) : text(x509::display_name(*certificate));
}

using enum Direction;

}  // namespace

FactTable renewal_change_fact_table() {
  const FactsAbout renewal(SubjectKind::renewal, sides_of);
  return {
      renewal.list("lost_names",
                   "The DNS names that the leaf before covered and this one does not; a wildcard where it covers less than before.",
                   names<lost, uncovered_hosts>),
      renewal.list("covered_names", "The DNS names that only the leaf before listed and that a wildcard of this one covers.",
                   names<lost, covered_hosts>),
      renewal.list("gained_names", "The DNS names that the leaf covers and the one before did not.", names<gained, uncovered_hosts>),
      renewal.list("lost_addresses", "The IP addresses that the leaf before had and this one does not.", names<lost, addresses>),
      renewal.list("gained_addresses", "The IP addresses that the leaf has and the one before did not.", names<gained, addresses>),
      renewal.list("lost_other_names", "The mail addresses, URIs and other names that the leaf before had and this one does not.",
                   names<lost, others>),
      renewal.list("gained_other_names", "The mail addresses, URIs and other names that the leaf has and the one before did not.",
                   names<gained, others>),
      renewal.list("lost_usages", "The purposes for which the leaf and its chain were good before and no longer are: 'clientAuth', ...",
                   lost_usages),
      renewal.list("gained_usages", "The purposes for which the leaf and its chain are good and were not before.", gained_usages),
      renewal.text("client_auth_refused_by",
                   "The certificate of the chain whose extendedKeyUsage does not allow clientAuth; absent where all do.",
                   client_auth_refused_by),
      renewal.list("lost_key_usages", "The bits of keyUsage that the leaf before had and this one does not.", difference<lost, key_usages>),
      renewal.list("gained_key_usages", "The bits of keyUsage that the leaf has and the one before did not.",
                   difference<gained, key_usages>),
      renewal.list("lost_policies", "The certificate policies that the leaf before had and this one does not.", difference<lost, policies>),
      renewal.list("gained_policies", "The certificate policies that the leaf has and the one before did not.",
                   difference<gained, policies>),
      renewal.list("lost_extensions", "The extensions that the leaf before had and this one does not.", difference<lost, extensions>),
      renewal.list("gained_extensions", "The extensions that the leaf has and the one before did not: 'keyUsage', 'extendedKeyUsage', ...",
                   difference<gained, extensions>),
  };
}

}  // namespace chainlint::facts
