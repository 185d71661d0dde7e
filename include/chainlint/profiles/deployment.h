// A bundle on one target: what is sent, and whether clients accept it.
#pragma once

#include <memory>
#include <vector>

#include "chainlint/chain/windows_stores.h"
#include "chainlint/profiles/profile.h"

namespace chainlint::profiles {

// Borrows the profile.
struct Deployment {
  Target target;  // without a profile where clients alone were requested: the unchanged file
  chain::Sending sending;
  std::shared_ptr<const chain::WindowsStores> stores;  // as exported, before an import; null where none was given
  std::vector<chain::ClientVerdict> clients;           // in the requested order
};

// The targets and clients that a run evaluates for each bundle. Borrows.
struct DeploymentRequest {
  std::vector<Target> targets;
  std::vector<const chain::ClientModel*> clients;
  std::shared_ptr<const chain::WindowsStores> stores;  // null: a bundle that is a part of an export has the stores of that export
};

// One deployment per target; one without a target if only clients were requested; none if neither was.
std::vector<Deployment> deploy(const formats::Bundle& bundle, const chain::BundleAnalysis& analysis, const chain::ChainRequest& request,
                               const DeploymentRequest& wanted, crypto::SignatureVerifier& verifier);

}  // namespace chainlint::profiles
