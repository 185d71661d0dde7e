#include "chainlint/facts/renewal.h"

#include <utility>

namespace chainlint::facts {

namespace {

chain::ChainRequest without_hosts(chain::ChainRequest request) {
  request.hosts.clear();
  return request;
}

std::vector<profiles::Deployment> deployed(const formats::Bundle& bundle, const chain::BundleAnalysis& analysis,
                                           const chain::ChainRequest& request, const profiles::DeploymentRequest* wanted,
                                           crypto::SignatureVerifier& verifier) {
  return wanted == nullptr ? std::vector<profiles::Deployment>() : profiles::deploy(bundle, analysis, request, *wanted, verifier);
}

}  // namespace

ComparedBundle::ComparedBundle(formats::Bundle bundle, const chain::ChainRequest& request, const ChangeWindow* window,
                               crypto::SignatureVerifier& verifier, const profiles::DeploymentRequest* wanted)
    : bundle_(std::move(bundle)),
      request_(without_hosts(request)),
      window_(window == nullptr ? std::nullopt : std::optional(*window)),
      analysis_(chain::analyze(bundle_, request_, verifier)),
      deployments_(deployed(bundle_, analysis_, request_, wanted, verifier)),
      outlook_(look_ahead(bundle_, request_, window, verifier, wanted)),
      context_{bundle_, analysis_, request_, {}, nullptr} {
  context_.window = window_ ? &*window_ : nullptr;
  context_.outlook = &outlook_;
  if (!deployments_.empty()) context_.deployment = &deployments_.front();
}

}  // namespace chainlint::facts
