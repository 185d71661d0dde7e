// Feeds policy files to the loader. Whatever they contain: there are mistakes, each with its place, or the policy can be held against the
// shipped rules.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "chainlint/policy/policy.h"
#include "chainlint/policy/policy_rules.h"
#include "fuzz_target.h"

namespace {

using namespace chainlint;

const rules::RuleLibrary& shipped() {
  static const rules::RuleLibrary::Loaded loaded = rules::RuleLibrary::load(rules::shipped_rule_files());
  return loaded.library;
}

Result<std::string> open_none(const std::string&) { return Error{"absent", "is not there", {}}; }

}  // namespace

CHAINLINT_FUZZ_TARGET(policy) {
  const policy::LoadedPolicy loaded =
      policy::load_policy({".chainlint.yaml", std::string(reinterpret_cast<const char*>(data), size)}, open_none);
  for (const std::string& problem : loaded.problems) {
    if (problem.find(": error: ") == std::string::npos) std::abort();
  }
  if (!loaded.problems.empty()) return 0;
  if (loaded.policy.files.size() != 1) std::abort();
  std::vector<std::string> problems;
  const policy::PolicyRules rules = policy::PolicyRules::make(shipped(), {}, &loaded.policy, "/", problems);
  if (problems.empty() && rules.settings().size() != loaded.policy.rules.size()) std::abort();
  return 0;
}
