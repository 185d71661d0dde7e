#include "json_parts.h"

namespace chainlint {
namespace {

using Json = nlohmann::ordered_json;

Json optional_text(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json pin_json(const RolloutPin& pin) {
  return {{"service", pin.service}, {"place", pin.place}, {"old", pin.old_value}, {"new", pin.new_value}};
}

Json step_json(const RolloutStep& step) {
  Json json{{"action", to_string(step.action)},  {"what", step.what}, {"command", optional_text(step.command)},
            {"certificates", step.certificates}, {"sent", step.sent}, {"outage", optional_text(step.outage)}};
  if (step.pins.empty()) return json;
  Json pins = Json::array();
  for (const RolloutPin& pin : step.pins) pins.push_back(pin_json(pin));
  json["pins"] = std::move(pins);
  return json;
}

Json steps_json(const std::vector<RolloutStep>& steps) {
  Json json = Json::array();
  for (const RolloutStep& step : steps) json.push_back(step_json(step));
  return json;
}

}  // namespace

Json rollout_json(const Rollout& rollout) {
  Json checks = Json::array();
  for (const RolloutCheck& check : rollout.checks) checks.push_back({{"command", check.command}, {"expect", check.expect}});
  return {
      {"target", optional_text(rollout.target)},
      {"one_step", rollout.one_step},
      {"now", {{"sent", rollout.now}, {"outage", optional_text(rollout.outage_now)}}},
      {"steps", steps_json(rollout.steps)},
      {"outage", rollout.safe_order_has_outage()},
      {"no_safe_order", optional_text(rollout.no_safe_order)},
      {"asked", {{"by_user", rollout.asked_by_user}, {"steps", steps_json(rollout.asked)}, {"outage", rollout.asked_order_has_outage()}}},
      {"remarks", rollout.remarks},
      {"checks", std::move(checks)}};
}

}  // namespace chainlint
