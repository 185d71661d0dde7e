// Validation of one path (RFC 5280 section 6.1).
#pragma once

#include <span>

#include "chainlint/chain/analysis.h"
#include "path/name_constraints.h"
#include "path/revocation.h"

namespace chainlint::chain {

// What the checks of one analysis share. Borrows.
struct CheckContext {
  const ChainRequest& request;
  const Revocations& revocations;
  ComparisonBudget& comparisons;
};

// pathLenConstraint of `certificates[index]` (leaf first) against the intermediates below it; self-issued ones are not counted.
std::optional<std::string> path_length_violation(std::span<const x509::CertificatePtr> certificates, std::size_t index);

// Name constraints of `certificates[index]` against the intermediates below it, the leaf not among them; self-issued ones are exempt.
std::vector<std::string> intermediate_constraint_violations(std::span<const x509::CertificatePtr> certificates, std::size_t index,
                                                            ComparisonBudget& comparisons);

// Fills in the problems of every step. Where the path does not end at an anchor the checks run as if its last certificate were one above
// which nothing is known, so that what is found is certain.
void check_path(Path& path, const CheckContext& context);

// The problems of a path whose first certificate is a CA that issues, and no leaf. After check_path().
void check_issuing_ca(Path& path);

}  // namespace chainlint::chain
