// A bundle on one target: what is sent, and what clients make of it.
#pragma once

#include <vector>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/profiles/profile.h"

namespace chainlint {

// Borrows the profile and the stores.
struct Deployment {
  Target target;  // without a profile where clients alone were asked for: the file as it stands
  Sending sending;
  const WindowsStores* stores = nullptr;  // as exported, before an import; null where none was given
  std::vector<ClientVerdict> clients;     // in the order asked for
};

// What a run asks of every bundle besides the chain. Borrows.
struct DeploymentRequest {
  std::vector<Target> targets;
  std::vector<const ClientModel*> clients;
  const WindowsStores* stores = nullptr;
};

// One deployment a target; one without a target where there is none and clients were asked for; none where neither was.
std::vector<Deployment> deploy(const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request,
                               const DeploymentRequest& wanted, SignatureVerifier& verifier);

}  // namespace chainlint
