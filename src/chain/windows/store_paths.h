// The paths that the stores of a Windows machine allow, and which of them CryptoAPI prefers.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/chain/path.h"
#include "windows/store_graph.h"

namespace chainlint::chain {

// What tells two paths apart, what weighs most first.
//
// The order of signature, time, completeness, constraints and root is that of Wine's public reimplementation (dlls/crypt32/chain.c,
// CRYPT_ChainQuality). Explicit distrust is before them because Microsoft documents it as the way to take a path out of the choice (KB
// 2831004). How an issuer was found are the qualities CERT_TRUST_HAS_EXACT_MATCH_ISSUER and its kin of CERT_TRUST_STATUS; of a path the
// weakest one counts. "If the paths have the same score, the shortest is chosen", by design (KB 2831004). Nothing is documented beyond.
enum class PathAspect { signatures, trust, time, completeness, constraints, root, match, length };
inline constexpr std::size_t kPathAspects = 8;

// A path through the stores. links[i] joins nodes[i] (child) and nodes[i + 1].
struct StorePath {
  std::vector<std::size_t> nodes;
  std::vector<StoreIssuer> links;
  bool complete = false;                       // ends at a self-signed certificate
  std::array<int, kPathAspects> rank{};        // more is better
  std::array<std::string, kPathAspects> flaw;  // "'X' expired 2026-01-01": why an aspect has not its best value
};

struct StorePaths {
  std::vector<StorePath> paths;  // best first; equal ranks in an order that hangs on the certificates alone
  std::string limit;             // which budget ran out: "64 paths"; empty where none did
};

// Enumerates the paths from `leaf`: never two certificates of one name and key on a path, at most `limits.complete_paths` paths,
// `limits.node_expansions` steps and `limits.path_length` certificates a path.
StorePaths find_store_paths(StoreGraph& graph, std::size_t leaf, const ChainRequest& request, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::chain
