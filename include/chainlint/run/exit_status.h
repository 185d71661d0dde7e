// What a report means for the exit status of the contract.
#pragma once

#include "chainlint/report/report.h"
#include "chainlint/run/run_options.h"

namespace chainlint::run {

inline constexpr int kStatusClean = 0, kStatusFindings = 1, kStatusUsage = 2, kStatusUnreadable = 3, kStatusInternal = 4;

int status_of(const report::Report& report, const RunOptions& options);

}  // namespace chainlint::run
