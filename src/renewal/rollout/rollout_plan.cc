#include "rollout/rollout_plan.h"

#include <algorithm>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/crypto/digest.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "rollout/rollout_commands.h"

namespace chainlint::renewal {
namespace {

std::vector<std::string> displays(const std::vector<x509::CertificatePtr>& certificates) {
  std::vector<std::string> names;
  for (const x509::CertificatePtr& each : certificates) names.push_back(x509::display_name(*each));
  return names;
}

std::string in_words(const std::vector<x509::CertificatePtr>& certificates) {
  std::vector<std::string> names;
  for (const x509::CertificatePtr& each : certificates) names.push_back(x509::quoted_name(*each));
  return join_and(names);
}

std::vector<std::string> displays(const chain::Sending& sending) {
  std::vector<std::string> names;
  if (!sending.unpredictable.empty()) return names;
  for (const chain::SentCertificate& each : sending.certificates) names.push_back(x509::display_name(*each.certificate));
  return names;
}

}  // namespace

RolloutAction action_of(RolloutPart part) {
  switch (part) {
    case RolloutPart::trust:
      return RolloutAction::trust;
    case RolloutPart::client_pins:
    case RolloutPart::bindings:
      return RolloutAction::pins;
    case RolloutPart::intermediates:
      return RolloutAction::intermediates;
    case RolloutPart::leaf:
      return RolloutAction::leaf;
    case RolloutPart::restart:
      return RolloutAction::restart;
    case RolloutPart::cleanup:
      return RolloutAction::cleanup;
  }
  return RolloutAction::leaf;
}

RolloutPlan::RolloutPlan(const facts::FactContext& next, std::string refusal, crypto::SignatureVerifier& verifier)
    : next_(next), refusal_(std::move(refusal)), start_(next, verifier), predictor_(next, start_, verifier) {
  const facts::StalePins stale = facts::stale_pins(next);
  for (const facts::StalePin& pin : stale.leaf) {
    (facts::binding_kind(*pin.pin) == facts::BindingKind::client ? client_pins_ : bindings_).push_back(pin);
  }
  client_pins_.insert(client_pins_.end(), stale.issuers.begin(), stale.issuers.end());
  bound_later_ = start_.has_stores() && std::any_of(bindings_.begin(), bindings_.end(), [](const facts::StalePin& pin) {
                   return facts::binding_kind(*pin.pin) == facts::BindingKind::http_sys;
                 });
  find_parts();
}

bool RolloutPlan::has(RolloutPart part) const { return std::find(parts_.begin(), parts_.end(), part) != parts_.end(); }

void RolloutPlan::find_parts() {
  const bool leaf = start_.leaf_changes() || (!start_.two_places() && start_.files_change());
  if (predictor_.other_root()) parts_.push_back(RolloutPart::trust);
  if (!client_pins_.empty()) parts_.push_back(RolloutPart::client_pins);
  if (start_.two_places() && !start_.new_intermediates().empty()) parts_.push_back(RolloutPart::intermediates);
  if (leaf) parts_.push_back(RolloutPart::leaf);
  if (leaf && !refusal_.empty()) return;
  if (!bindings_.empty()) parts_.push_back(RolloutPart::bindings);
  if (!start_.leftovers().empty() || (start_.has_stores() && start_.leaf_changes())) parts_.push_back(RolloutPart::cleanup);
}

std::string RolloutPlan::outage_now() { return predictor_.outage(start_, start_.sending(), false); }

std::vector<RolloutStep> RolloutPlan::play(const std::vector<RolloutPart>& order) {
  RolloutServer server = start_;
  bool root_told = !predictor_.other_root();
  chain::Sending sending = server.sending();
  std::vector<RolloutStep> steps;
  const auto bound = [&] { return server.bound_to_next() || !start_.leaf_changes(); };
  const auto take = [&](RolloutPart part) {
    RolloutStep step = describe(part, server);
    if (part == RolloutPart::trust) root_told = true;
    if (part == RolloutPart::intermediates) server.bring_intermediates();
    const bool fails = part == RolloutPart::leaf && !refusal_.empty();
    if (!fails && part == (bound_later_ ? RolloutPart::bindings : RolloutPart::leaf)) server.bind_leaf();
    if (part == RolloutPart::cleanup) server.clean_up();
    const bool keeps_chain = part == RolloutPart::intermediates && server.has_stores();
    if (!keeps_chain) sending = server.sending();
    step.sent = displays(sending);
    step.outage = fails ? refusal_ : predictor_.outage(server, sending, root_told);
    if (keeps_chain && bound() && !step.outage.empty()) {
      step.outage = "Windows still sends the chain that it built before the import, and clients refuse it";
    }
    steps.push_back(std::move(step));
  };
  for (const RolloutPart part : order) {
    take(part);
    if (part == RolloutPart::intermediates && server.has_stores() && bound()) take(RolloutPart::restart);
  }
  return steps;
}

RolloutStep RolloutPlan::describe(RolloutPart part, const RolloutServer& server) const {
  RolloutStep step;
  switch (part) {
    case RolloutPart::trust:
      step = trust_step();
      break;
    case RolloutPart::client_pins:
      step = pins_step(client_pins_, true);
      break;
    case RolloutPart::intermediates:
      step = intermediates_step(server);
      break;
    case RolloutPart::leaf:
      step = leaf_step(server);
      break;
    case RolloutPart::bindings:
      step = pins_step(bindings_, false);
      break;
    case RolloutPart::restart:
      step = restart_step();
      break;
    case RolloutPart::cleanup:
      step = cleanup_step(server);
      break;
  }
  step.action = action_of(part);
  return step;
}

RolloutStep RolloutPlan::trust_step() const {
  RolloutStep step;
  step.certificates = {predictor_.after().name};
  step.what = "make sure that every client trusts the root " + in_quotes(predictor_.after().name) + ", which replaces " +
              in_quotes(predictor_.before().name);
  step.what += "; clients without it refuse the new certificate";
  if (predictor_.root_is_anchor()) {
    step.what += predictor_.anchors_told() ? "; the anchors of this run contain it" : "; it is among the roots of this system";
  }
  if (predictor_.after().root == nullptr) step.what += "; its certificate is not available";
  return step;
}

RolloutStep RolloutPlan::pins_step(const std::vector<facts::StalePin>& pins, bool of_clients) const {
  RolloutStep step;
  for (const facts::StalePin& each : pins) {
    step.pins.push_back({each.pin->service, to_string(each.pin->location), each.old_value, each.new_value});
  }
  if (of_clients) {
    step.what = "configure " + count_noun(pins.size(), "client") +
                " to accept the new pin in addition to the old one, because they compare their pins with the chain";
    return step;
  }
  step.what = "move " + count_noun(pins.size(), "binding") + " to the thumbprint of " + x509::quoted_name(*leaf_of(next_)) +
              ": install that certificate on the machine first; until then, the bindings use the old one";
  step.certificates = {x509::display_name(*leaf_of(next_))};
  step.command = binding_commands(pins, crypto::thumbprint(*leaf_of(next_)));
  return step;
}

RolloutStep RolloutPlan::intermediates_step(const RolloutServer& server) const {
  RolloutStep step;
  const std::vector<x509::CertificatePtr>& brought = server.new_intermediates();
  step.certificates = displays(brought);
  if (server.has_stores()) {
    step.what = "import " + in_words(brought) + " into LocalMachine\\CA on every server";
    step.command = store_commands(next_, brought);
  } else {
    step.what = "add " + in_words(brought) + " to the chain file" + (server.bound_to_next() ? "" : ", after the chain of the old leaf") +
                ", and reload";
    step.command = leaf_command(next_, true);
  }
  return step;
}

RolloutStep RolloutPlan::leaf_step(const RolloutServer& server) const {
  RolloutStep step;
  const std::string leaf = x509::quoted_name(*leaf_of(next_));
  step.certificates = {x509::display_name(*leaf_of(next_))};
  step.command = leaf_command(next_, !bound_later_);
  if (server.has_stores()) {
    step.what = next_.analysis.keys.empty() ? "add " + leaf + " to LocalMachine\\My, associate it with its key there"
                                            : "import " + leaf + " with its key into LocalMachine\\My";
    if (!bound_later_) step.what += " and bind it";
  } else if (server.two_places()) {
    step.what = "replace certificate and key with those of " + leaf + ", and reload";
  } else if (server.family() == chain::ServerFamily::keystore) {
    step.what = "replace the key entry with that of " + leaf + " and its whole chain under the same alias, and restart";
  } else if (server.family() == chain::ServerFamily::managed) {
    step.what = "upload " + leaf + " with its key; the provider builds the chain";
  } else {
    step.what = (server.leaf_changes() ? "replace certificate, chain and key with those of " + leaf : "replace the chain of " + leaf) +
                " in one go, and reload";
  }
  return step;
}

RolloutStep RolloutPlan::restart_step() const {
  RolloutStep step;
  step.certificates = {x509::display_name(*leaf_of(next_))};
  step.what = "bind " + x509::quoted_name(*leaf_of(next_)) +
              " again, or restart the services that use it: until then Windows may send the chain that it built before";
  step.command = activation_command(next_);
  return step;
}

RolloutStep RolloutPlan::cleanup_step(const RolloutServer& server) const {
  RolloutStep step;
  const std::vector<x509::CertificatePtr> gone = server.leftovers();
  step.certificates = displays(gone);
  if (!server.has_stores()) {
    step.what = "remove " + in_words(gone) + " from the chain file, and reload";
    step.command = leaf_command(next_, true);
    return step;
  }
  const x509::Certificate* old_leaf = server.leaf_changes() ? leaf_of(next_.renewal->previous) : nullptr;
  if (old_leaf != nullptr) step.certificates.push_back(x509::display_name(*old_leaf));
  step.what = "once a rollback is no longer needed, remove ";
  if (!gone.empty()) step.what += in_words(gone) + " from CA, because a new certificate has its name or key";
  if (old_leaf != nullptr) step.what += (gone.empty() ? "the old " : ", and the old ") + x509::quoted_name(*old_leaf) + " from My";
  step.command = removal_commands(gone, old_leaf);
  return step;
}

}  // namespace chainlint::renewal
