#include "chainlint/renewal/rollout.h"

#include <algorithm>
#include <array>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/facts/renewal.h"
#include "chainlint/x509/display.h"
#include "rollout/rollout_commands.h"
#include "rollout/rollout_loading.h"
#include "rollout/rollout_plan.h"

namespace chainlint::renewal {
namespace {

bool has_outage(const std::vector<RolloutStep>& steps) {
  return std::any_of(steps.begin(), steps.end(), [](const RolloutStep& step) { return !step.outage.empty(); });
}

std::size_t outages(const std::vector<RolloutStep>& steps) {
  return static_cast<std::size_t>(std::count_if(steps.begin(), steps.end(), [](const RolloutStep& step) { return !step.outage.empty(); }));
}

// The parts with the leaf and its bindings before everything that prepares for it.
std::vector<RolloutPart> leaf_first(const std::vector<RolloutPart>& parts) {
  std::vector<RolloutPart> order = parts;
  const auto rank = [](RolloutPart part) {
    switch (part) {
      case RolloutPart::leaf:
        return 0;
      case RolloutPart::bindings:
        return 1;
      case RolloutPart::intermediates:
        return 2;
      case RolloutPart::trust:
        return 3;
      case RolloutPart::client_pins:
        return 4;
      case RolloutPart::restart:
      case RolloutPart::cleanup:
        break;
    }
    return 5;
  };
  std::stable_sort(order.begin(), order.end(), [&](RolloutPart a, RolloutPart b) { return rank(a) < rank(b); });
  return order;
}

// What the user named in that order, in the places that these parts have; the others stay where they are. Bindings go with the leaf.
std::vector<RolloutPart> as_asked(const std::vector<RolloutPart>& parts, const std::vector<RolloutAction>& asked) {
  std::vector<RolloutPart> named, order;
  for (const RolloutAction action : asked) {
    for (const RolloutPart part : parts) {
      if (part != RolloutPart::bindings && action_of(part) == action) named.push_back(part);
    }
  }
  std::size_t next = 0;
  for (const RolloutPart part : parts) {
    if (part == RolloutPart::bindings) continue;
    const bool is_named = std::find(named.begin(), named.end(), part) != named.end();
    order.push_back(is_named ? named[next++] : part);
    if (order.back() == RolloutPart::leaf && std::find(parts.begin(), parts.end(), RolloutPart::bindings) != parts.end()) {
      order.push_back(RolloutPart::bindings);
    }
  }
  return order;
}

std::string first_outage(const std::vector<RolloutStep>& steps) {
  for (const RolloutStep& step : steps) {
    if (!step.outage.empty()) return "after '" + std::string(to_string(step.action)) + "' " + step.outage;
  }
  return "";
}

// Clients that are refused already are no fault of the order, and are served once the new leaf is.
std::string why_none_is_safe(const Rollout& rollout, const std::vector<RolloutStep>& reverse, const std::string& refusal) {
  if (rollout.steps.empty() || !has_outage(rollout.steps)) return "";
  if (!refusal.empty()) return refusal;
  const std::string& last = rollout.steps.back().outage;
  if (!last.empty()) return "the final chain is refused: " + last;
  if (!rollout.outage_now.empty()) return "";
  std::string why = first_outage(rollout.steps);
  if (reverse.size() > 1) why += "; in the opposite order, " + first_outage(reverse);
  return why;
}

// What the user named and the change does not have.
void add_idle_actions(const std::vector<RolloutAction>& asked, Rollout& rollout) {
  for (const RolloutAction action : asked) {
    const auto does = [&](const RolloutStep& step) { return step.action == action; };
    if (std::any_of(rollout.asked.begin(), rollout.asked.end(), does)) continue;
    std::string why = "'" + std::string(to_string(action)) + "' of the requested order: nothing to do";
    if (action == RolloutAction::intermediates && rollout.one_step) why += ", leaf and intermediates change in one step";
    if (action == RolloutAction::trust) why += ", the chain leads to the same root as before";
    rollout.remarks.push_back(std::move(why));
  }
}

void add_remarks(const facts::FactContext& next, const RolloutPlan& plan, Rollout& rollout) {
  const OutagePredictor& predictor = plan.predictor();
  if (predictor.other_root() && predictor.root_is_anchor() && !predictor.anchors_told()) {
    rollout.remarks.push_back("clients that lack the root " + in_quotes(predictor.after().name) + " and have only " +
                              in_quotes(predictor.before().name) + " refuse the new certificate until they trust the new root");
  }
  const chain::Sending sending = plan.sending_now();
  if (!sending.unpredictable.empty()) rollout.remarks.push_back(sending.unpredictable);
  if (!plan.server().has_stores()) return;
  const formats::Bundle& before = next.renewal->previous.bundle;
  if (next.deployment->stores == nullptr && next.bundle.export_of == nullptr && before.export_of == nullptr) {
    rollout.remarks.push_back("no store was exported: LocalMachine\\CA is assumed to contain what the import of " + in_quotes(before.name) +
                              " left there, and nothing else");
  }
  rollout.remarks.push_back(
      "Windows rebuilds the chain from its stores, and automatic root update may add roots; check again after a restart");
}

}  // namespace

bool Rollout::safe_order_has_outage() const { return has_outage(steps); }

bool Rollout::asked_order_has_outage() const { return has_outage(asked); }

Result<std::vector<RolloutAction>> parse_rollout_order(std::string_view text) {
  std::vector<RolloutAction> order;
  const std::vector<std::string> names(kRolloutActionNames.begin(), kRolloutActionNames.end());
  const auto wrong = [&](const std::string& what) {
    return Error{"order-invalid",
                 in_quotes(text) + what + "; expected a list of " + join_and(names) + ", each at most once, separated by commas",
                 {}};
  };
  for (std::string_view rest = text;;) {
    const std::size_t comma = rest.find(',');
    std::string_view word = rest.substr(0, comma);
    while (word.starts_with(' ')) word.remove_prefix(1);
    while (word.ends_with(' ')) word.remove_suffix(1);
    const std::optional<RolloutAction> action = kRolloutActionNames.find(word);
    if (!action) {
      const std::optional<std::string> meant = nearest(word, names);
      return wrong(word.empty() ? ", which has an empty item"
                                : ": " + in_quotes(word) + " is not a step" + (meant ? ", did you mean '" + *meant + "'" : ""));
    }
    if (std::find(order.begin(), order.end(), *action) != order.end()) return wrong(", which names " + in_quotes(word) + " twice");
    order.push_back(*action);
    if (comma == std::string_view::npos) return order;
    rest.remove_prefix(comma + 1);
  }
}

Rollout plan_rollout(const facts::FactContext& next, const std::vector<RolloutAction>* order, const rules::Evaluation& found,
                     crypto::SignatureVerifier& verifier) {
  Rollout rollout;
  rollout.target = next.target;
  rollout.asked_by_user = order != nullptr;
  if (next.renewal == nullptr || !next.analysis.leaf || !next.renewal->previous.analysis.leaf) return rollout;
  RolloutPlan plan(next, load_refusal(next, found), verifier);
  rollout.one_step = !plan.server().two_places();
  rollout.outage_now = plan.outage_now();
  const chain::Sending now = plan.sending_now();
  for (const chain::SentCertificate& each : now.certificates) {
    if (now.unpredictable.empty()) rollout.now.push_back(x509::display_name(*each.certificate));
  }
  const bool leaf = plan.has(RolloutPart::leaf);
  const std::vector<RolloutPart> reverse = leaf_first(plan.parts());
  rollout.steps = plan.play(plan.parts());
  std::vector<RolloutStep> reversed;
  if (leaf && reverse != plan.parts()) reversed = plan.play(reverse);
  if (!reversed.empty() && outages(reversed) < outages(rollout.steps)) std::swap(reversed, rollout.steps);
  rollout.no_safe_order = why_none_is_safe(rollout, reversed, plan.has(RolloutPart::leaf) ? plan.refusal() : "");
  if (order != nullptr) {
    rollout.asked = plan.play(as_asked(plan.parts(), *order));
  } else if (plan.has(RolloutPart::intermediates) || plan.has(RolloutPart::trust)) {
    rollout.asked = std::move(reversed);
  }
  if (rollout.steps.empty()) return rollout;
  if (order != nullptr) add_idle_actions(*order, rollout);
  add_remarks(next, plan, rollout);
  if (plan.refusal().empty()) rollout.checks = checks_after(next, rollout.steps.back().sent);
  return rollout;
}

}  // namespace chainlint::renewal
