// The search for a path to an anchor.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "chainlint/chain/path.h"
#include "path/entity_graph.h"
#include "path/path_checks.h"

namespace chainlint::chain {

struct SearchResult {
  std::optional<Path> path;    // ends at an anchor: the first valid one, else the one with the fewest problems
  std::size_t candidates = 0;  // complete paths that were looked at
  std::string limit;           // which budget ran out before the search was complete; empty where none did
  bool certain = true;         // no budget ran out, or none that matters for the path
};

// Finds the best path from `leaf` to an anchor: fewest problems, then fewest doubts (key ids that contradict each other), then
// shortest; among equals the certificates that are valid at the time, self-signed, named by issuer and serial number of the authority key
// identifier, or newest come first, and the SHA-256 decides in the end.
// Never two certificates of one entity on a path.
//
// Best first over partial paths with the bound of `Distances`: the first complete path to come up is the best one, and where that one has
// a problem there is no valid path at all. A budget that runs out makes the answer uncertain unless a valid path was found; one of
// comparisons makes it uncertain anyway.
SearchResult search_path(EntityGraph& graph, CertId leaf, const CheckContext& context);

// The first `most` paths in that order, valid or not, with their problems; fewer where a budget of `context` runs out.
std::vector<Path> paths_to_anchors(EntityGraph& graph, CertId leaf, const CheckContext& context, std::size_t most);

// The steps and links of a walk. `issuers[i]` is the verdict between `ids[i]` and `ids[i + 1]`.
Path make_path(const EntityGraph& graph, const std::vector<CertId>& ids, const std::vector<crypto::SignatureVerdict>& verdicts);

}  // namespace chainlint::chain
