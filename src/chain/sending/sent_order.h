// The order in which the certificates of a file stand, against the one in which they should.
#pragma once

#include "chainlint/chain/analysis.h"

namespace chainlint::chain {

// From `entries`, `members`, `leaf` and `path` of the analysis.
SentOrder sent_order(const BundleAnalysis& analysis);

}  // namespace chainlint::chain
