#include "rule_setting_reader.h"

#include <algorithm>
#include <array>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"

namespace chainlint::policy {
namespace {

constexpr std::array<std::string_view, 5> kWords{"off", "on", "error", "warning", "note"};

// What other linters call it.
constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kMeant{{{"warn", "warning"},
                                                                                {"info", "note"},
                                                                                {"information", "note"},
                                                                                {"hint", "note"},
                                                                                {"critical", "error"},
                                                                                {"fatal", "error"},
                                                                                {"ignore", "off"},
                                                                                {"disable", "off"},
                                                                                {"disabled", "off"},
                                                                                {"none", "off"},
                                                                                {"false", "off"},
                                                                                {"true", "on"}}};

std::string meant(std::string_view typed) {
  for (const auto& [other, word] : kMeant) {
    if (typed == other) return "did you mean '" + std::string(word) + "'?";
  }
  return yaml::did_you_mean(typed, kWords);
}

// `off`, `on` or a severity. False where it is none of them.
bool read_word(const yaml::Node& node, const std::string& what, RuleSetting& setting, yaml::Problems& problems) {
  const std::string& word = node.scalar;
  if (node.kind != yaml::Kind::scalar || std::find(kWords.begin(), kWords.end(), word) == kWords.end()) {
    problems.add(node.position, what + " is off, on, error, warning or note, not " + node.describe(),
                 node.kind == yaml::Kind::scalar ? meant(word) : "");
    return false;
  }
  setting.off = word == "off";
  for (const Severity severity : {Severity::error, Severity::warning, Severity::note}) {
    if (word == to_string(severity)) setting.severity = severity;
  }
  return true;
}

// False where it is no setting. With a mistake inside, the rest is still validated against the rule later, so that all mistakes are
// reported at once.
bool read_setting(const yaml::Node::Member& member, RuleSetting& setting, yaml::Problems& problems) {
  const yaml::Node& node = member.value;
  const std::string name = in_quotes(member.key);
  if (node.kind == yaml::Kind::scalar) return read_word(node, name, setting, problems);
  if (node.kind != yaml::Kind::mapping) {
    problems.add(node.position,
                 name + " is off, on, error, warning, note, or a mapping of severity, params and when, not " + node.describe());
    return false;
  }
  yaml::MappingReader fields(node, "the setting of a rule", problems);
  if (const yaml::Node* severity = fields.node("severity")) read_word(*severity, "'severity'", setting, problems);
  if (const yaml::Node* parameters = fields.node("params")) setting.parameters = *parameters;
  if (const yaml::Node* when = fields.node("when")) setting.when = *when;
  for (const yaml::Node::Member& field : node.members) {
    if (field.key == "severity" || field.key == "params" || field.key == "when") continue;
    fields.node(field.key);
    const std::string near = yaml::did_you_mean(field.key, std::array<std::string_view, 3>{"severity", "params", "when"});
    problems.add(field.key_position,
                 "the setting of a rule has severity, params and when, not " + in_quotes(field.key) +
                     (near.empty() ? "; a parameter belongs under params: { " + printable(field.key) + ": ... }" : ""),
                 near);
  }
  if (node.members.empty()) problems.add(node.position, name + " is an empty mapping; write 'on' for the rule as it is");
  return true;
}

}  // namespace

std::vector<RuleSetting> read_rule_settings(const yaml::Node& node, PolicyScope& scope) {
  std::vector<RuleSetting> settings;
  yaml::Problems& problems = scope.problems();
  if (node.kind == yaml::Kind::sequence) {
    problems.add(node.position, "'rules' is a mapping of rule ids to settings, not a list; write 'leaf-expiring: error'");
    return settings;
  }
  if (node.kind != yaml::Kind::mapping) {
    problems.add(node.position, "'rules' is a mapping of rule ids to settings, not " + node.describe());
    return settings;
  }
  if (node.members.size() > PolicyLimits::kEntries) {
    problems.add(node.position,
                 "'rules' has " + std::to_string(node.members.size()) + " entries; the limit is " + std::to_string(PolicyLimits::kEntries));
    return settings;
  }
  for (const yaml::Node::Member& member : node.members) {
    RuleSetting setting;
    setting.rule = member.key;
    setting.origin = scope.origin(member.key_position);
    if (read_setting(member, setting, problems)) settings.push_back(std::move(setting));
  }
  return settings;
}

std::span<const std::string_view> issuance_names() {
  static constexpr std::array<std::string_view, 3> kNames{"public", "private", "auto"};
  return kNames;
}

std::optional<facts::Issuance> read_issuance(const yaml::Node& node, yaml::Problems& problems) {
  constexpr std::array<facts::Issuance, 3> kChoices{facts::Issuance::public_ca, facts::Issuance::private_ca, facts::Issuance::undeclared};
  const auto names = issuance_names();
  const std::optional<std::string> text = yaml::read_text(node, "'issuance'", problems);
  if (!text) return std::nullopt;
  const auto found = std::find(names.begin(), names.end(), *text);
  if (found == names.end()) {
    problems.add(node.position, "'issuance' is public, private or auto, not " + in_quotes(*text), yaml::did_you_mean(*text, names));
    return std::nullopt;
  }
  return kChoices.at(static_cast<std::size_t>(found - names.begin()));
}

}  // namespace chainlint::policy
