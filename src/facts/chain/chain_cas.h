// The CAs of a chain, as records refer to them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/facts/fact.h"
#include "chainlint/facts/subject.h"
#include "chainlint/records/records.h"

namespace chainlint::facts {

// The dated facts of the run; the shipped ones where it has none of its own.
const records::Records& records_of(const FactContext& context);

records::CaIdentity identity_of_ca(const x509::Certificate& certificate);

// Those above the leaf on the chosen path, from below, and last the issuer that the path lacks, known by its name and key id alone. A leaf
// that is alone and signed itself is its own. Empty without a path.
std::vector<records::CaIdentity> cas_above_leaf(const FactContext& context);

// The CAs above the leaf, and those of the bundle that a client may take instead.
std::vector<records::CaIdentity> cas_within_reach(const FactContext& context);

// Whether an entry that is about `said` is about `found`.
bool speaks_of(const records::CaIdentity& said, const records::CaIdentity& found);

// The first of `found` that one of `said` is about, or null.
const records::CaIdentity* find_ca(const std::vector<records::CaIdentity>& said, const std::vector<records::CaIdentity>& found);

// Where the private key of a public key is published, by the dated facts; absent where none says so.
FactValue publication_of(std::string_view key_sha256, const FactContext& context);

// Why programs are said to refuse the leaf, by entries without a primary source.
std::vector<std::string> unverified_distrust(const FactContext& context);

}  // namespace chainlint::facts
