// What is needed to produce a report again, besides its inputs.
#pragma once

#include <string>

#include "chainlint/report/report.h"
#include "chainlint/run/bundle_run.h"

namespace chainlint::run {

// Names the options that decide, from wherever they came, and the digests of all files that do: rules, data, policy, anchors. Reads those
// that the options name once more. No password, nor anything made from one.
report::RunRecord record_of_run(const BundleRun& run, const std::string& command);

}  // namespace chainlint::run
