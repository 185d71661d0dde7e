// The revocation lists that were given or found.

#include <set>

#include "chain/place.h"
#include "chainlint/chain/run_index.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

// CRLs of other issuers do not concern this bundle: a folder of CRLs is specified for all bundles.
std::set<std::string> issuers_on_path(const FactContext& context) {
  std::set<std::string> names;
  if (context.analysis.path) {
    for (const chain::PathStep& step : context.analysis.path->steps) names.insert(step.certificate->issuer().canonical());
  }
  return names;
}

std::vector<x509::CrlPtr> lists_of(const FactContext& context) {
  const std::set<std::string> issuers = issuers_on_path(context);
  std::vector<x509::CrlPtr> lists;
  const auto take = [&](const x509::CrlPtr& list) {
    if (list != nullptr && issuers.count(list->issuer().canonical()) != 0) lists.push_back(list);
  };
  for (const x509::CrlPtr& list : context.request.crls) take(list);
  for (const formats::Entry* entry : context.analysis.entries) take(entry->crl);
  return lists;
}

FactValue stale(const FactContext& context) {
  const std::vector<x509::CrlPtr> lists = lists_of(context);
  if (lists.empty()) return Absent{};
  std::vector<std::string> texts;
  for (const x509::CrlPtr& list : lists) {
    const std::optional<Instant> due = list->next_update();
    if (!due || *due >= context.request.at) continue;
    const Location* place = context.request.run == nullptr ? nullptr : context.request.run->place_of(*list);
    const std::string at = place == nullptr ? "" : " at " + brief_place(*place);
    push_unique(texts, "'" + list->issuer().display() + "'" + at + " (nextUpdate " + due->date() + ")");
  }
  return texts;
}

// From CRLs that were not requested, and from issuers of CA certificates without a CRL.
FactValue undecided(const FactContext& context) {
  std::vector<std::string> texts;
  if (!context.analysis.path) return texts;
  for (const chain::PathStep& step : context.analysis.path->steps) {
    if (!step.revocation_asked && !step.revocation_unknown.empty()) push_unique(texts, step.revocation_unknown);
  }
  return texts;
}

}  // namespace

FactTable revocation_list_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.list("crls.stale",
                  "The issuers of the chain whose CRL has expired, with its file and nextUpdate; from --crl, the bundle and the run. "
                  "Absent without "
                  "a CRL.",
                  stale),
      bundle.list("crls.undecided",
                  "Why the revocation of certificates of the chain cannot be determined: unusable CRLs in the bundle or in the run, and, "
                  "with --crl, issuers of CA certificates without a CRL.",
                  undecided),
  };
}

}  // namespace chainlint::facts
