// What it takes to have a report again.
#pragma once

#include <string>

#include "bundle_run.h"
#include "chainlint/report/report.h"

namespace chainlint::cli {

RunRecord record_of_run(const BundleRun& run, const std::string& command);

}  // namespace chainlint::cli
