// The rules of a run as a policy sets them, for each bundle.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/rules/adjust.h"
#include "chainlint/rules/library.h"

namespace chainlint::policy {

// One setting of the policy for a rule, validated.
struct CheckedSetting {
  const rules::Rule* rule = nullptr;
  bool off = false;
  rules::RuleAdjustment adjustment;
  PolicyOrigin origin;
};

// The effective sets: that of all bundles, and one for every combination of overrides that fits some bundle. Owns the sets and the rules
// that were changed; borrows the library, which must outlive it. Safe to share between threads. May be moved.
class PolicyRules {
 public:
  PolicyRules();
  PolicyRules(PolicyRules&&) noexcept;
  PolicyRules& operator=(PolicyRules&&) noexcept;
  ~PolicyRules();

  // `base` with what the policy says; a null policy changes nothing. Rules that the policy names and that `base` lacks are added. Mistakes
  // in settings (no such rule, parameters, `when`) go to `problems`, formatted; the result must not be used then. Paths of bundles and of
  // the policy lead from `working_folder`, which is absolute.
  static PolicyRules make(const rules::RuleLibrary& library, rules::RuleSet base, const Policy* policy, std::string working_folder,
                          std::vector<std::string>& problems);

  // The rules for bundles that no override matches.
  const rules::RuleSet& base() const;

  // The rules for this bundle on this target: the base, changed by the overrides that match, later ones over earlier ones.
  const rules::RuleSet& rules_for(const facts::FactContext& context) const;

  // As the last matching override with `declares` sets it, else as the policy does.
  facts::Issuance issuance_for(const facts::FactContext& context) const;

  // The settings of the policy for all bundles, in the order in which they apply.
  const std::vector<CheckedSetting>& settings() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chainlint::policy
