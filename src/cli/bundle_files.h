// From the files of a run to its bundles.
#pragma once

#include <vector>

#include "chainlint/formats/bundle.h"
#include "chainlint/formats/reader.h"
#include "chainlint/report/report.h"
#include "input_files.h"
#include "run_options.h"

namespace chainlint::cli {

// Reads every file that was found, on all the threads of the options, and groups what they hold. Adds the inputs and what was skipped to
// the report, in the order of the files.
std::vector<Bundle> read_bundles(const RunOptions& options, const InputFiles& found, const ReadOptions& reading,
                                 CertificateCache& certificates, Report& report);

}  // namespace chainlint::cli
