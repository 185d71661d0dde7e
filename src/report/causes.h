// What is wrong with many bundles at once: the findings of a run by their cause.
#pragma once

#include <string>
#include <vector>

#include "chainlint/report/bundle_writer.h"

namespace chainlint::report {

// The first step of the remedy, with how many there are: "(step 1 of 3) ...", or "(one of 2 ways) ..." where each step is one. Empty
// without a remedy.
std::string first_step(const rules::Finding& finding);

// One defect, and where it is.
struct Cause {
  const rules::Finding* finding = nullptr;   // the first of them
  std::string message;                       // of all of them; the title of the rule where each has its own
  std::string fix;                           // the first step, where it is the same for all of them; else empty
  std::vector<const BundleReport*> bundles;  // in the order given, each once
};

// The findings of bundles that count, by severity, then what keeps the server from working before what does not, then by the number of
// bundles. Findings of a rule are one cause where they are about the same certificate or have the same message; what is left of a rule, or
// all of it where there are many such causes, is one cause. Borrows the bundles.
std::vector<Cause> causes_of(const std::vector<BundlePtr>& bundles);

}  // namespace chainlint::report
