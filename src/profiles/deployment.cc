#include "chainlint/profiles/deployment.h"

namespace chainlint {
namespace {

Sending send(const Target& target, const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request,
             const WindowsStores* stores, SignatureVerifier& verifier) {
  SendingInput input{bundle, analysis, request, stores};
  if (target.profile == nullptr) return predict_sending(ServerFamily::file_order, input, verifier);
  input.import = target.profile->import;
  input.auto_chain = target.profile->auto_chain;
  return predict_sending(target.profile->family, input, verifier);
}

std::shared_ptr<const WindowsStores> stores_of(const Bundle& bundle) {
  const auto& exported = bundle.export_of != nullptr ? bundle.export_of : bundle.stores_beside;
  if (exported == nullptr) return nullptr;
  auto stores = std::make_shared<WindowsStores>();
  stores->add(*exported);
  return stores;
}

}  // namespace

std::vector<Deployment> deploy(const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request,
                               const DeploymentRequest& wanted, SignatureVerifier& verifier) {
  std::vector<Target> targets = wanted.targets;
  if (targets.empty() && !wanted.clients.empty()) targets.emplace_back();
  std::vector<Deployment> deployments;
  if (targets.empty()) return deployments;
  const std::shared_ptr<const WindowsStores> stores = wanted.stores == nullptr ? stores_of(bundle) : wanted.stores;
  for (const Target& target : targets) {
    Deployment deployment{target, send(target, bundle, analysis, request, stores.get(), verifier), stores, {}};
    // Clients meet servers: without a leaf there is nothing that they could refuse.
    if (analysis.leaf) deployment.clients = predict_clients(wanted.clients, deployment.sending, request, verifier);
    deployments.push_back(std::move(deployment));
  }
  return deployments;
}

}  // namespace chainlint
