#include <array>

#include "certificate/forum_policies.h"
#include "chain/chain_cas.h"
#include "chain/place.h"
#include "chainlint/base/text.h"
#include "chainlint/x509/display.h"
#include "tables.h"
#include "value.h"

namespace chainlint::facts {

namespace {

constexpr std::array<std::string_view, 3> kIssuances = {"public", "private", "unknown"};

struct Origin {
  std::string_view issuance;
  std::string reason;
};

// A root that is specified with --anchors decides, whatever policies the certificates below it claim.
bool claims_count(const FactContext& context) {
  const std::optional<chain::Path>& path = context.analysis.path;
  const chain::AnchorSet* anchors = context.request.anchors;
  const bool given = anchors != nullptr && anchors->origin() == chain::AnchorOrigin::files;
  return context.believe_claims || !given || !path || path->stop != chain::StopReason::anchor;
}

Origin origin_of(const FactContext& context) {
  if (context.issuance != Issuance::undeclared) return {context.issuance == Issuance::public_ca ? "public" : "private", "declared"};
  const std::optional<chain::Path>& path = context.analysis.path;
  if (path) {
    for (const records::CaIdentity& ca : cas_above_leaf(context)) {
      if (records_of(context).is_public_root(ca.key_sha256)) return {"public", "the chain leads to the public root " + in_quotes(ca.name)};
    }
  }
  if (const std::optional<Subject> leaf = claims_count(context) ? leaf_subject(context) : std::nullopt) {
    const auto claimed = forum_policies_of(certificate_of(*leaf, context));
    if (!claimed.empty()) return {"public", "the leaf has the CA/Browser Forum policy identifier " + std::string(claimed.front()->oid)};
  }
  if (path && path->stop == chain::StopReason::anchor) {
    return {"private",
            "the chain ends at " + in_quotes(x509::display_name(*path->steps.back().certificate)) + ", which is not a public root"};
  }
  if (path && path->stop == chain::StopReason::untrusted_root) return {"private", "the chain ends at a root that is not public"};
  return {"unknown", "the chain does not lead to a root, and the leaf has no CA/Browser Forum policy identifier"};
}

}  // namespace

std::string_view issuance_of(const FactContext& context) { return origin_of(context).issuance; }

FactTable issuance_fact_table() {
  const FactsAbout bundle(SubjectKind::bundle);
  return {
      bundle.text("issuance", kIssuances,
                  "Whether the rules for public CAs apply to the leaf: as declared, else by the root of its chain, else by its policies.",
                  issuance_of),
      bundle.text("issuance.reason", "How the issuance was determined.",
                  [](const FactContext& context) { return origin_of(context).reason; }),
  };
}

}  // namespace chainlint::facts
