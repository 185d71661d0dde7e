// The order in which a renewal is rolled out, and whether clients refuse the server after any of its steps.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chainlint/base/enum_names.h"
#include "chainlint/base/result.h"
#include "chainlint/crypto/signature.h"
#include "chainlint/facts/subject.h"
#include "chainlint/rules/evaluate.h"

namespace chainlint::renewal {

enum class RolloutAction {
  trust,          // clients are given the new root
  pins,           // clients and services that pin get the new values
  intermediates,  // the new CA certificates are installed on the server: in LocalMachine\CA, or in the file
  leaf,           // the new leaf and its key are installed on the server and bound
  restart,        // Windows builds the chain again: without it, the chain of a bound certificate stays as it was
  cleanup,        // what only the old certificate needed is removed
};
inline constexpr EnumNames<RolloutAction::cleanup> kRolloutActionNames{"trust", "pins", "intermediates", "leaf", "restart", "cleanup"};
constexpr std::string_view to_string(RolloutAction action) { return kRolloutActionNames[action]; }

// Parses a list such as "leaf,intermediates". An error ("order-invalid") lists what is allowed; an action may occur once.
Result<std::vector<RolloutAction>> parse_rollout_order(std::string_view text);

// The value that a service pins, and the value that it must pin instead.
struct RolloutPin {
  std::string service;               // "HTTP.sys 0.0.0.0:443"
  std::string place;                 // "pins.txt:3"
  std::string old_value, new_value;  // as lists of pins write them: "sha1:...", "spki:...", "issuer:..."
};

// One step, and what the server sends after it until the next.
struct RolloutStep {
  RolloutAction action = RolloutAction::leaf;
  std::string what;                       // "import 2 intermediates into LocalMachine\CA on every server"
  std::string command;                    // what to type, several lines perhaps; empty where that depends on the machine
  std::vector<std::string> certificates;  // displays of what it is about
  std::vector<RolloutPin> pins;           // with `pins` alone: those that go stale
  std::vector<std::string> sent;          // displays of what the server sends after it; empty where it cannot be determined
  std::string outage;                     // why clients are refused after this step, or why it fails; empty where they are served
};

// A command to run after the change, and what it should show.
struct RolloutCheck {
  std::string command, expect;
};

// Steps for one target. Plain data.
struct Rollout {
  std::string target;              // empty without one: the unchanged file
  bool one_step = false;           // leaf and intermediates are in one file and change in one step
  std::vector<std::string> now;    // displays of what the server sends before the first step
  std::string outage_now;          // why clients are refused already; empty where they are served
  std::vector<RolloutStep> steps;  // in the safe order
  std::vector<RolloutStep> asked;  // in the specified order, else the leaf first; empty where the order does not matter
  bool asked_by_user = false;
  std::string no_safe_order;         // why no order is without an outage; empty where one is
  std::vector<std::string> remarks;  // what else decides: "Windows may add roots by itself"
  std::vector<RolloutCheck> checks;  // commands to run after the change, with what to expect

  bool safe_order_has_outage() const;
  bool asked_order_has_outage() const;
};

// Plans the change from `next.renewal->previous` to `next`. The chain after each step is predicted from the server's stores or files and
// verified. Intermediates come first, then the leaf (Microsoft KB 954755). `order` is the order that the user specified; null: none.
// `found`: the findings of the next bundle on its target; if one of them prevents the target from loading the bundle, the step `leaf`
// fails, and the steps that need it are left out.
Rollout plan_rollout(const facts::FactContext& next, const std::vector<RolloutAction>* order, const rules::Evaluation& found,
                     crypto::SignatureVerifier& verifier);

}  // namespace chainlint::renewal
