// A bundle with what the pool gives: the missing issuers, the successors of stale ones.
#pragma once

#include <memory>
#include <set>
#include <vector>

#include "chainlint/write/fix_plan.h"

namespace chainlint::write {

// A copy of a bundle with more certificates in it. Owns what its analysis borrows.
struct Completion {
  formats::Bundle bundle;
  chain::BundleAnalysis analysis;
  std::vector<x509::CertificatePtr> added;  // in the order of the chain
  std::set<Digest256> replaced;             // certificates of the bundle that what was added takes the place of
  std::vector<Fix> fixes;
  std::vector<RefusedFix> refused;

  bool has_added(const x509::Certificate& certificate) const;
};

// Adds issuer after issuer until the chain ends below a root, as far as `unsafe` allows it; with a target that wants the root, that too.
std::unique_ptr<Completion> complete_from_pool(const facts::FactContext& context, const std::vector<FixKind>& unsafe);

// "'Example CA 1' (serial 0A, ends 2030-01-01)".
std::string describe_briefly(const x509::Certificate& certificate);

// Whether the target wants the root in the file.
bool wants_root(const facts::FactContext& context);

}  // namespace chainlint::write
