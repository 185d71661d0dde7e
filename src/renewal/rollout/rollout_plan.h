// The steps of a rollout in an order, each with the state that it leaves behind.
#pragma once

#include <string>
#include <vector>

#include "chainlint/facts/stale_pins.h"
#include "chainlint/renewal/rollout.h"
#include "rollout/outage_predictor.h"
#include "rollout/rollout_server.h"

namespace chainlint::renewal {

// What a change consists of. Clients that pin come before the leaf, bindings after it; both are RolloutAction::pins.
enum class RolloutPart { trust, client_pins, intermediates, leaf, bindings, restart, cleanup };
RolloutAction action_of(RolloutPart part);

// Plans for one change, in whatever order. Borrows the context and the verifier.
class RolloutPlan {
 public:
  // `refusal`: see load_refusal().
  RolloutPlan(const facts::FactContext& next, std::string refusal, crypto::SignatureVerifier& verifier);

  const RolloutServer& server() const { return start_; }
  const OutagePredictor& predictor() const { return predictor_; }

  // The parts that the change has, in the order that is safe as a rule: intermediates, then the leaf (Microsoft KB 954755).
  const std::vector<RolloutPart>& parts() const { return parts_; }
  bool has(RolloutPart part) const;

  // Plays the parts in that order from the state before. Every state is predicted and verified. Where Windows keeps the chain that it built
  // for the bound certificate, `restart` follows the part that changes its stores: Schannel builds the chain when a service acquires its
  // credential (win-acme 1941, dotnet/runtime 37933 and 43879).
  std::vector<RolloutStep> play(const std::vector<RolloutPart>& order);

  // Why the target does not load what it is given; empty where it does.
  const std::string& refusal() const { return refusal_; }
  chain::Sending sending_now() const { return start_.sending(); }
  std::string outage_now();

 private:
  void find_parts();
  RolloutStep describe(RolloutPart part, const RolloutServer& server) const;
  RolloutStep trust_step() const;
  RolloutStep pins_step(const std::vector<facts::StalePin>& pins, bool of_clients) const;
  RolloutStep intermediates_step(const RolloutServer& server) const;
  RolloutStep leaf_step(const RolloutServer& server) const;
  RolloutStep restart_step() const;
  RolloutStep cleanup_step(const RolloutServer& server) const;

  const facts::FactContext& next_;
  std::string refusal_;
  RolloutServer start_;
  OutagePredictor predictor_;
  std::vector<RolloutPart> parts_;
  std::vector<facts::StalePin> client_pins_, bindings_;
  bool bound_later_ = false;  // HTTP.sys goes on with the old certificate until its bindings are changed
};

}  // namespace chainlint::renewal
