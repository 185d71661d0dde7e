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

}  // namespace

std::vector<Deployment> deploy(const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request,
                               const DeploymentRequest& wanted, SignatureVerifier& verifier) {
  std::vector<Target> targets = wanted.targets;
  if (targets.empty() && !wanted.clients.empty()) targets.emplace_back();
  std::vector<Deployment> deployments;
  for (const Target& target : targets) {
    Deployment deployment{target, send(target, bundle, analysis, request, wanted.stores, verifier), wanted.stores, {}};
    for (const ClientModel* client : wanted.clients) {
      deployment.clients.push_back(predict_client(*client, deployment.sending, request, verifier));
    }
    deployments.push_back(std::move(deployment));
  }
  return deployments;
}

}  // namespace chainlint
