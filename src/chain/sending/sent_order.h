// The order of the certificates in a file, compared with the correct order.
#pragma once

#include "chainlint/chain/analysis.h"

namespace chainlint::chain {

// From `entries`, `members`, `leaf` and `path` of the analysis.
SentOrder sent_order(const BundleAnalysis& analysis);

}  // namespace chainlint::chain
