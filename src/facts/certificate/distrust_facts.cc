// The distrust of root programs, present or announced, in the CAs of a chain.

#include <algorithm>

#include "certificate/timestamps.h"
#include "chain/chain_cas.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/identifiers.h"
#include "chainlint/x509/signed_certificate_timestamps.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// What the dates are compared with.
struct LeafDates {
  Instant at;
  std::optional<Instant> not_before, not_after, earliest_sct;
};

std::optional<LeafDates> dates_of(const FactContext& context) {
  const std::optional<Subject> leaf = leaf_subject(context);
  if (!leaf || !context.analysis.path) return std::nullopt;
  const x509::Certificate& certificate = certificate_of(*leaf, context);
  return LeafDates{context.request.at, certificate.not_before(), certificate.not_after(), earliest_timestamp(certificate)};
}

// The date of the leaf, or of the run, that is compared with that of the entry.
std::optional<Instant> compared(const records::Distrust& distrust, const LeafDates& dates) {
  switch (distrust.compares) {
    case records::DistrustCompares::everything:
      return dates.at;
    case records::DistrustCompares::earliest_sct:
      return dates.earliest_sct ? dates.earliest_sct : dates.not_before;
    case records::DistrustCompares::not_before:
      break;
  }
  return dates.not_before;
}

bool in_force(const records::Distrust& distrust, const LeafDates& dates) {
  const std::optional<Instant> date = compared(distrust, dates);
  return date && *date >= distrust.from;
}

// Comes into force while the leaf is valid.
bool comes(const records::Distrust& distrust, const LeafDates& dates) {
  return distrust.compares == records::DistrustCompares::everything && dates.at < distrust.from && dates.not_after &&
         distrust.from <= *dates.not_after;
}

using Applies = bool (*)(const records::Distrust&, const LeafDates&);

// Another public root within reach lets a client of the program by: a cross-sign leads there.
bool has_way_out(const std::vector<records::CaIdentity>& reach, const std::string& program, Applies applies, const LeafDates& dates,
                 const records::Records& records) {
  return std::any_of(reach.begin(), reach.end(), [&](const records::CaIdentity& ca) {
    return records.is_public_root(ca.key_sha256) &&
           std::none_of(records.distrusts.begin(), records.distrusts.end(), [&](const records::Distrust& other) {
             return other.program == program && applies(other, dates) && find_ca(other.cas, {ca}) != nullptr;
           });
  });
}

bool applies_now(const records::Distrust& distrust, const LeafDates& dates) { return in_force(distrust, dates); }
bool applies_at_the_end(const records::Distrust& distrust, const LeafDates& dates) {
  return in_force(distrust, dates) || comes(distrust, dates);
}

// An entry that bites, and the CA of the chain that it is about.
struct Bite {
  const records::Distrust* distrust;
  std::string ca;
};

std::vector<Bite> bites(const FactContext& context, Applies matters, Applies applies, bool unverified) {
  std::vector<Bite> found;
  const std::optional<LeafDates> dates = dates_of(context);
  if (!dates) return found;
  const records::Records& records = records_of(context);
  const std::vector<records::CaIdentity> above = cas_above_leaf(context);
  const std::vector<records::CaIdentity> reach = cas_within_reach(context);
  for (const records::Distrust& distrust : records.distrusts) {
    if (distrust.note.unverified != unverified || !matters(distrust, *dates)) continue;
    const records::CaIdentity* ca = find_ca(distrust.cas, above);
    if (ca != nullptr && !has_way_out(reach, distrust.program, applies, *dates, records)) found.push_back({&distrust, ca->name});
  }
  return found;
}

std::vector<Bite> distrusted(const FactContext& context, bool unverified = false) {
  return bites(context, applies_now, applies_now, unverified);
}

// What is refused already is no matter of the future.
std::vector<Bite> coming(const FactContext& context, bool unverified = false) {
  std::vector<Bite> found = bites(context, comes, applies_at_the_end, unverified);
  const std::vector<Bite> now = distrusted(context, unverified);
  std::erase_if(found, [&](const Bite& bite) {
    return std::any_of(now.begin(), now.end(), [&](const Bite& other) { return other.distrust->program == bite.distrust->program; });
  });
  return found;
}

std::string in_words(const Bite& bite, const LeafDates& dates) {
  const records::Distrust& distrust = *bite.distrust;
  const std::string text = in_quotes(bite.ca) + " (" + distrust.program + ": ";
  const std::optional<Instant> date = compared(distrust, dates);
  if (distrust.compares == records::DistrustCompares::everything || !date) return text + "from " + distrust.from.date() + ")";
  const bool by_sct = distrust.compares == records::DistrustCompares::earliest_sct && dates.earliest_sct;
  return text + "certificates from " + distrust.from.date() + "; " + (by_sct ? "earliest timestamp in this leaf: " : "this leaf: ") +
         date->date() + ")";
}

template <std::vector<Bite> (*Find)(const FactContext&, bool)>
std::vector<std::string> reasons_in_words(const FactContext& context, bool unverified) {
  std::vector<std::string> texts;
  const std::optional<LeafDates> dates = dates_of(context);
  for (const Bite& bite : Find(context, unverified)) push_unique(texts, in_words(bite, *dates));
  return texts;
}

template <std::vector<Bite> (*Find)(const FactContext&, bool)>
FactValue reasons(const FactContext& context) {
  return reasons_in_words<Find>(context, false);
}

template <std::vector<Bite> (*Find)(const FactContext&, bool)>
FactValue programs(const FactContext& context) {
  std::vector<std::string> names;
  for (const Bite& bite : Find(context, false)) push_unique(names, bite.distrust->program);
  return names;
}

FactValue first_sunset(const FactContext& context) {
  std::optional<Instant> first;
  for (const Bite& bite : coming(context)) first = first ? std::min(*first, bite.distrust->from) : bite.distrust->from;
  return value_or_absent(first);
}

FactValue sources(const FactContext& context) {
  std::vector<std::string> urls;
  for (const std::vector<Bite>& found : {distrusted(context), coming(context)}) {
    for (const Bite& bite : found) push_unique(urls, bite.distrust->note.source.url);
  }
  return urls;
}

}  // namespace

std::vector<std::string> unverified_distrust(const FactContext& context) { return reasons_in_words<distrusted>(context, true); }

FactTable distrust_fact_table() {
  const FactsAbout chain(SubjectKind::chain);
  return {
      chain.list("distrust.programs", "The root programs that refuse the leaf because of a CA of its chain, according to the records.",
                 programs<distrusted>),
      chain.list("distrust.reasons", "Which program refuses which CA from which date, and which date of the leaf was compared with it.",
                 reasons<distrusted>),
      chain.list("distrust.sources", "Where the dates of distrust and sunset that matter for the chain were read.", sources),
      chain.list("sunset.programs",
                 "The root programs that will drop a CA of the chain between the evaluation time and the expiry of the leaf.",
                 programs<coming>),
      chain.list("sunset.reasons", "Which program will drop which CA, and when, before the leaf expires.", reasons<coming>),
      chain.time("sunset.date", "When the first program drops a CA of the chain before the leaf expires; absent where none does.",
                 first_sunset),
  };
}

}  // namespace chainlint::facts
