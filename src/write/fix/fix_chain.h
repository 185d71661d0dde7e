// Which certificates of a bundle stay, and in which order a server should send them.
#pragma once

#include <map>
#include <vector>

#include "chainlint/write/fix_plan.h"
#include "fix/fix_completion.h"

namespace chainlint::write {

struct ChainChoice {
  std::vector<x509::CertificatePtr> order;  // all that stay, each once: the leaf, its issuer, ...; roots last
  std::map<Digest256, FixKind> gone;        // all others
  std::vector<Fix> fixes;                   // one for each that goes
  std::vector<RefusedFix> refused;
  bool reorder = true;  // false: the order is not for changing
};

// Nothing is removed that a valid path of a leaf may need: where the chain above a leaf is incomplete, it is not known what belongs to it.
ChainChoice choose_chain(const facts::FactContext& context, const Completion& completed);

}  // namespace chainlint::write
