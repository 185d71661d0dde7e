#include "policy_text.h"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <utility>

#include "chainlint/base/text.h"
#include "chainlint/policy/options.h"
#include "chainlint/run/policy_choice.h"
#include "yaml_text.h"

namespace chainlint::cli {
namespace {

using Rows = std::vector<std::vector<std::string>>;

// Columns as wide as their widest cell; the last one runs free.
std::string aligned(const Rows& rows, const std::string& indent) {
  std::vector<std::size_t> widths;
  for (const auto& row : rows) {
    widths.resize(std::max(widths.size(), row.size()), 0);
    for (std::size_t i = 0; i + 1 < row.size(); ++i) widths[i] = std::max(widths[i], std::min<std::size_t>(row[i].size(), 60));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line = indent;
    for (std::size_t i = 0; i < row.size(); ++i) {
      line += row[i];
      if (i + 1 < row.size()) line.append((widths[i] > row[i].size() ? widths[i] - row[i].size() : 0) + 2, ' ');
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string section(const std::string& title, const std::string& body) { return body.empty() ? "" : "\n" + title + "\n" + body; }

std::string place(const policy::PolicyOrigin& origin) { return origin.path.empty() ? "built in" : run::to_string(origin); }

// Empty where it is not set.
std::string environment_value(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

std::string one_line(std::string text) {
  while (text.ends_with('\n')) text.pop_back();
  std::string joined;
  for (const char c : text) c == '\n' ? joined += ", " : joined += c;
  return printable(joined);
}

std::string comma_joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + printable(word);
  return text;
}

std::string issuance_text(facts::Issuance issuance) {
  return issuance == facts::Issuance::public_ca ? "public" : issuance == facts::Issuance::private_ca ? "private" : "auto";
}

// Writes the sections.
class PolicyText {
 public:
  PolicyText(const run::PolicyInForce& in_force, const run::BundleArguments& arguments)
      : in_force_(in_force), policy_(in_force.policy ? &*in_force.policy : nullptr), arguments_(arguments) {}

  std::string files() const {
    if (policy_ == nullptr) {
      return arguments_.flag("--no-policy") ? "policy: none (--no-policy)\n" : "policy: none (no .chainlint.yaml was found)\n";
    }
    std::string text = "policy: " + printable(policy_->files.front()) + "\n";
    for (std::size_t i = 1; i < policy_->files.size(); ++i) text += "extends: " + printable(policy_->files[i]) + "\n";
    return text;
  }

  std::string rule_sets() const {
    Rows rows;
    const bool from_environment = arguments_.source("--ruleset") == run::ValueSource::environment;
    for (const std::string& name : arguments_.list("--ruleset")) {
      rows.push_back({printable(name), from_environment ? "environment CHAINLINT_RULESET" : "command line"});
    }
    if (policy_ != nullptr) {
      for (const auto& [name, origin] : policy_->rule_sets) {
        rows.push_back({printable(name), place(origin) + (arguments_.list("--ruleset").empty() ? "" : ", not used")});
      }
    }
    if (rows.empty()) rows.push_back({"recommended", "built in"});
    return section("rule sets", aligned(rows, "  "));
  }

  std::string options() const {
    Rows rows;
    for (const policy::Option* option : policy::policy_keys()) rows.push_back(option_row(*option));
    rows.push_back(issuance_row());
    if (policy_ != nullptr && !policy_->outputs.empty()) {
      for (const policy::PolicyOutput& output : policy_->outputs) {
        rows.push_back({"outputs", output.format + (output.file.empty() ? "" : " to " + printable(output.file)), place(output.origin)});
      }
    } else {
      rows.push_back({"outputs", "text", "built in"});
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.front() < b.front(); });
    return section("options", aligned(rows, "  "));
  }

  std::string remarks() const {
    Rows rows;
    if (policy_ == nullptr) return "";
    for (const policy::PolicyRemark& remark : policy_->remarks) rows.push_back({remark.text, place(remark.origin)});
    return section("not checked", aligned(rows, "  "));
  }

  std::string overrides() const {
    std::string text;
    if (policy_ == nullptr) return text;
    for (const policy::PolicyOverride& override : policy_->overrides) {
      Rows selectors;
      const auto add = [&](const char* name, const std::vector<std::string>& values) {
        if (!values.empty()) selectors.push_back({name, comma_joined(values)});
      };
      add("paths", override.paths);
      add("targets", override.targets);
      add("names", override.names);
      add("issuers", override.issuers);
      add("fingerprints", override.fingerprints);
      if (override.declares) selectors.push_back({"issuance", issuance_text(override.issuance)});
      Rows rules;
      for (const policy::RuleSetting& setting : override.rules) {
        rules.push_back({setting.rule, setting_text(setting), place(setting.origin)});
      }
      text += "  " + place(override.origin) + "\n" + aligned(selectors, "    ") + aligned(rules, "    ");
    }
    return section("overrides", text);
  }

  std::string bundles() const {
    std::string text;
    if (policy_ == nullptr) return text;
    for (const policy::PolicyBundle& bundle : policy_->bundles) {
      Rows rows{{"files", comma_joined(bundle.files)}};
      if (!bundle.targets.empty()) rows.push_back({"targets", comma_joined(bundle.targets)});
      if (!bundle.hosts.empty()) rows.push_back({"hosts", comma_joined(bundle.hosts)});
      if (!bundle.purposes.empty()) rows.push_back({"purpose", comma_joined(bundle.purposes)});
      if (!bundle.previous.empty()) rows.push_back({"previous", printable(bundle.previous)});
      if (bundle.issuance != facts::Issuance::undeclared) rows.push_back({"issuance", issuance_text(bundle.issuance)});
      text += "  " + printable(bundle.name) + "  " + place(bundle.origin) + "\n" + aligned(rows, "    ");
    }
    return section("bundles", text);
  }

  std::string waivers() const {
    Rows rows;
    if (policy_ == nullptr) return "";
    for (const auto& [item, path] : policy_->waivers) {
      const auto text = [&, &node = item](const char* key) {
        const yaml::Node* value = node.find(key);
        return value == nullptr ? std::string() : printable(value->scalar);
      };
      rows.push_back({text("rule"), "until " + text("expires"), text("owner"), run::to_string(policy::PolicyOrigin{path, item.position})});
    }
    return section("waivers", aligned(rows, "  "));
  }

  // Rules that do not run as they are shipped, or not in the sets of the run.
  std::string rules() const {
    std::map<std::string, Rows> changed;
    std::map<std::string, std::vector<const policy::CheckedSetting*>> said;
    for (const policy::CheckedSetting& setting : in_force_.rules.by_policy.settings()) said[setting.rule->id].push_back(&setting);
    for (const auto& [id, settings] : said) changed[id] = rule_rows(id, settings);
    for (const rules::RuleSet::Member& member : in_force_.rules.set.members) {
      const rules::Rule& rule = *member.rule;
      if (said.contains(rule.id) || !member.severity || *member.severity == rule.severity) continue;
      changed[rule.id] = {{rule.id, instead_of(to_string(*member.severity), to_string(rule.severity)), "its rule set"}};
    }
    Rows rows;
    for (const auto& [id, own] : changed) rows.insert(rows.end(), own.begin(), own.end());
    return section("rules that differ from the shipped ones", aligned(rows, "  ")) + "\n" +
           count_noun(in_force_.rules.set.members.size(), "rule") + " in force\n";
  }

 private:
  std::vector<std::string> option_row(const policy::Option& row) const {
    const std::string variable = policy::environment_name(row.name);
    const std::string set = arguments_.flag("--no-policy") ? "" : environment_value(variable);
    const policy::PolicyOption* given = nullptr;
    if (policy_ != nullptr) {
      for (const policy::PolicyOption& option : policy_->options) {
        if (option.option == row) given = &option;
      }
    }
    const std::string name(row.key);
    if (!set.empty()) {
      return {name, one_line(set), "environment " + variable + (given == nullptr ? "" : ", before " + place(given->origin))};
    }
    if (given != nullptr) return {name, comma_joined(given->values), place(given->origin)};
    return {name, std::string(row.initial), "built in"};
  }

  std::vector<std::string> issuance_row() const {
    if (policy_ == nullptr || policy_->issuance_origin.path.empty()) return {"issuance", "auto", "built in"};
    return {"issuance", issuance_text(policy_->issuance), place(policy_->issuance_origin)};
  }

  static std::string setting_text(const policy::RuleSetting& setting) {
    std::string text = setting.off ? "off" : setting.severity ? std::string(to_string(*setting.severity)) : "on";
    if (setting.parameters) text += ", params " + flow_text(*setting.parameters);
    if (setting.when) text += ", when " + flow_text(*setting.when);
    return text;
  }

  static std::string instead_of(std::string_view value, std::string_view own) {
    return value == own ? std::string(value) : std::string(value) + " (default: " + std::string(own) + ")";
  }

  // Who said the last word on each part of one rule.
  Rows rule_rows(const std::string& id, const std::vector<const policy::CheckedSetting*>& settings) const {
    const policy::CheckedSetting& last = *settings.back();
    const rules::Rule& rule = *last.rule;
    if (last.off) return {{id, "off", place(last.origin)}};
    const policy::CheckedSetting* severity = nullptr;
    const policy::CheckedSetting* when = nullptr;
    std::map<std::string, const policy::CheckedSetting*> parameters;
    for (const policy::CheckedSetting* setting : settings) {
      if (setting->adjustment.severity) severity = setting;
      if (setting->adjustment.when != nullptr) when = setting;
      for (const auto& [name, value] : setting->adjustment.parameters) parameters[name] = setting;
    }
    const std::string_view own = to_string(rule.severity);
    Rows rows{{id, severity == nullptr ? std::string(own) : instead_of(to_string(*severity->adjustment.severity), own),
               place(severity == nullptr ? last.origin : severity->origin)}};
    for (const auto& [name, setting] : parameters) {
      const std::string value = facts::to_string(setting->adjustment.parameters.at(name).default_value);
      const rules::Parameter& shipped = rule.logic->parameters.at(name);
      const std::string by_itself = facts::to_string(shipped.default_value) + (shipped.steps.empty() ? "" : ", in steps");
      rows.push_back({"  " + name, printable(instead_of(value.empty() ? "none" : value, by_itself)), parameter_place(*setting, name)});
    }
    const policy::RuleSetting* narrowed = when == nullptr ? nullptr : written(*when);
    if (narrowed != nullptr && narrowed->when) {
      rows.push_back({"  when", flow_text(*narrowed->when), place({when->origin.path, narrowed->when->position})});
    }
    return rows;
  }

  // The setting as it is in the file.
  const policy::RuleSetting* written(const policy::CheckedSetting& setting) const {
    const auto same = [&](const policy::RuleSetting& other) {
      return other.origin.path == setting.origin.path && other.origin.position.line == setting.origin.position.line &&
             other.origin.position.column == setting.origin.position.column;
    };
    const auto found = std::find_if(policy_->rules.begin(), policy_->rules.end(), same);
    return found == policy_->rules.end() ? nullptr : &*found;
  }

  std::string parameter_place(const policy::CheckedSetting& setting, const std::string& name) const {
    const policy::RuleSetting* found = written(setting);
    const yaml::Node* value = found == nullptr || !found->parameters ? nullptr : found->parameters->find(name);
    return place(value == nullptr ? setting.origin : policy::PolicyOrigin{setting.origin.path, value->position});
  }

  const run::PolicyInForce& in_force_;
  const policy::Policy* policy_;
  const run::BundleArguments& arguments_;
};

}  // namespace

std::string describe_policy(const run::PolicyInForce& in_force, const run::BundleArguments& arguments) {
  const PolicyText text(in_force, arguments);
  return text.files() + text.rule_sets() + text.options() + text.rules() + text.overrides() + text.bundles() + text.waivers() +
         text.remarks();
}

}  // namespace chainlint::cli
