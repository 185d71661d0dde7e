// Which overrides of a policy fit a bundle.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chainlint/policy/path_pattern.h"
#include "chainlint/policy/policy.h"

namespace chainlint::policy {

// What the selectors of overrides are compared with, computed once per bundle and target.
struct BundleTraits {
  // Paths of the bundle lead from `working_folder`, which is absolute.
  BundleTraits(const facts::FactContext& context, const std::string& working_folder);

  std::vector<std::string> paths;    // absolute
  std::vector<std::string> targets;  // "iis", "iis@2019"; none without a target
  // Of the leaf; none without one. In lower case.
  std::vector<std::string> names, issuers, fingerprints;
};

// The selectors of one override, ready to be asked. Immutable.
class OverrideSelector {
 public:
  OverrideSelector(const PolicyOverride& override, const std::string& working_folder);

  // Every selector that is given must fit, each by any of its patterns.
  bool fits(const BundleTraits& traits) const;

 private:
  std::vector<PathPattern> paths_;
  std::vector<std::string> targets_, names_, issuers_, fingerprints_;  // names and issuers as globs, in lower case
};

}  // namespace chainlint::policy
