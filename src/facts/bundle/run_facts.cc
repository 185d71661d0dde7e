
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

FactValue run_hosts(const FactContext& context) {
  std::vector<std::string> hosts;
  for (const x509::HostName& host : context.request.hosts) hosts.push_back(host.to_string());
  return hosts;
}

std::vector<std::string> run_purposes(const FactContext& context) {
  std::vector<std::string> names;
  for (const chain::Purpose purpose : context.request.purposes.all()) names.emplace_back(chain::to_string(purpose));
  return names;
}

FactValue run_anchors(const FactContext& context) {
  const chain::AnchorSet* anchors = context.request.anchors;
  return text(chain::to_string(anchors == nullptr ? chain::AnchorOrigin::none : anchors->origin()));
}

// Unavailable where a file could not be read: the root may be in it.
FactValue anchors_complete(const FactContext& context) {
  const chain::AnchorSet* anchors = context.request.anchors;
  if (anchors == nullptr || anchors->origin() != chain::AnchorOrigin::incomplete) return true;
  return Unavailable{"a file of --anchors could not be read, and the root may be in it"};
}

}  // namespace

FactTable run_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.time("run.at", "The evaluation time, from --at or the clock.", [](const FactContext& context) { return context.request.at; }),
      bundle.text("run.anchors", chain::kAnchorOriginNames,
                  "Where the trust anchors of this run come from: nowhere, the system's store, or files named with --anchors; 'incomplete' "
                  "where one of these files could not be read.",
                  run_anchors),
      bundle.boolean("run.anchors_complete",
                     "Every file of --anchors was read; unavailable where one was not, because the root may be in it.", anchors_complete),
      bundle.integer("run.anchor_count", "certificates", "How many trust anchors this run has.",
                     [](const FactContext& context) { return context.request.anchors == nullptr ? 0 : context.request.anchors->size(); }),
      bundle.text("run.purpose", chain::kPurposeNames,
                  "What the leaf is for, from --purpose; of several purposes the first in the order of the values.",
                  [](const FactContext& context) { return chain::to_string(context.request.purposes.all().front()); }),
      bundle.list("run.purposes", chain::kPurposeNames, "Everything that the leaf is for, from --purpose.", run_purposes),
      bundle.list("run.hosts", "The names that the leaf must cover, from --host.", run_hosts),
      bundle.text("run.target", "The deployment profile, from --target; absent without one.",
                  [](const FactContext& context) { return text_or_absent(std::string(context.target)); }),
  };
}

}  // namespace chainlint::facts
