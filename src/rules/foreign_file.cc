#include "foreign_file.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace chainlint::rules {
namespace {

struct ForeignKind {
  std::initializer_list<std::string_view> keys;  // all of them stand at the top
  std::string_view what;
};

const std::array<ForeignKind, 11>& foreign_kinds() {
  static const std::array<ForeignKind, 11> kinds{{
      {{"rule", "cases"}, "a file of rule tests, not a rule; the name of one ends in '.test.yaml'"},
      {{"target"}, "a deployment profile, not a rule; --target takes it"},
      {{"client"}, "a client model, not a rule; --client takes it"},
      {{"records"}, "a file of records, not a rule; --ruleset takes it, beside rules too"},
      {{"apiVersion", "kind"}, "a Kubernetes manifest, not a rule; 'chainlint check' reads it"},
      {{"overrides"}, "a policy, not a rule; --policy takes it"},
      {{"bundles"}, "a policy, not a rule; --policy takes it"},
      {{"waivers"}, "a policy, not a rule; --policy takes it"},
      {{"rulesets"}, "a policy, not a rule; --policy takes it"},
      {{"fail_on"}, "a policy, not a rule; --policy takes it"},
      {{"extends", "rules"}, "a rule set without the key 'set', or a policy; a set names itself with 'set:', a policy is for --policy"},
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
