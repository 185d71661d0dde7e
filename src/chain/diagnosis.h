// Why no path reaches an anchor.
#pragma once

#include <vector>

#include "chainlint/chain/analysis.h"
#include "path/entity_graph.h"

namespace chainlint::chain {

// A walk upwards that could not go on.
struct StoppedWalk {
  Path path;                   // problems not filled in
  std::size_t candidates = 1;  // walks that were looked at
  x509::CertificatePtr near;   // what came near the issuer that is missing
  bool near_in_bundle = false;
};

// The best walk from `leaf` along verified edges, if no anchor can be reached: one that ends at a self-signed certificate before all
// others, then the longest, then the one about whose end most is known. Uses what is left of the graph's budget; where that is not enough a
// walk ends with StopReason::limit.
StoppedWalk walk_to_the_end(EntityGraph& graph, CertId leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier);

// Every such walk, best first, ChainLimits::kTriedPaths at most. Takes no notice of anchors that are in the bundle: a walk ends at or
// beyond them.
std::vector<StoppedWalk> all_walks(EntityGraph& graph, CertId leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier);

// Whether the common names differ, and in numbers alone: "Example CA 1" and "Example CA 2", "R3" and "R10", "TLS CA G2" and "TLS CA G3".
// Organizations that are given in both must be the same.
bool differ_in_numbers(const x509::Name& a, const x509::Name& b);

}  // namespace chainlint::chain
