// What the chain lacks at its end, and what came near it: the proof behind "unable to get local issuer certificate".

#include <algorithm>
#include <array>

#include "chainlint/x509/display.h"
#include "place.h"
#include "tables.h"
#include "value.h"

namespace chainlint {

namespace {

// The certificate whose issuer was looked for; null where the chain ends at an anchor or a root.
const Certificate* child_of(const FactContext& context) {
  const Path& path = *context.analysis.path;
  if (path.stop == StopReason::anchor || path.stop == StopReason::untrusted_root || path.steps.empty()) {
    return nullptr;
  }
  const std::size_t last = path.steps.size() - 1;
  const std::size_t step = context.analysis.missing ? std::min(context.analysis.missing->child_step, last) : last;
  return path.steps[step].certificate.get();
}

template <class Read>
FactValue of_child(const FactContext& context, Read read) {
  const Certificate* child = child_of(context);
  return child == nullptr ? FactValue(Absent{}) : read(*child);
}

FactValue wanted_key_id(const Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->key_id ? text(id_text(*authority->key_id)) : FactValue(Absent{});
}

FactValue wanted_serial(const Certificate& child) {
  const auto& authority = child.extensions().authority_key_id;
  return authority && authority->serial ? text(id_text(*authority->serial)) : FactValue(Absent{});
}

FactValue wanted_url(const Certificate& child) {
  const auto& urls = child.extensions().ca_issuers_urls;
  return urls.empty() ? FactValue(Absent{}) : text(urls.front());
}

FactValue wanted_text(const Certificate& child) {
  std::string described = child.issuer().to_string();
  const auto& authority = child.extensions().authority_key_id;
  if (authority && authority->key_id) {
    described += " (key id " + id_text(*authority->key_id) + ")";
  }
  return described;
}

FactValue below_is_leaf(const FactContext& context, const Subject&) {
  return context.analysis.missing ? FactValue(context.analysis.missing->child_is_leaf) : FactValue(Absent{});
}

const std::vector<CertificatePtr>& in_pool(const FactContext& context) {
  static const std::vector<CertificatePtr> nothing;
  return context.analysis.missing ? context.analysis.missing->in_pool : nothing;
}

FactValue pool_texts(const FactContext& context, const Subject&) {
  std::vector<std::string> found;
  for (const CertificatePtr& certificate : in_pool(context)) {
    found.push_back(describe(*certificate));
  }
  return found;
}

FactValue pool_intermediate(const FactContext& context, const Subject&) {
  for (const CertificatePtr& certificate : in_pool(context)) {
    if (!certificate->self_issued()) {
      return true;
    }
  }
  return false;
}

// The remedy differs with what is known: the pool holds the issuer, the certificate names a URL, or neither.
FactValue source(const FactContext& context, const Subject&) {
  if (!in_pool(context).empty()) {
    const Certificate& best = *in_pool(context).front();
    return "add " + describe(best) + ", SHA-256 " + to_hex(best.sha256()) + ", which the pool holds";
  }
  return of_child(context, [](const Certificate& child) -> FactValue {
    const auto& urls = child.extensions().ca_issuers_urls;
    return urls.empty() ? text("ask the CA for it: the certificate names no URL from which to fetch it")
                        : FactValue("fetch it by hand from " + urls.front());
  });
}

const Certificate* near(const FactContext& context) { return context.analysis.missing ? context.analysis.missing->near.get() : nullptr; }
const Certificate* stale(const FactContext& context) { return context.analysis.missing ? context.analysis.missing->stale.get() : nullptr; }

FactValue subject_of(const Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : text(subject_text(*certificate));
}

FactValue described(const Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : FactValue(describe(*certificate));
}

FactValue key_id_of(const Certificate* certificate) {
  return certificate != nullptr && certificate->extensions().subject_key_id ? text(id_text(*certificate->extensions().subject_key_id))
                                                                            : FactValue(Absent{});
}

FactValue serial_of(const Certificate* certificate) {
  return certificate == nullptr ? FactValue(Absent{}) : text(certificate->serial_text());
}

FactValue place_of(const FactContext& context, const Certificate* certificate) {
  if (certificate == nullptr) {
    return Absent{};
  }
  const Member* member = member_with(*certificate, context);
  return member == nullptr || member->entries.empty() ? text("the trust anchors")
                                                      : text(to_string(context.analysis.entries[member->entries.front()]->location));
}

const std::array kFacts = {
    FactDefinition{SubjectKind::chain,
                   "missing.issuer",
                   FactType::text,
                   "",
                   {},
                   "The name of the issuer at which the chain cannot go on.",
                   [](const FactContext& context, const Subject&) {
                     return of_child(context, [](const Certificate& child) { return text(child.issuer().to_string()); });
                   }},
    FactDefinition{SubjectKind::chain,
                   "missing.text",
                   FactType::text,
                   "",
                   {},
                   "The issuer at which the chain cannot go on: its name and, where known, its key id.",
                   [](const FactContext& context, const Subject&) { return of_child(context, wanted_text); }},
    FactDefinition{SubjectKind::chain,
                   "missing.key_id",
                   FactType::text,
                   "",
                   {},
                   "The key id that the issuer must have, by the authority key id of the last certificate.",
                   [](const FactContext& context, const Subject&) { return of_child(context, wanted_key_id); }},
    FactDefinition{SubjectKind::chain,
                   "missing.serial",
                   FactType::text,
                   "",
                   {},
                   "The serial number that the issuer must have, by the authority key id of the last certificate.",
                   [](const FactContext& context, const Subject&) { return of_child(context, wanted_serial); }},
    FactDefinition{SubjectKind::chain,
                   "missing.url",
                   FactType::text,
                   "",
                   {},
                   "Where the last certificate says that its issuer can be fetched (authorityInfoAccess).",
                   [](const FactContext& context, const Subject&) { return of_child(context, wanted_url); }},
    FactDefinition{SubjectKind::chain,
                   "missing.source",
                   FactType::text,
                   "",
                   {},
                   "How to come by the issuer: from the pool, from its URL, or from the CA.",
                   source},
    FactDefinition{SubjectKind::chain,
                   "missing.below",
                   FactType::text,
                   "",
                   {},
                   "The subject of the last certificate, whose issuer is looked for.",
                   [](const FactContext& context, const Subject&) { return subject_of(child_of(context)); }},
    FactDefinition{SubjectKind::chain,
                   "missing.below_is_leaf",
                   FactType::boolean,
                   "",
                   {},
                   "It is the leaf whose issuer is looked for.",
                   below_is_leaf},
    FactDefinition{SubjectKind::chain,
                   "missing.in_pool",
                   FactType::text_list,
                   "",
                   {},
                   "The certificates of --pool that would fill the gap, best first.",
                   pool_texts},
    FactDefinition{SubjectKind::chain,
                   "missing.pool_intermediate",
                   FactType::boolean,
                   "",
                   {},
                   "The pool shows that another intermediate is missing, not the root alone.",
                   pool_intermediate},
    FactDefinition{
        SubjectKind::chain,
        "near.subject",
        FactType::text,
        "",
        {},
        "The subject of the certificate that is nearly the issuer: the right name with another key, or the right key under another name.",
        [](const FactContext& context, const Subject&) { return subject_of(near(context)); }},
    FactDefinition{SubjectKind::chain,
                   "near.text",
                   FactType::text,
                   "",
                   {},
                   "The certificate that is nearly the issuer: name, key id, serial number, end of validity.",
                   [](const FactContext& context, const Subject&) { return described(near(context)); }},
    FactDefinition{SubjectKind::chain,
                   "near.key_id",
                   FactType::text,
                   "",
                   {},
                   "The key id of the certificate that is nearly the issuer.",
                   [](const FactContext& context, const Subject&) { return key_id_of(near(context)); }},
    FactDefinition{SubjectKind::chain,
                   "near.serial",
                   FactType::text,
                   "",
                   {},
                   "The serial number of the certificate that is nearly the issuer.",
                   [](const FactContext& context, const Subject&) { return serial_of(near(context)); }},
    FactDefinition{SubjectKind::chain,
                   "near.location",
                   FactType::text,
                   "",
                   {},
                   "Where the certificate that is nearly the issuer stands.",
                   [](const FactContext& context, const Subject&) { return place_of(context, near(context)); }},
    FactDefinition{
        SubjectKind::chain,
        "stale.subject",
        FactType::text,
        "",
        {},
        "The subject of a CA certificate of the bundle that issues nothing in it and belongs to the family of the missing issuer.",
        [](const FactContext& context, const Subject&) { return subject_of(stale(context)); }},
    FactDefinition{SubjectKind::chain,
                   "stale.text",
                   FactType::text,
                   "",
                   {},
                   "The stale CA certificate: name, key id, serial number, end of validity.",
                   [](const FactContext& context, const Subject&) { return described(stale(context)); }},
    FactDefinition{SubjectKind::chain,
                   "stale.key_id",
                   FactType::text,
                   "",
                   {},
                   "The key id of the stale CA certificate.",
                   [](const FactContext& context, const Subject&) { return key_id_of(stale(context)); }},
    FactDefinition{SubjectKind::chain,
                   "stale.not_after",
                   FactType::time,
                   "",
                   {},
                   "The end of validity of the stale CA certificate.",
                   [](const FactContext& context, const Subject&) {
                     return stale(context) == nullptr ? FactValue(Absent{}) : value_or_absent(stale(context)->not_after());
                   }},
    FactDefinition{SubjectKind::chain,
                   "stale.location",
                   FactType::text,
                   "",
                   {},
                   "Where the stale CA certificate stands.",
                   [](const FactContext& context, const Subject&) { return place_of(context, stale(context)); }},
};

}  // namespace

std::span<const FactDefinition> missing_issuer_fact_table() { return kFacts; }

}  // namespace chainlint
