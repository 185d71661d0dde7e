#include "chainlint/facts/renewal.h"

#include <utility>

namespace chainlint {

namespace {

ChainRequest without_hosts(ChainRequest request) {
  request.hosts.clear();
  return request;
}

std::vector<Deployment> deployed(const Bundle& bundle, const BundleAnalysis& analysis, const ChainRequest& request,
                                 const DeploymentRequest* wanted, SignatureVerifier& verifier) {
  return wanted == nullptr ? std::vector<Deployment>() : deploy(bundle, analysis, request, *wanted, verifier);
}

}  // namespace

ComparedBundle::ComparedBundle(Bundle bundle, const ChainRequest& request, const ChangeWindow* window, SignatureVerifier& verifier,
                               const DeploymentRequest* wanted)
    : bundle_(std::move(bundle)),
      request_(without_hosts(request)),
      window_(window == nullptr ? std::nullopt : std::optional(*window)),
      analysis_(analyze(bundle_, request_, verifier)),
      deployments_(deployed(bundle_, analysis_, request_, wanted, verifier)),
      outlook_(look_ahead(bundle_, request_, window, verifier, wanted)),
      context_{bundle_, analysis_, request_, {}, nullptr} {
  context_.window = window_ ? &*window_ : nullptr;
  context_.outlook = &outlook_;
  if (!deployments_.empty()) {
    context_.deployment = &deployments_.front();
  }
}

}  // namespace chainlint
