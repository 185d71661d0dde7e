// What the dated facts say of the CAs of a chain besides distrust: gaps in clients' stores, rotations, revocations and other events.

#include <algorithm>

#include "chain/chain_cas.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// A client that lacks one root gets by with another that is within reach.
bool has_other_root(const std::vector<records::CaIdentity>& reach, const records::StoreGap& gap, const records::Records& records) {
  return std::any_of(reach.begin(), reach.end(), [&](const records::CaIdentity& ca) {
    return records.is_public_root(ca.key_sha256) &&
           std::none_of(records.store_gaps.begin(), records.store_gaps.end(),
                        [&](const records::StoreGap& other) { return other.client == gap.client && find_ca(other.cas, {ca}) != nullptr; });
  });
}

std::vector<std::string> store_gaps(const FactContext& context, bool unverified) {
  std::vector<std::string> texts;
  const records::Records& records = records_of(context);
  const std::vector<records::CaIdentity> above = cas_above_leaf(context);
  const std::vector<records::CaIdentity> reach = cas_within_reach(context);
  for (const records::StoreGap& gap : records.store_gaps) {
    const records::CaIdentity* ca = gap.note.unverified == unverified ? find_ca(gap.cas, above) : nullptr;
    if (ca != nullptr && !has_other_root(reach, gap, records)) {
      push_unique(texts, gap.client + (gap.before.empty() ? "" : " before " + gap.before) + " lacks " + in_quotes(ca->name));
    }
  }
  return texts;
}

FactValue gaps(const FactContext& context) { return store_gaps(context, false); }

bool leads_to_public_root(const std::vector<records::CaIdentity>& cas, const records::Records& records) {
  return std::any_of(cas.begin(), cas.end(), [&](const records::CaIdentity& ca) { return records.is_public_root(ca.key_sha256); });
}

// Entries about an event that has happened, or is to happen while the leaf is valid.
std::vector<std::string> events(const FactContext& context, std::initializer_list<records::CaEvent::Kind> kinds, bool happened,
                                bool unverified) {
  std::vector<std::string> texts;
  const std::optional<Subject> leaf = leaf_subject(context);
  const std::optional<Instant> end = leaf ? certificate_of(*leaf, context).not_after() : std::nullopt;
  const std::vector<records::CaIdentity> above = cas_above_leaf(context);
  for (const records::CaEvent& event : records_of(context).events) {
    const bool is_past = event.on <= context.request.at;
    const bool matters = happened ? is_past : !is_past && end && event.on <= *end;
    if (!matters || event.note.unverified != unverified || std::find(kinds.begin(), kinds.end(), event.kind) == kinds.end()) continue;
    const std::string when = " on " + event.on.date() + ": " + event.note.summary;
    if (const records::CaIdentity* ca = find_ca(event.cas, above)) {
      push_unique(texts, in_quotes(ca->name) + when);
    } else if (event.cas.empty() && leads_to_public_root(above, records_of(context))) {
      push_unique(texts, "public CAs" + when);
    }
  }
  return texts;
}

FactValue revoked(const FactContext& context) { return events(context, {records::CaEvent::Kind::revoked}, true, false); }

FactValue withdrawn(const FactContext& context) { return events(context, {records::CaEvent::Kind::withdrawn}, true, false); }

FactValue upcoming(const FactContext& context) {
  return events(context,
                {records::CaEvent::Kind::revoked, records::CaEvent::Kind::withdrawn, records::CaEvent::Kind::expires,
                 records::CaEvent::Kind::changes},
                false, false);
}

FactValue unverified(const FactContext& context) {
  std::vector<std::string> texts = events(context, {records::CaEvent::Kind::revoked, records::CaEvent::Kind::withdrawn}, true, true);
  for (const std::vector<std::string>& others : {store_gaps(context, true), unverified_distrust(context)}) {
    for (const std::string& text : others) push_unique(texts, text);
  }
  return texts;
}

bool names_one(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The last rotation away from the issuer of the leaf that happened after the leaf was issued.
const records::Rotation* rotation_of(const FactContext& context) {
  const std::optional<Subject> leaf = leaf_subject(context);
  if (!leaf) return nullptr;
  const x509::Certificate& certificate = certificate_of(*leaf, context);
  const std::optional<std::string> organization = certificate.issuer().organization();
  const std::string issuer = certificate.issuer().display();
  const records::Rotation* last = nullptr;
  for (const records::Rotation& rotation : records_of(context).rotations) {
    const bool after_issue = certificate.not_before() && *certificate.not_before() < rotation.from && rotation.from <= context.request.at;
    if (after_issue && organization == rotation.ca && names_one(rotation.before, issuer) && !rotation.note.unverified &&
        (last == nullptr || last->from < rotation.from)) {
      last = &rotation;
    }
  }
  return last;
}

}  // namespace

FactTable ca_record_fact_table() {
  const FactsAbout chain(SubjectKind::chain);
  const FactsAbout rotation(SubjectKind::chain, rotation_of);
  return {
      chain.list("store_gaps", "Client families that lack the root of the chain, with the version that added it, according to the records.",
                 gaps),
      chain.list("events.revoked", "CAs of the chain whose certificates were revoked according to the records; CRLs are not considered.",
                 revoked),
      chain.list("events.withdrawn", "CAs of the chain that their owner no longer wants used, according to the records.", withdrawn),
      chain.list("events.upcoming", "What is known to happen to CAs of the chain between the evaluation time and the expiry of the leaf.",
                 upcoming),
      chain.list("events.unverified", "Reports about CAs of the chain, distrust included, for which no primary source was found.",
                 unverified),
      rotation.text("rotation.ca", "The CA that has since changed the intermediates from which it issues; absent where none has.",
                    &records::Rotation::ca),
      rotation.time("rotation.from", "When the CA changed the intermediates from which it issues.", &records::Rotation::from),
      rotation.list("rotation.issuers", "The intermediates from which the next certificate can come.", &records::Rotation::after),
  };
}

}  // namespace chainlint::facts
