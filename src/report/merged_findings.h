// Findings of several bundles and targets that are one thing: a chain file that serves several leaves is evaluated with each of them, and
// what is wrong with it is one thing to fix.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "chainlint/report/report.h"

namespace chainlint::report {

// One thing that is wrong, and where it was met. Borrows the report.
struct MergedFinding {
  const rules::Finding* finding;              // the highest severity; one that is not accepted before those that are
  const BundleReport* bundle;                 // that it is in
  std::size_t index = 0;                      // in the findings of that bundle
  std::vector<std::string> bundles;           // names, each once
  std::vector<std::string> targets;           // likewise; none where there is none
  std::vector<const rules::Finding*> worded;  // one for each different message or remedy, at most kMostWordings
  std::vector<const rules::Finding*>
      effects;  // what it explains in any of the bundles: one for each rule and message, at most kMostWordings
};
inline constexpr std::size_t kMostWordings = 20;

// By rule, fingerprint and file, in the order in which they were met first. A finding that another one explains is among the effects of
// that one alone.
std::vector<MergedFinding> merged_findings(const Report& report);

}  // namespace chainlint::report
