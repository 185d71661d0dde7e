#include "text/rollout_text.h"

#include <algorithm>

#include "chainlint/base/text.h"
#include "chainlint/report/terminal.h"

namespace chainlint::report {
namespace {

std::string list(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + in_quotes(name);
  return text;
}

// `word` of the head in colour, which takes no columns.
std::string marked(const TextStyle& style, const std::string& blanks, Ink color, const std::string& word, std::string_view text) {
  return blanks + ink(style, color, word) + hanging(style, blanks + word, text).substr(blanks.size() + word.size());
}

// Commands are for copying: they are never broken.
std::string command_lines(const TextStyle& style, std::string_view command, std::size_t indent) {
  std::string out;
  while (!command.empty()) {
    const std::size_t end = command.find('\n');
    out += std::string(indent, ' ') + ink(style, Ink::blue, "$ " + std::string(command.substr(0, end))) + "\n";
    if (end == std::string_view::npos) break;
    command.remove_prefix(end + 1);
  }
  return out;
}

std::string state_line(const TextStyle& style, const std::vector<std::string>& sent, const std::string& outage, std::size_t indent) {
  std::string out;
  const std::string blanks(indent, ' ');
  if (!sent.empty()) out += hanging(style, blanks + "sends ", list(sent));
  if (!outage.empty()) out += marked(style, blanks, Ink::red, "outage: ", outage);
  return out;
}

std::string pin_lines(const TextStyle& style, const std::vector<renewal::RolloutPin>& pins) {
  std::string out;
  for (const renewal::RolloutPin& pin : pins) {
    out += hanging(style, "       - ", in_quotes(pin.service) + " (" + printable(pin.place) + ")");
    out += "         " + ink(style, Ink::dim, "old ") + printable(pin.old_value) + "\n";
    out += "         " + ink(style, Ink::dim, "new ") + printable(pin.new_value) + "\n";
  }
  return out;
}

std::string steps_text(const TextStyle& style, const std::vector<renewal::RolloutStep>& steps) {
  std::string out;
  std::size_t number = 0;
  for (const renewal::RolloutStep& step : steps) {
    const std::string count = std::to_string(++number);
    out += hanging(style, "    " + count + (count.size() < 2 ? "  " : " ") + padded(renewal::to_string(step.action), 15), step.what);
    out += pin_lines(style, step.pins) + command_lines(style, step.command, 7) + state_line(style, step.sent, step.outage, 7);
  }
  return out;
}

// The order alone: what the steps are was said above.
std::string asked_text(const TextStyle& style, const renewal::Rollout& rollout) {
  std::string order;
  for (const renewal::RolloutStep& step : rollout.asked) {
    order += (order.empty() ? "" : ", ") + std::string(renewal::to_string(step.action));
  }
  const char* head = rollout.asked_by_user ? "  requested order: " : "  opposite order: ";
  std::string out = hanging(style, head, order);
  for (const renewal::RolloutStep& step : rollout.asked) {
    if (step.outage.empty()) continue;
    out += marked(style, "    after '" + std::string(renewal::to_string(step.action)) + "' ", Ink::red, "outage: ", step.outage);
  }
  if (!rollout.asked_order_has_outage()) out += "    " + ink(style, Ink::green, "no outage") + "\n";
  return out;
}

std::string verdict_line(const TextStyle& style, const renewal::Rollout& rollout) {
  if (!rollout.no_safe_order.empty()) {
    const bool shown = std::any_of(rollout.steps.begin(), rollout.steps.end(), [&](const renewal::RolloutStep& step) {
      return !step.outage.empty() && rollout.no_safe_order.ends_with(step.outage);
    });
    return marked(style, "  ", Ink::red, "no order is safe: ", shown ? "every order has the outage above" : rollout.no_safe_order);
  }
  if (rollout.steps.size() < 2) return "";
  return "  " + ink(style, Ink::green, "no outage in this order") + "\n";
}

}  // namespace

std::string rollout_block(const TextStyle& style, const renewal::Rollout& rollout) {
  if (rollout.steps.empty()) return "";
  std::string out = "  " + ink(style, Ink::bold, "rollout") + (rollout.target.empty() ? "" : " on " + printable(rollout.target));
  out += rollout.one_step ? ": leaf and intermediates change in one step\n" : "\n";
  if (!rollout.now.empty() || !rollout.outage_now.empty()) {
    out += hanging(style, "    now  ", rollout.now.empty() ? "the chain that is sent cannot be determined" : "sends " + list(rollout.now));
    if (!rollout.outage_now.empty()) out += marked(style, "         ", Ink::red, "outage: ", rollout.outage_now);
  }
  out += steps_text(style, rollout.steps) + verdict_line(style, rollout);
  if (!rollout.asked.empty()) out += asked_text(style, rollout);
  for (const std::string& remark : rollout.remarks) out += hanging(style, "  note: ", remark);
  if (!rollout.checks.empty()) out += "  check afterwards\n";
  for (const renewal::RolloutCheck& check : rollout.checks) {
    out += command_lines(style, check.command, 4) + hanging(style, "      ", check.expect);
  }
  return out;
}

}  // namespace chainlint::report
