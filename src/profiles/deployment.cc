#include "chainlint/profiles/deployment.h"

namespace chainlint::profiles {
namespace {

chain::Sending send(const Target& target, const formats::Bundle& bundle, const chain::BundleAnalysis& analysis,
                    const chain::ChainRequest& request, const chain::WindowsStores* stores, crypto::SignatureVerifier& verifier) {
  chain::SendingInput input{bundle, analysis, request, stores};
  if (target.profile == nullptr) return chain::predict_sending(chain::ServerFamily::file_order, input, verifier);
  input.import = target.profile->import;
  input.auto_chain = target.profile->auto_chain;
  input.sorts = target.profile->sorts;
  input.certificates_read = target.profile->certificates_read;
  chain::Sending sending = chain::predict_sending(target.profile->family, input, verifier);
  if (target.profile->evidence == chain::Evidence::unverified) {
    sending.remarks.push_back("unverified: the profile was not compared with " + target.profile->title);
  }
  return sending;
}

std::shared_ptr<const chain::WindowsStores> stores_of(const formats::Bundle& bundle) {
  const auto& exported = bundle.export_of != nullptr ? bundle.export_of : bundle.stores_beside;
  if (exported == nullptr) return nullptr;
  auto stores = std::make_shared<chain::WindowsStores>();
  stores->add(*exported);
  return stores;
}

}  // namespace

std::vector<Deployment> deploy(const formats::Bundle& bundle, const chain::BundleAnalysis& analysis, const chain::ChainRequest& request,
                               const DeploymentRequest& wanted, crypto::SignatureVerifier& verifier) {
  std::vector<Target> targets = wanted.targets;
  if (targets.empty() && !wanted.clients.empty()) targets.emplace_back();
  std::vector<Deployment> deployments;
  if (targets.empty()) return deployments;
  const std::shared_ptr<const chain::WindowsStores> stores = wanted.stores == nullptr ? stores_of(bundle) : wanted.stores;
  for (const Target& target : targets) {
    Deployment deployment{target, send(target, bundle, analysis, request, stores.get(), verifier), stores, {}};
    // Clients meet servers: without a leaf there is nothing that they could refuse.
    if (analysis.leaf) deployment.clients = chain::predict_clients(wanted.clients, deployment.sending, request, verifier);
    deployments.push_back(std::move(deployment));
  }
  return deployments;
}

}  // namespace chainlint::profiles
