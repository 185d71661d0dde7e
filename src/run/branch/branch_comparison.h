// What a branch does to the bundles of a run.
#pragma once

#include <vector>

#include "chainlint/report/report.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/input_files.h"
#include "chainlint/run/lint_run.h"

namespace chainlint::run {

// The files of a run, and what of them was read.
struct RunFiles {
  InputFiles found;
  ToldInputs told;
  std::vector<KeptFile> kept;
  formats::ReadOptions reading;  // with the passwords that are in configurations
};

// Finds for each bundle that the branch changed the one that it replaces (ReadBundle::previous), and with --changed leaves out those that
// are as they were and hang on nothing that changed, with their inputs. New, renamed and deleted bundles, and how many were left out and
// why others were not, are reported on standard error.
//
// `listed` has the inputs that were read. A file at the revision whose content is not in this clone is added to it as an input that could
// not be read. Linear in the number of files, but for sorting.
void compare_with_branch(const RunOptions& options, const LintPlan& plan, const RunFiles& files, std::vector<ReadBundle>& bundles,
                         ListedFiles& listed);

}  // namespace chainlint::run
