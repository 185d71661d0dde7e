// What a bundle is: a server's, an issuing CA's, a trust store, or something without a certificate.
#pragma once

#include <vector>

#include "chainlint/chain/analysis.h"
#include "leaf_choice.h"
#include "path/entity_graph.h"

namespace chainlint::chain {

// Sets `kind` and `leaf_unreadable`. The members and keys of `analysis` must be known.
void decide_kind(BundleAnalysis& analysis, const formats::Bundle& bundle, const ChainRequest& request, EntityGraph& graph,
                 const std::vector<MemberUse>& uses);

}  // namespace chainlint::chain
