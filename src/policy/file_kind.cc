#include <algorithm>
#include <array>
#include <initializer_list>

#include "chainlint/base/text.h"
#include "file_reader.h"

namespace chainlint::policy {
namespace {

struct OtherKind {
  std::initializer_list<std::string_view> keys;  // all of them are at the top
  std::string_view what;
};

const std::array<OtherKind, 9>& other_kinds() {
  static const std::array<OtherKind, 9> kKinds{{
      {{"set"}, "a rule set, not a policy; name it under 'rulesets' of a policy, or with --ruleset"},
      {{"rule", "cases"}, "a file of rule tests, not a policy; run it with 'chainlint rules test'"},
      {{"id", "require"}, "a rule, not a policy; name it, or the folder of it, under 'rulesets' of a policy, or with --ruleset"},
      {{"id", "message"}, "a rule, not a policy; name it, or the folder of it, under 'rulesets' of a policy, or with --ruleset"},
      {{"records"}, "a file of records, not a policy; name it under 'rulesets' of a policy, or with --ruleset"},
      {{"target", "family"}, "a target, not a policy; name it under 'targets' of a policy, or with --target"},
      {{"client", "family"}, "a client, not a policy; name it under 'clients' of a policy, or with --client"},
      {{"apiVersion", "kind"}, "a Kubernetes manifest, not a policy; check it with 'chainlint check'"},
      {{"schema_version", "findings"}, "a baseline or a report, not a policy; name a baseline under 'baseline' of a policy"},
  }};
  return kKinds;
}

}  // namespace

std::string other_kind_of_file(const yaml::Node& document) {
  for (const OtherKind& kind : other_kinds()) {
    const bool all = std::all_of(kind.keys.begin(), kind.keys.end(), [&](std::string_view key) { return document.find(key) != nullptr; });
    if (all && (document.find("rules") == nullptr || *kind.keys.begin() == "set")) return std::string(kind.what);
  }
  return "";
}

}  // namespace chainlint::policy
