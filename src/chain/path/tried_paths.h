// Why the paths that were not chosen were not.
#pragma once

#include <vector>

#include "chainlint/chain/analysis.h"
#include "path/entity_graph.h"
#include "path/path_checks.h"

namespace chainlint::chain {

// The other paths from `leaf` to an anchor, the walks that stop before one, and the certificates of the right name next to the chosen path
// whose key is another one; in this order, each kind best first, ChainLimits::kTriedPaths at most. Uses what is left of the graph's budget,
// so it comes last. `context` wants a budget of comparisons of its own.
std::vector<TriedPath> tried_paths(EntityGraph& graph, CertId leaf, const Path& chosen, const CheckContext& context,
                                   crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
