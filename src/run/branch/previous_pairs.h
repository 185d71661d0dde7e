// The bundles of a run and those of --previous, where there are several.
#pragma once

#include <vector>

#include "chainlint/report/report.h"
#include "chainlint/run/bundle_files.h"
#include "chainlint/run/lint_run.h"

namespace chainlint::run {

// Finds for each bundle the one of PreviousMaterial::bundles() that it replaces (ReadBundle::previous): the one at the same path below
// the PATH of its side, else by content, as pair_bundles() does. One that finds none replaces nothing. Bundles whose files are identical
// to those that they replace, and bundles without a leaf that replace nothing, are left out and named on standard error. If nothing can be
// compared, an input of `listed` gets an error.
//
// Returns the bundles of --previous that nothing replaces, as inputs with a note. Does nothing if both sides have one bundle.
std::vector<report::InputReport> pair_with_previous(const RunOptions& options, const LintPlan& plan, std::vector<ReadBundle>& bundles,
                                                    ListedFiles& listed);

}  // namespace chainlint::run
