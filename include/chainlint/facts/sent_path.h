// The path of a client that downloads no intermediates.
#pragma once

#include <optional>
#include <vector>

#include "chainlint/chain/analysis.h"
#include "chainlint/chain/sending.h"
#include "chainlint/crypto/signature.h"

namespace chainlint::facts {

// The best path from the first certificate sent through the others to a trust anchor, as analyze() finds it in a bundle of just these. The
// hosts of the request are not checked, and its pool is not used. Nothing where nothing is sent.
std::optional<chain::Path> path_of_sent(const std::vector<chain::SentCertificate>& sent, const chain::ChainRequest& request,
                                        crypto::SignatureVerifier& verifier);

}  // namespace chainlint::facts
