// The paths that the stores of a Windows machine allow, and which of them CryptoAPI prefers.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "chainlint/base/instant.h"
#include "chainlint/chain/path.h"
#include "windows/store_graph.h"

namespace chainlint::chain {

// What tells two paths apart, what weighs most first.
//
// The order of signature, time, completeness, constraints and root is that of Wine's public reimplementation (dlls/crypt32/chain.c,
// CRYPT_ChainQuality). Explicit distrust is before them because Microsoft documents it as the way to take a path out of the choice (KB
// 2831004). How an issuer was found are the qualities CERT_TRUST_HAS_EXACT_MATCH_ISSUER and its kin of CERT_TRUST_STATUS; of a path the
// weakest one counts. "If the paths have the same score, the shortest is chosen", by design (KB 2831004). Of paths that are still equal,
// the newer one is taken: their notBefore are compared from the leaf upwards (Microsoft's white paper on certificate status and revocation
// checking, cc700843). Paths that another order would put first are shown beside the chosen one: see uncertain_paths().
enum class PathAspect {
  signatures,
  trust,
  time,
  completeness,
  constraints,  // basic constraints and path length
  usage,        // key usages, name constraints, policies, critical extensions
  root,
  match,
  length
};
inline constexpr std::size_t kPathAspects = 9;

// A path through the stores. links[i] joins nodes[i] (child) and nodes[i + 1].
struct StorePath {
  std::vector<std::size_t> nodes;
  std::vector<StoreIssuer> links;
  bool complete = false;                       // ends at a self-signed certificate
  std::array<int, kPathAspects> rank{};        // more is better
  std::array<std::string, kPathAspects> flaw;  // "'X' expired 2026-01-01": why an aspect has not its best value
  std::vector<std::optional<Instant>> issued;  // notBefore of the nodes
};

struct StorePaths {
  std::vector<StorePath> paths;  // best first; of equal ranks the newest first, and else in an order that hangs on the certificates alone
  std::string limit;             // which budget ran out: "64 paths"; empty where none did
};

// Enumerates the paths from `leaf`: never two certificates of one name and key on a path, at most `limits.complete_paths` paths,
// `limits.node_expansions` steps and `limits.path_length` certificates a path.
StorePaths find_store_paths(StoreGraph& graph, std::size_t leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier);

// A path that documents do not rule out, and why. Borrows from the paths.
struct UncertainPath {
  const StorePath* path = nullptr;
  std::string reason;
};

// The paths that are equal to the best one, or come first in another order that no document contradicts; not the best one itself.
std::vector<UncertainPath> uncertain_paths(const StorePaths& found);

}  // namespace chainlint::chain
