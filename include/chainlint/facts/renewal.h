// The deployed bundle, next to the one that replaces it.
#pragma once

#include <optional>
#include <vector>

#include "chainlint/facts/outlook.h"
#include "chainlint/facts/subject.h"
#include "chainlint/formats/pin_list.h"

namespace chainlint::facts {

// Borrows everything. `previous` is evaluated at the time of the run.
struct Renewal {
  FactContext previous;
  const std::vector<formats::Pin>* pins = nullptr;  // null where no list was given
  bool of_revision = false;                         // `previous` is the bundle at a git revision: a change need not be a renewal
};

// A bundle that is compared with the evaluated one: the deployed bundle, or the rollback bundle. Owns all that facts about it borrow, but
// for what the request borrows.
//
// It is analyzed with the request of the run, except for the hosts: only the new bundle must cover them.
class ComparedBundle {
 public:
  // `wanted`: the targets, of which the first is used; null: none.
  ComparedBundle(formats::Bundle bundle, const chain::ChainRequest& request, const ChangeWindow* window,
                 crypto::SignatureVerifier& verifier, const profiles::DeploymentRequest* wanted = nullptr);
  ComparedBundle(const ComparedBundle&) = delete;
  ComparedBundle& operator=(const ComparedBundle&) = delete;

  // Including the future times of the bundle.
  const FactContext& context() const { return context_; }

 private:
  formats::Bundle bundle_;
  chain::ChainRequest request_;
  std::optional<ChangeWindow> window_;
  chain::BundleAnalysis analysis_;
  std::vector<profiles::Deployment> deployments_;
  Outlook outlook_;
  FactContext context_;
};

}  // namespace chainlint::facts
