#include <array>

#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue run_hosts(const FactContext& context, const Subject&) {
  std::vector<std::string> hosts;
  for (const x509::HostName& host : context.request.hosts) {
    hosts.push_back(host.to_string());
  }
  return hosts;
}

FactValue run_anchors(const FactContext& context, const Subject&) {
  const chain::AnchorSet* anchors = context.request.anchors;
  return text(chain::to_string(anchors == nullptr ? chain::AnchorOrigin::none : anchors->origin()));
}

// Unavailable where a file could not be read: the root may be in it.
FactValue anchors_complete(const FactContext& context, const Subject&) {
  const chain::AnchorSet* anchors = context.request.anchors;
  if (anchors == nullptr || anchors->origin() != chain::AnchorOrigin::incomplete) return true;
  return Unavailable{"a file of --anchors could not be read, and the root may be in it"};
}

const std::array kRunFacts = {
    FactDefinition{SubjectKind::bundle,
                   "run.at",
                   FactType::time,
                   "",
                   {},
                   "The evaluation time, from --at or the clock.",
                   [](const FactContext& context, const Subject&) -> FactValue { return context.request.at; }},
    FactDefinition{
        SubjectKind::bundle, "run.anchors", FactType::text, "", chain::kAnchorOriginNames,
        "Where the trust anchors of this run come from: nowhere, the system's store, or files named with --anchors; 'incomplete' "
        "where one of these files could not be read.",
        run_anchors},
    FactDefinition{SubjectKind::bundle,
                   "run.anchors_complete",
                   FactType::boolean,
                   "",
                   {},
                   "Every file of --anchors was read; unavailable where one was not, because the root may be in it.",
                   anchors_complete},
    FactDefinition{SubjectKind::bundle,
                   "run.anchor_count",
                   FactType::integer,
                   "certificates",
                   {},
                   "How many trust anchors this run has.",
                   [](const FactContext& context, const Subject&) {
                     return integer(context.request.anchors == nullptr ? 0 : context.request.anchors->size());
                   }},
    FactDefinition{SubjectKind::bundle, "run.purpose", FactType::text, "", chain::kPurposeNames, "What the leaf is for, from --purpose.",
                   [](const FactContext& context, const Subject&) { return text(chain::to_string(context.request.purpose)); }},
    FactDefinition{
        SubjectKind::bundle, "run.hosts", FactType::text_list, "", {}, "The names that the leaf must cover, from --host.", run_hosts},
    FactDefinition{SubjectKind::bundle,
                   "run.target",
                   FactType::text,
                   "",
                   {},
                   "The deployment profile, from --target; absent without one.",
                   [](const FactContext& context, const Subject&) { return text_or_absent(std::string(context.target)); }},
};

}  // namespace

std::span<const FactDefinition> run_fact_table() { return kRunFacts; }

}  // namespace chainlint::facts
