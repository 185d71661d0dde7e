#include "chainlint/policy/policy.h"

#include "policy_loader.h"

namespace chainlint::policy {

const yaml::SourceFile* Policy::source(std::string_view path) const {
  for (const yaml::SourceFile& known : sources) {
    if (known.path == path) return &known;
  }
  return nullptr;
}

LoadedPolicy load_policy(const yaml::SourceFile& file, const PolicyOpener& open) { return PolicyLoader(open).load(file); }

}  // namespace chainlint::policy
