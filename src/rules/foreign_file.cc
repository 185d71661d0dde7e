#include "foreign_file.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace chainlint::rules {
namespace {

struct ForeignKind {
  std::initializer_list<std::string_view> keys;  // all of them are at the top
  std::string_view what;
};

const std::array<ForeignKind, 11>& foreign_kinds() {
  static const std::array<ForeignKind, 11> kinds{{
      {{"rule", "cases"}, "a file of rule tests, not a rule; its name must end with '.test.yaml'"},
      {{"target"}, "a deployment profile, not a rule; use --target"},
      {{"client"}, "a client model, not a rule; use --client"},
      {{"records"}, "a file of records, not a rule; specify it with --ruleset, alone or together with rules"},
      {{"apiVersion", "kind"}, "a Kubernetes manifest, not a rule; 'chainlint check' reads it"},
      {{"overrides"}, "a policy, not a rule; use --policy"},
      {{"bundles"}, "a policy, not a rule; use --policy"},
      {{"waivers"}, "a policy, not a rule; use --policy"},
      {{"rulesets"}, "a policy, not a rule; use --policy"},
      {{"fail_on"}, "a policy, not a rule; use --policy"},
      {{"extends", "rules"}, "a rule set without the key 'set', or a policy; a set needs 'set:', a policy is specified with --policy"},
  }};
  return kinds;
}

}  // namespace

std::string foreign_document(const yaml::Node& root) {
  if (root.kind != yaml::Kind::mapping || root.find("id") != nullptr || root.find("set") != nullptr) return "";
  for (const ForeignKind& kind : foreign_kinds()) {
    const bool all = std::all_of(kind.keys.begin(), kind.keys.end(), [&](std::string_view key) { return root.find(key) != nullptr; });
    if (all) return std::string(kind.what);
  }
  return "";
}

}  // namespace chainlint::rules
