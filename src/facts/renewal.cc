#include "chainlint/facts/renewal.h"

#include <utility>

namespace chainlint {

namespace {

ChainRequest without_hosts(ChainRequest request) {
  request.hosts.clear();
  return request;
}

}  // namespace

ComparedBundle::ComparedBundle(Bundle bundle, const ChainRequest& request, const ChangeWindow* window, SignatureVerifier& verifier)
    : bundle_(std::move(bundle)),
      request_(without_hosts(request)),
      window_(window == nullptr ? std::nullopt : std::optional(*window)),
      analysis_(analyze(bundle_, request_, verifier)),
      outlook_(look_ahead(bundle_, request_, window, verifier)),
      context_{bundle_, analysis_, request_, {}, nullptr} {
  context_.window = window_ ? &*window_ : nullptr;
  context_.outlook = &outlook_;
}

}  // namespace chainlint
