#include "json/json_parts.h"

namespace chainlint::report {
namespace {

using Json = JsonValue;

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json pin_json(const renewal::RolloutPin& pin) {
  return {{"service", pin.service}, {"place", pin.place}, {"old", pin.old_value}, {"new", pin.new_value}};
}

Json step_json(const renewal::RolloutStep& step) {
  Json json{{"action", renewal::to_string(step.action)}, {"what", step.what}, {"command", text_or_null(step.command)},
            {"certificates", step.certificates},         {"sent", step.sent}, {"outage", text_or_null(step.outage)}};
  if (step.pins.empty()) return json;
  Json pins = Json::array();
  for (const renewal::RolloutPin& pin : step.pins) pins.push_back(pin_json(pin));
  json.add("pins", pins);
  return json;
}

Json steps_json(const std::vector<renewal::RolloutStep>& steps) {
  Json json = Json::array();
  for (const renewal::RolloutStep& step : steps) json.push_back(step_json(step));
  return json;
}

}  // namespace

Json rollout_json(const renewal::Rollout& rollout) {
  Json checks = Json::array();
  for (const renewal::RolloutCheck& check : rollout.checks) checks.push_back({{"command", check.command}, {"expect", check.expect}});
  return {
      {"target", text_or_null(rollout.target)},
      {"one_step", rollout.one_step},
      {"now", {{"sent", rollout.now}, {"outage", text_or_null(rollout.outage_now)}}},
      {"steps", steps_json(rollout.steps)},
      {"outage", rollout.safe_order_has_outage()},
      {"no_safe_order", text_or_null(rollout.no_safe_order)},
      {"asked", {{"by_user", rollout.asked_by_user}, {"steps", steps_json(rollout.asked)}, {"outage", rollout.asked_order_has_outage()}}},
      {"remarks", rollout.remarks},
      {"checks", checks}};
}

}  // namespace chainlint::report
