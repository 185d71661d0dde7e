// Certificate policies along a path (RFC 5280 sections 6.1.2 to 6.1.5).
#pragma once

#include <optional>
#include <span>
#include <string>

#include "chainlint/x509/certificate.h"

namespace chainlint::chain {

// Why the policies of the path are not acceptable, or nothing. `certificates` is the path leaf first, without the anchor. The initial
// policy set is any-policy and an explicit policy is not required from the start.
//
// With that set the outcome hangs on whether the valid policy tree has a node of the last depth. Nodes of one depth depend on the expected
// policies of the depth before and on nothing above, so one set a depth takes the place of the tree: work is linear in what the
// certificates contain, where a tree can be made to grow exponentially.
std::optional<std::string> policy_violation(std::span<const x509::CertificatePtr> certificates);

}  // namespace chainlint::chain
