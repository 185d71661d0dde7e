#include "chainlint/policy/policy_rules.h"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "chainlint/base/limits.h"
#include "chainlint/base/text.h"
#include "override_match.h"
#include "policy_scope.h"

namespace chainlint::policy {
namespace {

// The mistakes of settings, by the file that they are in.
class ProblemsByFile {
 public:
  yaml::Problems& of(const std::string& path) { return problems_[path]; }

  void format(const Policy& policy, std::vector<std::string>& out) const {
    for (const yaml::SourceFile& source : policy.sources) {
      const auto found = problems_.find(source.path);
      if (found == problems_.end()) continue;
      for (std::string& problem : found->second.format(source)) out.push_back(std::move(problem));
    }
  }

 private:
  std::map<std::string, yaml::Problems> problems_;
};

// Checks settings against the rules.
class SettingChecker {
 public:
  SettingChecker(const rules::RuleLibrary& library, ProblemsByFile& problems) : library_(library), problems_(problems) {
    for (const auto& rule : library.rules()) ids_.push_back(rule->id);
  }

  // Settings of one place: a rule that is there twice, under its id and a former one, is a mistake.
  std::vector<CheckedSetting> check(const std::vector<RuleSetting>& settings) {
    std::vector<CheckedSetting> checked;
    std::map<std::pair<std::string, const rules::Rule*>, const RuleSetting*> seen;
    for (const RuleSetting& setting : settings) {
      yaml::Problems& problems = problems_.of(setting.origin.path);
      const rules::Rule* rule = library_.find_rule(setting.rule);
      if (rule == nullptr) {
        problems.add(setting.origin.position, "there is no rule " + in_quotes(setting.rule), problems.did_you_mean(setting.rule, ids_));
        continue;
      }
      const auto [first, added] = seen.emplace(std::pair(setting.origin.path, rule), &setting);
      if (!added && first->second->rule != setting.rule) {
        problems.add(setting.origin.position, in_quotes(setting.rule) + " and " + in_quotes(first->second->rule) + " are the same rule; " +
                                                  "its current id is " + in_quotes(rule->id));
      }
      CheckedSetting result{rule, setting.off, {}, setting.origin};
      result.adjustment = rules::read_rule_adjustment(*rule, setting.parameters ? &*setting.parameters : nullptr,
                                                      setting.when ? &*setting.when : nullptr, problems);
      result.adjustment.severity = setting.severity;
      checked.push_back(std::move(result));
    }
    return checked;
  }

 private:
  const rules::RuleLibrary& library_;
  ProblemsByFile& problems_;
  std::vector<std::string> ids_;
};

// What became of one rule.
struct Effect {
  const rules::Rule* rule = nullptr;
  bool off = false;
  std::optional<Severity> severity;  // of the set
  rules::RuleAdjustment adjustment;
};

rules::RuleSet with_settings(const rules::RuleSet& base, const std::vector<const std::vector<CheckedSetting>*>& words) {
  std::map<std::string, Effect> effects;
  for (const rules::RuleSet::Member& member : base.members) effects[member.rule->id] = {member.rule, false, member.severity, {}};
  for (const std::vector<CheckedSetting>* settings : words) {
    for (const CheckedSetting& setting : *settings) {
      Effect& effect = effects[setting.rule->id];
      effect.rule = setting.rule;
      effect.off = setting.off;
      effect.adjustment.apply(setting.adjustment);
    }
  }
  rules::RuleSet result = base;
  result.members.clear();
  for (const auto& [id, effect] : effects) {
    if (effect.off) continue;
    rules::RuleSet::Member member{effect.rule, effect.adjustment.severity ? effect.adjustment.severity : effect.severity};
    if (!effect.adjustment.parameters.empty() || effect.adjustment.when != nullptr) {
      result.adjusted.push_back(rules::adjusted(*effect.rule, effect.adjustment));
      member.rule = result.adjusted.back().get();
    }
    result.members.push_back(member);
  }
  return result;
}

}  // namespace

struct PolicyRules::State {
  rules::RuleSet untouched;  // as the options chose it
  rules::RuleSet base;
  std::vector<CheckedSetting> settings;
  struct Override {
    OverrideSelector selector;
    std::vector<CheckedSetting> settings;
    std::optional<facts::Issuance> issuance;  // nothing: not specified
  };
  std::vector<Override> overrides;
  std::string working_folder;
  facts::Issuance issuance = facts::Issuance::undeclared;

  std::mutex mutex;
  std::map<std::vector<bool>, std::unique_ptr<rules::RuleSet>> sets;  // by which overrides fit; guarded by `mutex`

  std::vector<bool> fitting(const facts::FactContext& context) const {
    std::vector<bool> fit;
    const BundleTraits traits(context, working_folder);
    for (const Override& override : overrides) fit.push_back(override.selector.fits(traits));
    return fit;
  }
};

PolicyRules::PolicyRules() : state_(std::make_unique<State>()) {}
PolicyRules::PolicyRules(PolicyRules&&) noexcept = default;
PolicyRules& PolicyRules::operator=(PolicyRules&&) noexcept = default;
PolicyRules::~PolicyRules() = default;

PolicyRules PolicyRules::make(const rules::RuleLibrary& library, rules::RuleSet base, const Policy* policy, std::string working_folder,
                              std::vector<std::string>& problems) {
  PolicyRules rules;
  State& state = *rules.state_;
  state.base = state.untouched = std::move(base);
  state.working_folder = std::move(working_folder);
  if (policy == nullptr) return rules;
  ProblemsByFile mistakes;
  SettingChecker checker(library, mistakes);
  state.settings = checker.check(policy->rules);
  for (const PolicyOverride& override : policy->overrides) {
    state.overrides.push_back({OverrideSelector(override, state.working_folder), checker.check(override.rules),
                               override.declares ? std::optional(override.issuance) : std::nullopt});
  }
  state.issuance = policy->issuance;
  mistakes.format(*policy, problems);
  state.base = with_settings(state.untouched, {&state.settings});
  return rules;
}

const rules::RuleSet& PolicyRules::base() const { return state_->base; }

const std::vector<CheckedSetting>& PolicyRules::settings() const { return state_->settings; }

const rules::RuleSet& PolicyRules::rules_for(const facts::FactContext& context) const {
  if (state_->overrides.empty()) return state_->base;
  const std::vector<bool> fit = state_->fitting(context);
  if (std::find(fit.begin(), fit.end(), true) == fit.end()) return state_->base;
  const std::lock_guard lock(state_->mutex);
  std::unique_ptr<rules::RuleSet>& set = state_->sets[fit];
  if (set == nullptr) {
    std::vector<const std::vector<CheckedSetting>*> words{&state_->settings};
    for (std::size_t i = 0; i < fit.size(); ++i) {
      if (fit[i]) words.push_back(&state_->overrides[i].settings);
    }
    set = std::make_unique<rules::RuleSet>(with_settings(state_->untouched, words));
  }
  return *set;
}

facts::Issuance PolicyRules::issuance_for(const facts::FactContext& context) const {
  facts::Issuance issuance = state_->issuance;
  const bool any = std::any_of(state_->overrides.begin(), state_->overrides.end(),
                               [](const State::Override& override) { return override.issuance.has_value(); });
  if (!any) return issuance;
  const BundleTraits traits(context, state_->working_folder);
  for (const State::Override& override : state_->overrides) {
    if (override.issuance && override.selector.fits(traits)) issuance = *override.issuance;
  }
  return issuance;
}

}  // namespace chainlint::policy
