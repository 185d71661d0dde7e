// The CAs of a chain as records speak of them.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/subject.h"
#include "chainlint/records/records.h"

namespace chainlint {

// The dated facts of the run; the shipped ones where it has none of its own.
const Records& records_of(const FactContext& context);

CaIdentity identity_of_ca(const Certificate& certificate);

// Those above the leaf on the chosen path, from below, and last the issuer that the path lacks, known by its name and key id alone. A leaf
// that stands alone and signed itself is its own. Empty without a path.
std::vector<CaIdentity> cas_above_leaf(const FactContext& context);

// The CAs above the leaf, and those of the bundle that a client may take instead.
std::vector<CaIdentity> cas_within_reach(const FactContext& context);

// Whether an entry that speaks of `said` speaks of `found`.
bool speaks_of(const CaIdentity& said, const CaIdentity& found);

// The first of `found` that one of `said` speaks of, or null.
const CaIdentity* find_ca(const std::vector<CaIdentity>& said, const std::vector<CaIdentity>& found);

// Why programs are said to refuse the leaf, by entries without a primary source.
std::vector<std::string> unverified_distrust(const FactContext& context);

}  // namespace chainlint
