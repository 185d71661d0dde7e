// What a report means for the exit status of the contract.
#pragma once

#include "chainlint/report/report.h"
#include "run_options.h"

namespace chainlint::cli {

int status_of(const Report& report, const RunOptions& options);

}  // namespace chainlint::cli
